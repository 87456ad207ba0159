/** Takes title, lead, conclusion and promise from an article's text, word for word. Depends on {@code text}. */
@NullMarked
package staytuned.reading;

import org.jspecify.annotations.NullMarked;
