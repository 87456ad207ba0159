package staytuned.config;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a new relay earns its name.
 *
 * @param from the first day, in UTC
 * @param days how many letters on each day from then on
 */
public record WarmUpSettings(LocalDate from, List<Integer> days) {
    private static final int MOST = 100_000_000;

    static @Nullable WarmUpSettings read(Section keys) {
        var from = keys.need("from", "2026-12-01", WarmUpSettings::day);
        var days = keys.values("days", "[200, 500, 1000]", text -> Notation.whole(text, 1, MOST));
        if (days.isEmpty() && !keys.has("days")) keys.need("days", "[200, 500, 1000]", Objects::requireNonNull);
        return from == null || days.isEmpty() ? null : new WarmUpSettings(from, days);
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(Notation.shown(text) + " is no day; write for example 2026-12-01", e);
        }
    }
}
