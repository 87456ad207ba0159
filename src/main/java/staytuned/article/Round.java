package staytuned.article;

import java.util.List;

/**
 * What a round of polls brought.
 *
 * @param polled how many sources were asked
 * @param found how many new articles wait now; a baseline's do not count
 * @param problems one line each: which source or file, why, and what happens next
 */
public record Round(int polled, int found, List<String> problems) {
    public Round {
        problems = List.copyOf(problems);
    }
}
