package staytuned.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** How far two words are apart: letters added, left out, changed, or swapped with the next one. */
final class Spelling {
    private Spelling() {}

    /** The word that {@code text} was probably meant to be; none where all are too far away. */
    static Optional<String> nearest(String text, Collection<String> words) {
        if (text.length() > 60) return Optional.empty();
        var most = Math.max(1, Math.min(3, text.length() / 3));
        return words.stream()
                .filter(word -> distance(text, word) <= most)
                .min(Comparator.comparingInt((String word) -> distance(text, word)).thenComparing(word -> word));
    }

    private static int distance(String one, String two) {
        var a = one.toLowerCase(Locale.ROOT);
        var b = two.toLowerCase(Locale.ROOT);
        var d = new int[a.length() + 1][b.length() + 1];
        for (var i = 0; i <= a.length(); i++) {
            for (var j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                var same = a.charAt(i - 1) == b.charAt(j - 1);
                d[i][j] = Math.min(d[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                var swapped = i > 1 && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
        return d[a.length()][b.length()];
    }
}
