/**
 * What will happen, and why something did not. Depends on {@code delivery}, {@code issue}, {@code article},
 * {@code newsletter}, {@code schedule} and {@code db}; changes nothing of theirs.
 */
@NullMarked
package staytuned.outlook;

import org.jspecify.annotations.NullMarked;
