package staytuned.followup;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a title says about the series that it belongs to.
 *
 * @param stem what all titles of the series share, in lower case; the whole title where it shows no part
 * @param part its number in the series, 0 where it shows none
 * @param year the year that the title names, 0 where it names none
 */
public record Series(String stem, int part, int year) {
    /** "(2/5)" and "#4" are read in every language. */
    private static final Pattern MARKS = Pattern.compile(
            "[(\\[（]\\s*(\\d{1,3})\\s*/\\s*\\d{1,3}\\s*[)\\]）]|[#＃]\\s?(\\d{1,4})(?!\\d)");
    /** A numeral at the end, or before a colon; a single I or X may be a word. */
    private static final Pattern ROMAN = Pattern.compile("\\s([IVXL]{2,6}|V)(?=\\s*(?:$|[:–—(]))");
    private static final Pattern YEAR = Pattern.compile("(?<!\\d)(?:19|20)\\d\\d(?!\\d)");
    private static final String OPENING = "([（【";

    /** Reads a title in {@code language}. */
    public static Series of(String title, String language) {
        var text = Normalizer.normalize(title, Normalizer.Form.NFKC);
        int year = year(text);
        for (var words : Vocabulary.of(language)) {
            var found = words.pattern("parts").matcher(text).results()
                    .filter(each -> part(each, words) > 0)
                    .findFirst()
                    .orElse(null);
            if (found != null) return series(text, found, part(found, words), year);
        }
        var mark = first(MARKS, text);
        if (mark != null) return series(text, mark, Integer.parseInt(group(mark)), year);
        var roman = first(ROMAN, text);
        if (roman != null && Numerals.roman(group(roman)) > 0) {
            return series(text, roman, Numerals.roman(group(roman)), year);
        }
        return new Series(plain(text), 0, year);
    }

    /** Whether {@code next} is the part after this one. Of a yearly series, each year is a series of its own. */
    boolean precedes(Series next) {
        // A lone "I" behind a title shows only by the "II" that follows it.
        boolean first = part == 0 && next.part == 2 && year == next.year && stem.equals(next.stem + " i");
        return first || (part > 0 && next.part == part + 1 && sameAs(next));
    }

    boolean sameAs(Series other) {
        return !stem.isEmpty() && stem.equals(other.stem) && year == other.year;
    }

    /** Whether both are of one yearly series, and of different years. */
    boolean ofAnotherYearThan(Series other) {
        return stem.equals(other.stem) && year != other.year;
    }

    /** The part that a sentence names; 0 where it names none. */
    static int named(String sentence, String language) {
        var text = Normalizer.normalize(sentence, Normalizer.Form.NFKC);
        for (var words : Vocabulary.of(language)) {
            var matcher = words.pattern("parts").matcher(text);
            while (matcher.find()) {
                int part = part(matcher.toMatchResult(), words);
                if (part > 0) return part;
            }
        }
        return 0;
    }

    private static Series series(String text, MatchResult mark, int part, int year) {
        return new Series(plain(stem(text, mark)), part, year);
    }

    /** What stands before the mark, within its parenthesis or before that; what stands behind, where nothing does. */
    private static String stem(String text, MatchResult mark) {
        var before = text.substring(0, mark.start());
        int opened = -1;
        for (int i = before.length() - 1; i >= 0 && opened < 0; i--) {
            if (")]）】".indexOf(before.charAt(i)) >= 0) break;
            if (OPENING.indexOf(before.charAt(i)) >= 0) opened = i;
        }
        if (opened >= 0) {
            var inside = before.substring(opened + 1);
            before = plain(inside).isEmpty() ? before.substring(0, opened) : inside;
        }
        return plain(before).isEmpty() ? text.substring(mark.end()) : before;
    }

    private static int part(MatchResult found, Vocabulary words) {
        var number = group(found);
        // A year is no part, such as in "Part 2024".
        return YEAR.matcher(number).matches() ? 0 : words.number(number);
    }

    private static String group(MatchResult found) {
        for (int i = 1; i <= found.groupCount(); i++) if (found.group(i) != null) return found.group(i);
        return "";
    }

    private static @Nullable MatchResult first(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        return matcher.find() ? matcher.toMatchResult() : null;
    }

    private static int year(String text) {
        var year = YEAR.matcher(text);
        return year.find() ? Integer.parseInt(year.group()) : 0;
    }

    private static String plain(String text) {
        return YEAR.matcher(text).replaceAll(" ").replaceAll("[^\\p{L}\\p{N}\\p{M}+#]+", " ").strip()
                .toLowerCase(Locale.ROOT);
    }
}
