/**
 * Who asked to hear from us, what for, and whether they still want to. Depends on {@code newsletter}, {@code mail} and
 * {@code db}.
 */
@NullMarked
package staytuned.subscriber;

import org.jspecify.annotations.NullMarked;
