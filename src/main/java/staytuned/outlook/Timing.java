package staytuned.outlook;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import staytuned.newsletter.Cadence;
import staytuned.outlook.Waiting.Why;
import staytuned.schedule.Times;

/**
 * When the articles of a newsletter become letters, reckoned as the editor does it.
 *
 * @param handled the last time of its cron that was handled
 * @param zones where its readers are, where their own clocks count
 */
record Timing(Cadence cadence, Instant handled, Collection<ZoneId> zones, Instant now) {
    /** Up to this, a time that passed while the service was down is late, not missed. As the editor has it. */
    private static final Duration LATE = Duration.ofHours(1);
    /** A schedule of every second, and an article that rests for hours: more is looked for by nobody. */
    private static final int MOST = 20_000;

    /** What an article waits for, until when, and when it goes; null for what nobody knows. */
    record Due(Why why, @Nullable Instant until, @Nullable Instant goes) {}

    /** Of an article that waits and was found at {@code found}. */
    Due of(Instant found) {
        var settled = found.plus(cadence.settle());
        var times = times();
        if (times.cron() == null) return atOnce(settled);
        var slot = times.latest(handled, now, zones).orElse(null);
        if (slot != null) {
            var late = Duration.between(slot.last(), now).compareTo(LATE) <= 0;
            var rule = late ? Cadence.Missed.SEND_NOW : cadence.missed();
            if (rule == Cadence.Missed.SEND_NOW && (!late || !settled.isAfter(slot.first()))) {
                return new Due(Why.DUE, null, now);
            }
            if (rule == Cadence.Missed.SKIP) return new Due(Why.MISSED, null, null);
        }
        return next(settled)
                .map(each -> settled.isAfter(now)
                        ? new Due(Why.SETTLING, settled, each)
                        : new Due(Why.SLOT, each, each))
                .orElse(new Due(Why.NEVER, null, null));
    }

    private Due atOnce(Instant settled) {
        var ready = settled.isAfter(now) ? settled : now;
        var goes = times().local() ? ready : times().hours().next(ready, times().zone());
        if (settled.isAfter(now)) return new Due(Why.SETTLING, settled, goes);
        return goes.isAfter(now) ? new Due(Why.QUIET, goes, goes) : new Due(Why.DUE, null, now);
    }

    /** The first time of the cron by which an article has rested that is {@code settled} then. */
    private Optional<Instant> next(Instant settled) {
        var next = times().next(now);
        for (var i = 0; i < MOST && next.isPresent(); i++) {
            if (!next.get().isBefore(settled)) return next;
            next = times().next(next.get());
        }
        return Optional.empty();
    }

    /** The times of the cron from now on, up to {@code until} and no more than {@code limit}. */
    List<Instant> slots(Instant until, int limit) {
        var slots = new ArrayList<Instant>();
        var next = times().next(now);
        while (next.isPresent() && !next.get().isAfter(until) && slots.size() < limit) {
            slots.add(next.get());
            next = times().next(next.get());
        }
        return slots;
    }

    private Times times() {
        return cadence.times();
    }
}
