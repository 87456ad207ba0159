package staytuned.subscriber;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalQueries;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The dates that stand in lists: ISO 8601 and its usual neighbours, such as {@code 2026-03-01 08:00:00 UTC} and
 * {@code 2026-03-01 08:00:00.123 +0000 UTC}. Without a zone they are UTC. Nothing is guessed: 3/1/2026 is two dates.
 */
final class Dates {
    private static final Instant EARLIEST = Instant.parse("1980-01-01T00:00:00Z");
    private static final Pattern ZONE_NAME = Pattern.compile("(?<=[+-]\\d{4}) [A-Z]{3,5}$| (?:UTC|GMT)$");
    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][ ]")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendPattern("[ ][XXX][XX][X]")
            .toFormatter();

    private Dates() {}

    /** Null where it is no such date, or one that cannot be true: before there was mail, or after {@code now}. */
    static @Nullable Instant read(String text, Instant now) {
        try {
            var parsed = FORMAT.parse(ZONE_NAME.matcher(text).replaceFirst(""));
            var time = parsed.query(TemporalQueries.localTime());
            var offset = parsed.isSupported(ChronoField.OFFSET_SECONDS)
                    ? ZoneOffset.ofTotalSeconds(parsed.get(ChronoField.OFFSET_SECONDS))
                    : ZoneOffset.UTC;
            var read = LocalDate.from(parsed).atTime(time == null ? LocalTime.MIDNIGHT : time).toInstant(offset);
            return read.isBefore(EARLIEST) || read.isAfter(now) ? null : read;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
