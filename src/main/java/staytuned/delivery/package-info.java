/**
 * One message to one reader: queued, sent, deferred or bounced, until it is settled. Depends on {@code issue},
 * {@code subscriber}, {@code newsletter}, {@code mail} and {@code db}.
 */
@NullMarked
package staytuned.delivery;

import org.jspecify.annotations.NullMarked;
