package staytuned.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * When a message that the relay did not take is tried again: after 30 seconds, 1, 2, 4, 8, 15, 30 and 60 minutes, then
 * every hour, each give or take a fifth, until it is given up.
 *
 * <p>RFC 5321 section 4.5.4.1 asks for half an hour at least between attempts at a host that failed. Here it is our own
 * relay that answers, and it says "later" to one message, mostly for moments: so the first pauses are short. A relay
 * that is down altogether is left alone by {@link Carrier#rest}.
 *
 * @param giveUp how long a message waits, all in all, from its first attempt to its last: a relay that was down, or a
 *     list so long that its end comes a day later, costs nobody an attempt
 */
public record Retry(List<Duration> pauses, Duration giveUp, RandomGenerator random) {
    private static final double JITTER = 0.2;

    public static Retry standard(RandomGenerator random) {
        return standard(Duration.ofDays(1), random);
    }

    /** The usual pauses, until {@code giveUp} is over. */
    public static Retry standard(Duration giveUp, RandomGenerator random) {
        var pauses = Stream.of(30, 60, 120, 240, 480, 900, 1800, 3600).map(Duration::ofSeconds).toList();
        return new Retry(pauses, giveUp, random);
    }

    /**
     * The time of the next attempt; none when the message is given up.
     *
     * @param attempts how many there were, at least 1
     */
    Optional<Instant> next(int attempts, Instant now) {
        var waited = IntStream.range(1, attempts).mapToObj(this::pause).reduce(Duration.ZERO, Duration::plus);
        var pause = pause(attempts);
        return waited.plus(pause).compareTo(giveUp) > 0 ? Optional.empty() : Optional.of(now.plus(jittered(pause)));
    }

    private Duration pause(int attempt) {
        return pauses.get(Math.min(attempt, pauses.size()) - 1);
    }

    /** {@code pause}, give or take a fifth, so that what failed together does not come back together. */
    Duration jittered(Duration pause) {
        return Duration.ofMillis((long) (pause.toMillis() * random.nextDouble(1 - JITTER, 1 + JITTER)));
    }
}
