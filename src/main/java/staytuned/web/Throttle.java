package staytuned.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts who asks how often within an hour, and keeps so many of them at most: who asked longest ago is forgotten. */
final class Throttle {
    static final int OF_CLIENT = 10;
    static final int OF_NETWORK = 60;
    /** Of all together whose address a web server before us does not tell. */
    static final int OF_UNKNOWN = 600;
    static final int KEPT = 20_000;
    private static final Duration HOUR = Duration.ofHours(1);

    private final InstantSource clock;
    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > KEPT;
        }
    };

    private record Count(Instant since, int asked) {}

    Throttle(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether this client may ask once more. */
    synchronized boolean admits(Client client) {
        if (!client.known()) return count("", OF_UNKNOWN);
        return count("client " + client.address(), OF_CLIENT) && count("network " + client.network(), OF_NETWORK);
    }

    private boolean count(String who, int most) {
        var now = clock.instant();
        var count = counts.get(who);
        if (count == null || !count.since.plus(HOUR).isAfter(now)) count = new Count(now, 0);
        if (count.asked >= most) return false;
        counts.put(who, new Count(count.since, count.asked + 1));
        return true;
    }

    synchronized int kept() {
        return counts.size();
    }
}
