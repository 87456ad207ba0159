package staytuned.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * At which times letters go out.
 *
 * @param cron null for at once
 * @param zone whose wall clock is meant; with {@code local}, of the readers whose own zone is not known
 * @param hours in which letters may go; a time of the cron outside of them happens when they begin
 * @param local whether each reader's own wall clock is meant
 */
public record Times(@Nullable Cron cron, ZoneId zone, Hours hours, boolean local) {
    /** At any hour, by one clock. */
    public Times(@Nullable Cron cron, ZoneId zone) {
        this(cron, zone, Hours.ALWAYS, false);
    }

    /**
     * A time of the cron that has come.
     *
     * @param id what it is known by, whoever reads the clock: its instant in {@link #zone}
     * @param wall when letters go, on the wall clock of each zone
     * @param first when that is in the first zone
     * @param last when that is in the last zone
     */
    public record Slot(Instant id, LocalDateTime wall, Instant first, Instant last) {}

    /** When letters go out the next time after {@code after}, by the clock of {@link #zone}; none where it is over. */
    public Optional<Instant> next(Instant after) {
        if (cron == null) return Optional.empty();
        return cron.latest(Instant.EPOCH, after, zone)
                .map(each -> hours.next(each, zone))
                .filter(each -> each.isAfter(after)) // it waits for the end of quiet hours
                .or(() -> cron.next(after, zone).map(each -> hours.next(each, zone)));
    }

    /** Whether letters may go in some of these zones. */
    public boolean areOpen(Instant now, Collection<ZoneId> readers) {
        return clocks(readers).stream().anyMatch(each -> hours.areOpen(now, each));
    }

    /**
     * The last time after {@code after}, which is a {@link Slot#id}, that has come by {@code now} in the first of these
     * zones; none where it has not, or where letters go at once.
     */
    public Optional<Slot> latest(Instant after, Instant now, Collection<ZoneId> readers) {
        if (cron == null) return Optional.empty();
        var clocks = clocks(readers);
        var reading = Comparator.comparing((ZoneId each) -> WallClock.read(now, each));
        var first = clocks.stream().max(reading).orElse(zone);
        var last = clocks.stream().min(reading).orElse(zone);
        var shown = WallClock.read(now, first);
        return cron.latest(utc(WallClock.read(after, zone)), utc(shown), ZoneOffset.UTC)
                .map(each -> LocalDateTime.ofInstant(each, ZoneOffset.UTC))
                .filter(each -> !hours.next(each).isAfter(shown))
                .map(each -> {
                    var goes = hours.next(each);
                    return new Slot(
                            WallClock.place(each, zone), goes, WallClock.place(goes, first),
                            WallClock.place(goes, last));
                });
    }

    private Collection<ZoneId> clocks(Collection<ZoneId> readers) {
        return local && !readers.isEmpty() ? readers : List.of(zone);
    }

    private static Instant utc(LocalDateTime wall) {
        return wall.toInstant(ZoneOffset.UTC);
    }
}
