package staytuned.reading;

import org.jspecify.annotations.Nullable;

/**
 * What was taken from an article, word for word. Blocks are separated by a blank line; list items stand on lines of
 * their own that begin with "- ".
 *
 * @param title never empty
 * @param language a BCP 47 tag
 * @param lead the first prose of the body; null where there is none
 * @param conclusion the author's own conclusion, without the promise; null where there is none
 * @param promise the sentence that says what to stay tuned for; null where there is none
 * @param minutes the reading time, at least 1
 */
public record Reading(
        String title,
        String language,
        @Nullable String lead,
        @Nullable String conclusion,
        @Nullable String promise,
        int minutes) {}
