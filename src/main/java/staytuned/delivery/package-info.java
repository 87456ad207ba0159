/**
 * One message to one reader: queued, sent, deferred or bounced, until it is settled. Depends on {@code issue},
 * {@code subscriber}, {@code newsletter}, {@code mail}, {@code db} and {@code schedule}.
 */
@NullMarked
package staytuned.delivery;

import org.jspecify.annotations.NullMarked;
