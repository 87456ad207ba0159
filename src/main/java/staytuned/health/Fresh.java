package staytuned.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value that costs something to find out, and is kept for a while: whoever asks often has it found out seldom. What
 * takes long is kept longer, so that it never takes more than a twentieth of the time.
 */
final class Fresh<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Fresh.class);
    private static final int SHARE = 20;

    private final Supplier<T> source;
    private final Duration least;
    private final InstantSource clock;
    private T value;
    private @Nullable Instant until;

    /**
     * @param none what there is before anything could be found out
     * @param least how long it is kept at least
     */
    Fresh(T none, Supplier<T> source, Duration least, InstantSource clock) {
        this.value = none;
        this.source = source;
        this.least = least;
        this.clock = clock;
    }

    /** The value; where it cannot be found out now, the one before. */
    synchronized T get() {
        var now = clock.instant();
        if (until != null && until.isAfter(now)) return value;
        try {
            value = source.get();
        } catch (RuntimeException e) {
            LOG.debug("figures cannot be had", e);
        }
        var pause = Duration.between(now, clock.instant()).multipliedBy(SHARE);
        until = now.plus(pause.compareTo(least) > 0 ? pause : least);
        return value;
    }
}
