package staytuned.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * The clock on the wall of a time zone, as schedules read it: it never runs backwards.
 *
 * <p>While the clock shows an hour for the second time in autumn, it is read as standing at the end of that hour. A
 * time that the clock skips in spring is the first moment after the gap. So every wall time has one instant.
 */
public final class WallClock {
    private WallClock() {}

    /** What the clock reads at {@code instant}: the last wall time that is placed there or before. */
    public static LocalDateTime read(Instant instant, ZoneId zone) {
        var wall = LocalDateTime.ofInstant(instant, zone);
        var change = zone.getRules().getTransition(wall);
        var shownAgain = change != null && change.isOverlap() && !instant.isBefore(change.getInstant());
        return shownAgain ? change.getDateTimeBefore().minusNanos(1_000_000) : wall;
    }

    /** The instant of a wall time. */
    public static Instant place(LocalDateTime wall, ZoneId zone) {
        var change = zone.getRules().getTransition(wall);
        return change != null && change.isGap() ? change.getInstant() : wall.atZone(zone).toInstant();
    }
}
