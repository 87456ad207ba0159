package staytuned.article;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import staytuned.reading.Reading;

/**
 * What a letter shows of an article, without what is only typography: two texts of one essence say the same. Spaces,
 * quotes, brackets, dashes, letter case and the marks between words make no difference; a mark before a digit does.
 */
final class Essence {
    private Essence() {}

    /** A SHA-256 in hexadecimal. */
    static String of(Reading reading) {
        return Identity.hash(
                plain(reading.title()), plain(reading.lead()), plain(reading.conclusion()), plain(reading.promise()));
    }

    private static String plain(@Nullable String text) {
        if (text == null) return "";
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\p{Pd}\\u2212]", "-")
                .replaceAll("[\\p{Pi}\\p{Pf}\\p{Ps}\\p{Pe}\"'`]", "")
                .replaceAll("[\\p{Cf}\\u00AD]+", "")
                .replaceAll("[\\p{P}&&[^%]](?!\\p{Nd})", " ")
                .replaceAll("\\s+", "");
    }
}
