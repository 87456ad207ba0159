/**
 * Which earlier promise does an article keep, and what did the promise name? Knows values only, no table; depends on
 * {@code fetch} for how links are compared and on {@code text}.
 */
@NullMarked
package staytuned.followup;

import org.jspecify.annotations.NullMarked;
