package staytuned.delivery;

import static staytuned.db.schema.Tables.LIMITS;
import static staytuned.db.schema.Tables.LIMIT_COUNTS;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jooq.impl.DSL;
import staytuned.db.Database;
import staytuned.db.Tx;

/**
 * The tables of limits, by the database's clock: what all nodes together may send, now and after a restart. A node
 * takes some letters at a time, and gives back what it has not used.
 *
 * <p>Within a second or a minute letters are spread evenly: who takes some has the next stretch of time for himself.
 * Within an hour or a day they are counted, in spans of a 24th of it, over all spans that touch the time since then; so
 * that no period holds more, wherever it begins, at most a span's worth of it stays unused.
 */
public final class Limits {
    /** How far ahead letters are taken that are spread evenly. */
    private static final Duration AHEAD = Duration.ofSeconds(2);
    /** What was taken and not used by then is lost to who took it. */
    private static final Duration GOOD_FOR = Duration.ofSeconds(30);
    /** A letter begins so long at most after it was counted: {@link #GOOD_FOR}, or a pause and {@link #AHEAD}. */
    private static final Duration LATEST = Duration.ofSeconds(90);
    private static final Duration KEPT = Duration.ofDays(2);

    private final Database database;

    public Limits(Database database) {
        this.database = database;
    }

    /**
     * Some letters that may be sent.
     *
     * @param letters 0 for none now
     * @param in how long until the first one, or, where there is none, until it is worth asking again
     * @param pause how long between two of them
     * @param goodFor how long all of them are good for, counted from now
     * @param end when the stretch of time ends that they take up; what follows is free
     * @param spans where they are counted
     */
    record Grant(int letters, Duration in, Duration pause, Duration goodFor, Instant end, List<Span> spans) {}

    /** Letters that are counted together: those of so many seconds from {@code since} on. */
    record Span(int seconds, Instant since) {}

    /** Takes up to {@code most} letters. */
    Grant take(Limit limit, int most) {
        return database.inTransaction(tx -> {
            var free = lock(tx, limit);
            var now = micros(tx.databaseTime());
            var left = most;
            var spans = new ArrayList<Span>();
            for (var rate : limit.rates()) {
                if (rate.isSpread()) continue;
                var span = span(rate, now);
                spans.add(span);
                var since = now.minus(rate.period()).minus(rate.span()).minus(LATEST);
                left = Math.min(left, rate.count() - counted(tx, limit, span.seconds(), since));
            }
            var day = now.truncatedTo(ChronoUnit.DAYS);
            if (limit.warmUp() != null) {
                var allowed = limit.warmUp().letters(LocalDate.ofInstant(now, ZoneOffset.UTC));
                spans.add(new Span((int) Duration.ofDays(1).toSeconds(), day));
                var today = counted(tx, limit, spans.getLast().seconds(), day);
                if (allowed.isPresent()) left = Math.min(left, allowed.getAsInt() - today);
            }
            if (left <= 0) return none(shortest(spans), now);
            var pause = pause(limit);
            var start = free.isAfter(now) ? free : now;
            var in = Duration.between(now, start);
            if (!pause.isZero()) left = (int) Math.min(left, AHEAD.minus(in).dividedBy(pause) + 1);
            if (in.compareTo(AHEAD) > 0) return none(in.minus(AHEAD), now);
            var end = start.plus(pause.multipliedBy(left));
            tx.sql().update(LIMITS).set(LIMITS.FREE_AT, end).where(LIMITS.NAME.eq(limit.name())).execute();
            for (var span : spans) count(tx, limit, span, left);
            var goodFor = pause.isZero() ? GOOD_FOR : Duration.between(now, end);
            var midnight = Duration.between(now, day.plus(1, ChronoUnit.DAYS));
            if (limit.warmUp() != null && goodFor.compareTo(midnight) > 0) goodFor = midnight;
            return new Grant(left, in, pause, goodFor, end, spans);
        });
    }

    private static Grant none(Duration in, Instant now) {
        return new Grant(0, in, Duration.ZERO, Duration.ZERO, now, List.of());
    }

    /** Gives back what was not used of a grant. */
    void giveBack(Limit limit, Grant grant, int letters) {
        database.run(tx -> {
            lock(tx, limit);
            for (var span : grant.spans()) count(tx, limit, span, -letters);
            // Where somebody else has the next stretch of time, this one is lost.
            tx.sql().update(LIMITS)
                    .set(LIMITS.FREE_AT, grant.end().minus(grant.pause().multipliedBy(letters)))
                    .where(LIMITS.NAME.eq(limit.name()), LIMITS.FREE_AT.eq(grant.end()))
                    .execute();
        });
    }

    /** How many letters a limit has counted on this day, in UTC. */
    public int today(String name) {
        return database.inTransaction(tx -> {
            var day = tx.databaseTime().truncatedTo(ChronoUnit.DAYS);
            return counted(tx, new Limit(name, List.of(), null), (int) Duration.ofDays(1).toSeconds(), day);
        });
    }

    /** Nobody else changes what is counted here before the transaction ends. Gives from when on it is free. */
    private static Instant lock(Tx tx, Limit limit) {
        var select = tx.sql().select(LIMITS.FREE_AT).from(LIMITS).where(LIMITS.NAME.eq(limit.name())).forUpdate();
        var free = select.fetchOne(LIMITS.FREE_AT);
        if (free != null) return free;
        tx.insertNew(tx.sql().insertInto(LIMITS)
                .set(LIMITS.NAME, limit.name())
                .set(LIMITS.FREE_AT, micros(tx.databaseTime())));
        return select.fetchSingle(LIMITS.FREE_AT);
    }

    private static int counted(Tx tx, Limit limit, int seconds, Instant since) {
        var sum = tx.sql().select(DSL.sum(LIMIT_COUNTS.LETTERS))
                .from(LIMIT_COUNTS)
                .where(LIMIT_COUNTS.NAME.eq(limit.name()), LIMIT_COUNTS.SPAN.eq(seconds))
                .and(LIMIT_COUNTS.SINCE.ge(since))
                .fetchSingle()
                .value1();
        return sum == null ? 0 : sum.intValueExact();
    }

    private static void count(Tx tx, Limit limit, Span span, int letters) {
        var counted = tx.sql().update(LIMIT_COUNTS)
                .set(LIMIT_COUNTS.LETTERS, LIMIT_COUNTS.LETTERS.plus(letters))
                .where(LIMIT_COUNTS.NAME.eq(limit.name()), LIMIT_COUNTS.SPAN.eq(span.seconds()))
                .and(LIMIT_COUNTS.SINCE.eq(span.since()))
                .execute();
        if (counted > 0 || letters < 0) return;
        tx.sql().deleteFrom(LIMIT_COUNTS)
                .where(LIMIT_COUNTS.NAME.eq(limit.name()), LIMIT_COUNTS.SINCE.lt(span.since().minus(KEPT)))
                .execute();
        tx.sql().insertInto(LIMIT_COUNTS)
                .set(LIMIT_COUNTS.NAME, limit.name())
                .set(LIMIT_COUNTS.SPAN, span.seconds())
                .set(LIMIT_COUNTS.SINCE, span.since())
                .set(LIMIT_COUNTS.LETTERS, letters)
                .execute();
    }

    private static Span span(Rate rate, Instant now) {
        var seconds = rate.span().toSeconds();
        return new Span((int) seconds, Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), seconds) * seconds));
    }

    private static Duration shortest(List<Span> spans) {
        var least = spans.stream().mapToInt(Span::seconds).min().orElse(1);
        return Duration.ofSeconds(Math.min(least, GOOD_FOR.toSeconds()));
    }

    /** Where several rates spread letters, the slowest counts. */
    private static Duration pause(Limit limit) {
        return limit.rates().stream()
                .filter(Rate::isSpread)
                .map(Rate::pause)
                .max(Comparator.naturalOrder())
                .map(each -> Duration.of(each.toNanos() / 1000, ChronoUnit.MICROS))
                .orElse(Duration.ZERO);
    }

    /** As exact as the database keeps it. */
    private static Instant micros(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }
}
