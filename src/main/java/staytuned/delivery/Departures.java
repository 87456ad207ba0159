package staytuned.delivery;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import staytuned.schedule.Times;
import staytuned.schedule.WallClock;

/**
 * When the letters of an issue go.
 *
 * @param wall with {@link Times#local}: the time on each reader's wall clock, or null for at once
 * @param now before which none goes
 */
record Departures(Times times, @Nullable LocalDateTime wall, Instant now) {
    /**
     * When those go whose reader is in {@code zone}.
     *
     * @param zone null where one clock counts for all: quiet hours stop the whole issue then
     */
    Instant of(@Nullable String zone) {
        if (zone == null) return now;
        var place = ZoneId.of(zone);
        var due = wall == null ? now : WallClock.place(wall, place);
        return times.hours().next(due.isBefore(now) ? now : due, place);
    }

    /** Whose clock counts for a reader of whom nobody knows the zone; null where one clock counts for all. */
    @Nullable String fallback() {
        return times.local() ? times.zone().getId() : null;
    }
}
