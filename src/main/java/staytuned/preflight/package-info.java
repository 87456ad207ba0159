/**
 * Finds what is wrong with a letter before it is sent. Depends on the template package alone, for its colours.
 */
@NullMarked
package staytuned.preflight;

import org.jspecify.annotations.NullMarked;
