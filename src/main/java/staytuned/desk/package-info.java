/**
 * The desk: what happened, what happens now and what will happen, for those who run the service, with the buttons that
 * settle what waits for a person. Depends on {@code web}, the stages, {@code outlook}, {@code admin}, {@code template},
 * {@code mail} and {@code db}.
 */
@NullMarked
package staytuned.desk;

import org.jspecify.annotations.NullMarked;
