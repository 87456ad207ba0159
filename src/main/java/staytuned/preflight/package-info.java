/**
 * Finds what is wrong with a letter before it is sent. Depends on {@code template} for its colours, {@code text}, and
 * {@code fetch}, by which links are asked whether anything is there.
 */
@NullMarked
package staytuned.preflight;

import org.jspecify.annotations.NullMarked;
