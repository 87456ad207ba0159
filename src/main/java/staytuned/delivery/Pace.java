package staytuned.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Spreads messages evenly over time, so that no more than a number of them go out in a period. */
public final class Pace {
    private final long nanosEach;
    private final LongSupplier nanoTime;
    private long nextFree;

    /** At most {@code count} messages in each {@code period}. */
    public Pace(int count, Duration period, LongSupplier nanoTime) {
        this.nanosEach = period.toNanos() / count;
        this.nanoTime = nanoTime;
        this.nextFree = nanoTime.getAsLong();
    }

    /** No limit. */
    public static Pace unlimited() {
        return new Pace(1, Duration.ZERO, () -> 0);
    }

    /** Takes the next free moment and says how long it is until then; none that is further away than {@code most}. */
    synchronized Optional<Duration> reserve(Duration most) {
        var now = nanoTime.getAsLong();
        var mine = Math.max(now, nextFree);
        if (mine - now > most.toNanos()) return Optional.empty();
        nextFree = mine + nanosEach;
        return Optional.of(Duration.ofNanos(mine - now));
    }

    /** How many messages may begin within {@code time} from now, counted up to {@code most}. */
    synchronized int within(Duration time, int most) {
        if (nanosEach == 0) return most;
        var room = time.toNanos() - Math.max(0, nextFree - nanoTime.getAsLong());
        return room < 0 ? 0 : (int) Math.min(most, room / nanosEach + 1);
    }
}
