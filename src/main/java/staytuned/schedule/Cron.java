package staytuned.schedule;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/**
 * Times on the wall clock, written as a Quartz cron: seconds, minutes, hours, day of month, month, day of week and,
 * where wished, year.
 *
 * <p>The expression is evaluated on the wall clock alone and its times are then placed in the zone: a time that the
 * clock skips in spring happens at the first moment after the gap, one that it shows twice in autumn happens once, the
 * first time. So the way from wall times to instants never runs backwards, and several wall times inside one gap
 * become one instant.
 */
public final class Cron {
    /** Quartz knows years from 1970, and none so far away that a Date could not hold it. */
    private static final Instant FIRST = Instant.parse("1969-12-31T00:00:00Z");

    private static final Instant LAST = Instant.parse("2100-01-02T00:00:00Z");

    private final CronExpression expression;

    private Cron(CronExpression expression) {
        this.expression = expression;
    }

    /**
     * Reads a cron.
     *
     * @throws IllegalArgumentException it is none, or it never comes true; the message says why
     */
    public static Cron parse(String text) {
        var checked = CronText.check(text);
        try {
            var expression = new CronExpression(checked);
            expression.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
            var cron = new Cron(expression);
            if (cron.next(FIRST, ZoneOffset.UTC).isEmpty()) {
                throw new IllegalArgumentException(
                        "\"" + checked + "\" never comes true: no year has such a day; change the day or the month");
            }
            return cron;
        } catch (ParseException e) {
            throw new IllegalArgumentException("\"" + checked + "\" is not a Quartz cron: " + e.getMessage(), e);
        }
    }

    /** The first time after {@code after}; none when the last one is over. */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        if (after.isAfter(LAST)) return Optional.empty();
        var wall = WallClock.read(after.isBefore(FIRST) ? FIRST : after, zone);
        var next = expression.getNextValidTimeAfter(Date.from(wall.toInstant(ZoneOffset.UTC)));
        return Optional.ofNullable(next)
                .map(each -> WallClock.place(LocalDateTime.ofInstant(each.toInstant(), ZoneOffset.UTC), zone));
    }

    /**
     * The last time later than {@code after} and not later than {@code upTo}; none when there was none.
     *
     * <p>Found by halving, with one look at {@link #next} a step: about thirty for ten years, however often it fires.
     */
    public Optional<Instant> latest(Instant after, Instant upTo, ZoneId zone) {
        var earliest = after.isBefore(FIRST) ? FIRST : after;
        var found = next(earliest, zone).filter(each -> !each.isAfter(upTo));
        if (found.isEmpty()) return found;
        var last = found.get();
        var bound = upTo.isAfter(LAST) ? LAST : upTo; // nothing comes true later than this and up to upTo
        while (Duration.between(last, bound).compareTo(Duration.ofSeconds(1)) >= 0) {
            var middle = last.plus(Duration.between(last, bound).dividedBy(2));
            var next = next(middle, zone);
            if (next.isPresent() && !next.get().isAfter(upTo)) last = next.get();
            else bound = middle;
        }
        return Optional.of(last);
    }

    /** One that is written alike. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cron cron && cron.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return expression.getCronExpression();
    }
}
