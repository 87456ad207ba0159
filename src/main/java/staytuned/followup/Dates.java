package staytuned.followup;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** By when a promise says that it will be kept. */
public final class Dates {
    private static final int FLAGS =
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;
    private static final Pattern ISO = Pattern.compile("(?<!\\d)(\\d{4})-(\\d\\d)-(\\d\\d)(?!\\d)");
    private static final Pattern DOTTED = Pattern.compile("(?<!\\d)(\\d{1,2})\\.\\s?(\\d{1,2})\\.\\s?(\\d{4})(?!\\d)");
    private static final Pattern EAST = Pattern.compile(
            "(?:(\\d{4})\\s*[年년]\\s*)?(?<!\\d)(\\d{1,2})\\s*[月월](?:\\s*(\\d{1,2})\\s*[日号일])?");
    private static final int FARTHEST_MONTHS = 24;
    private static final Map<Vocabulary, Months> MONTHS = new ConcurrentHashMap<>();

    /** The names of the months in one language, and the ways to write a date with them. */
    private record Months(List<Pattern> names, Pattern dayFirst, Pattern monthFirst, Pattern withYear, Pattern in) {
        static Months of(Vocabulary words) {
            var names = new ArrayList<String>();
            for (var month : Month.values()) names.add(name(month, words));
            var any = "(" + String.join("|", names) + ")";
            var year = "(?:,?\\s+(?:de\\s+)?(\\d{4}))?";
            var in = String.join("|", words.list("in").stream().map(Pattern::quote).toList());
            return new Months(
                    names.stream().map(each -> Pattern.compile(each, FLAGS)).toList(),
                    Pattern.compile("(?<!\\d)(\\d{1,2})(?:\\.|st|nd|rd|th|er|º)?\\s+(?:de\\s+|of\\s+)?" + any
                            + "(?!\\p{L})" + year, FLAGS),
                    Pattern.compile("(?<!\\p{L})" + any + "\\s+(\\d{1,2})(?:st|nd|rd|th)?(?!\\d)" + year, FLAGS),
                    Pattern.compile("(?<!\\p{L})" + any + "\\s+(?:de\\s+)?(\\d{4})(?!\\d)", FLAGS),
                    in.isEmpty() ? Pattern.compile("(?!)")
                            : Pattern.compile("(?<!\\p{L})(?:" + in + ")\\s+" + any + "(?!\\p{L})", FLAGS));
        }

        private static String name(Month month, Vocabulary words) {
            var full = month.getDisplayName(TextStyle.FULL_STANDALONE, words.locale());
            // Russian declines them: March is "март", "марта", "марте".
            return words.locale().getLanguage().equals("ru")
                    ? full.replaceFirst("[ьй]$", "") + "[ьйяеа]?"
                    : "(?:" + Pattern.quote(full) + "|"
                            + Pattern.quote(month.getDisplayName(TextStyle.FULL, words.locale())) + ")";
        }

        int number(String name) {
            for (int i = 0; i < names.size(); i++) if (names.get(i).matcher(name).matches()) return i + 1;
            return 0;
        }
    }

    private Dates() {}

    /**
     * The day that {@code promise} names, or the last day of the week, month or year, as seen from {@code made}; null
     * where it names none, more than one, or one that is past or more than two years off.
     */
    public static @Nullable LocalDate of(String promise, String language, LocalDate made) {
        var found = new ArrayList<LocalDate>();
        ISO.matcher(promise).results().forEach(each -> add(found, number(each, 1), number(each, 2), number(each, 3)));
        DOTTED.matcher(promise).results()
                .forEach(each -> add(found, number(each, 3), number(each, 2), number(each, 1)));
        EAST.matcher(promise).results().forEach(each -> {
            int month = number(each, 2);
            found.add(number(each, 3) > 0 ? day(number(each, 1), month, number(each, 3), made)
                    : month(number(each, 1), month, made));
        });
        for (var words : Vocabulary.of(language)) if (found.isEmpty()) named(promise, words, made, found);
        for (var words : Vocabulary.of(language)) if (found.isEmpty()) ahead(promise, words, made, found);
        var first = found.isEmpty() ? null : found.getFirst();
        boolean clear = first != null && found.stream().allMatch(first::equals) && !first.isBefore(made)
                && !first.isAfter(made.plusMonths(FARTHEST_MONTHS));
        return clear ? first : null;
    }

    private static void named(String text, Vocabulary words, LocalDate made, List<@Nullable LocalDate> found) {
        var months = MONTHS.computeIfAbsent(words, Months::of);
        months.dayFirst.matcher(text).results().forEach(each ->
                found.add(day(number(each, 3), months.number(each.group(2)), number(each, 1), made)));
        months.monthFirst.matcher(text).results().forEach(each ->
                found.add(day(number(each, 3), months.number(each.group(1)), number(each, 2), made)));
        if (!found.isEmpty()) return;
        months.withYear.matcher(text).results()
                .forEach(each -> found.add(month(number(each, 2), months.number(each.group(1)), made)));
        if (!found.isEmpty()) return;
        months.in.matcher(text).results().forEach(each -> found.add(month(0, months.number(each.group(1)), made)));
    }

    private static void ahead(String text, Vocabulary words, LocalDate made, List<@Nullable LocalDate> found) {
        if (words.pattern("week.next").matcher(text).find()) {
            found.add(made.plusWeeks(1).with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY)));
        }
        if (words.pattern("month.next").matcher(text).find()) {
            found.add(YearMonth.from(made).plusMonths(1).atEndOfMonth());
        }
        if (words.pattern("year.next").matcher(text).find()) found.add(LocalDate.of(made.getYear() + 1, 12, 31));
        if (words.pattern("today.plus").matcher(text).find()) found.add(made.plusDays(1));
        words.pattern("weeks").matcher(text).results().forEach(each -> found.add(made.plusWeeks(count(each, words))));
        words.pattern("days").matcher(text).results().forEach(each -> found.add(made.plusDays(count(each, words))));
    }

    private static int count(MatchResult found, Vocabulary words) {
        for (int i = 1; i <= found.groupCount(); i++) {
            if (found.group(i) != null) return words.number(found.group(i));
        }
        return 0;
    }

    /** Without a year, the next such day. */
    private static @Nullable LocalDate day(int year, int month, int day, LocalDate made) {
        try {
            if (year > 0) return LocalDate.of(year, month, day);
            var named = LocalDate.of(made.getYear(), month, day);
            return named.isBefore(made) ? LocalDate.of(made.getYear() + 1, month, day) : named;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable LocalDate month(int year, int month, LocalDate made) {
        if (month < 1 || month > 12) return null;
        var named = YearMonth.of(year > 0 ? year : made.getYear(), month);
        return (year == 0 && named.isBefore(YearMonth.from(made)) ? named.plusYears(1) : named).atEndOfMonth();
    }

    private static void add(List<@Nullable LocalDate> found, int year, int month, int day) {
        found.add(day(year, month, day, LocalDate.MIN));
    }

    private static int number(MatchResult found, int group) {
        return found.group(group) == null ? 0 : Integer.parseInt(found.group(group));
    }
}
