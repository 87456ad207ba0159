package staytuned.schedule;

import java.text.ParseException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * Times on the wall clock, written as a Quartz cron: seconds, minutes, hours, day of month, month, day of week and,
 * where wished, year.
 *
 * <p>The expression is evaluated on the wall clock alone and its times are then placed in the zone: a time that the
 * clock skips in spring happens at the first moment after the gap, one that it shows twice in autumn happens once, the
 * first time.
 */
public final class Cron {
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
        try {
            var expression = new CronExpression(text);
            expression.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
            return new Cron(expression);
        } catch (ParseException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The first time after {@code instant}; none when the last one is over. */
    public Optional<Instant> next(Instant instant, ZoneId zone) {
        var wall = LocalDateTime.ofInstant(instant, zone);
        var next = expression.getNextValidTimeAfter(Date.from(wall.toInstant(ZoneOffset.UTC)));
        return Optional.ofNullable(next)
                .map(each -> LocalDateTime.ofInstant(each.toInstant(), ZoneOffset.UTC).atZone(zone).toInstant());
    }

    @Override
    public String toString() {
        return expression.getCronExpression();
    }
}
