package staytuned.delivery;

import java.time.Duration;
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

    /** Takes the next free moment and says how long it is until then. */
    synchronized Duration reserve() {
        var now = nanoTime.getAsLong();
        var mine = Math.max(now, nextFree);
        nextFree = mine + nanosEach;
        return Duration.ofNanos(mine - now);
    }
}
