package staytuned.issue;

import java.util.List;
import staytuned.text.Weight;

/**
 * How much of an article a letter takes in.
 *
 * @param part the longest lead and the longest conclusion, in characters
 * @param body what a whole article may take in the mail, in bytes
 */
record Measure(int part, int body) {
    static final List<Measure> ALL = List.of(
            new Measure(6_000, 70_000), new Measure(3_000, 45_000), new Measure(1_500, 25_000),
            new Measure(500, 8_000));

    /** Gmail clips what is longer than about 102,000 bytes; what each reader's links add has room. */
    private static final int LONGEST = 96_000;

    /** Whether mail programs show all of it. */
    static boolean fits(String html) {
        return Weight.of(html) <= LONGEST;
    }
}
