package staytuned.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * When a message that the relay did not take is tried again (RFC 5321 section 4.5.4.1): after 5, 15, 30 and 60 minutes,
 * then every hour, each give or take a fifth, until it is given up.
 *
 * @param giveUp how long a message waits, all in all, from its first attempt to its last: a relay that was down, or a
 *     list so long that its end comes a day later, costs nobody an attempt
 */
public record Retry(List<Duration> pauses, Duration giveUp, RandomGenerator random) {
    private static final double JITTER = 0.2;

    public static Retry standard(RandomGenerator random) {
        var pauses = List.of(5, 15, 30, 60).stream().map(Duration::ofMinutes).toList();
        return new Retry(pauses, Duration.ofDays(1), random);
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
