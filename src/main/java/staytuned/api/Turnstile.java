package staytuned.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lets so many calls of each token through in a minute, on this node. */
final class Turnstile {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int most;
    private final InstantSource clock;
    private final Map<Long, Window> windows = new ConcurrentHashMap<>();

    private record Window(Instant end, int calls) {}

    /** What is left of the minute: {@code left} is below 0 where this call was one too many. */
    record Left(int most, int left, long seconds) {
        /** draft-ietf-httpapi-ratelimit-headers-10 section 3 */
        Map<String, String> headers() {
            return Map.of(
                    "RateLimit-Policy", "\"minute\";q=" + most + ";w=" + WINDOW.toSeconds(),
                    "RateLimit", "\"minute\";r=" + Math.max(0, left) + ";t=" + seconds);
        }
    }

    Turnstile(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    /** Counts a call. */
    Left pass(long tokenId) {
        var now = clock.instant();
        var window = windows.compute(tokenId, (_, known) -> known == null || !known.end.isAfter(now)
                ? new Window(now.plus(WINDOW), 1)
                : new Window(known.end, known.calls + 1));
        var seconds = Math.max(1, Duration.between(now, window.end).plusMillis(999).toSeconds());
        return new Left(most, most - window.calls, seconds);
    }
}
