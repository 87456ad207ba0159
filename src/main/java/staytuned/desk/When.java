package staytuned.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A moment as a page shows it.
 *
 * @param ago how far away it is, such as {@code 5 min ago} or {@code in 3 h}
 * @param at the moment itself, in UTC
 * @param machine as programs read it
 */
public record When(String ago, String at, String machine) {
    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final long MINUTE = 60;
    private static final long HOUR = 3600;
    private static final long DAY = 86_400;

    static When of(Instant moment, Instant now) {
        return new When(ago(moment, now), SHOWN.format(moment), moment.toString());
    }

    /** Null for null, which a template leaves out. */
    static @Nullable When or(@Nullable Instant moment, Instant now) {
        return moment == null ? null : of(moment, now);
    }

    private static String ago(Instant moment, Instant now) {
        var away = Duration.between(now, moment);
        if (away.abs().compareTo(Duration.ofSeconds(10)) < 0) return "now";
        return away.isNegative() ? span(away.negated()) + " ago" : "in " + span(away);
    }

    /** So long, in its largest unit: {@code 40 s}, {@code 5 min}, {@code 3 h}, {@code 12 days}. */
    static String span(Duration time) {
        var seconds = time.toSeconds();
        if (seconds < MINUTE) return seconds + " s";
        if (seconds < HOUR) return seconds / MINUTE + " min";
        if (seconds < 2 * DAY) return seconds / HOUR + " h";
        return seconds / DAY + " days";
    }
}
