package staytuned.outlook;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How moments are told to people. */
public final class Moments {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm xxx", Locale.ROOT);
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Moments() {}

    /** In UTC: 2026-11-29 01:30 UTC. */
    public static String utc(Instant at) {
        return UTC.format(at);
    }

    /** On the wall clock of a zone and in UTC: Sun 2026-11-29 02:30 +01:00 (01:30 UTC). */
    public static String both(Instant at, ZoneId zone) {
        var there = at.atZone(zone);
        var sameDay = there.toLocalDate().equals(at.atZone(ZoneOffset.UTC).toLocalDate());
        return DAY.format(there) + " (" + (sameDay ? SHORT : UTC).format(at) + ")";
    }
}
