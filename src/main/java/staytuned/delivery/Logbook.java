package staytuned.delivery;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How the letters of one relay ended since this process began, by newsletter, and how many connections are open. */
public final class Logbook {
    private final Map<Long, Map<Ending, LongAdder>> endings = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** How an attempt at a letter ended. */
    public enum Ending {
        SENT,
        DEFERRED,
        BOUNCED,
        DOUBTFUL
    }

    /** How many attempts at letters of this newsletter have ended so. */
    public long count(long newsletterId, Ending ending) {
        var its = endings.get(newsletterId);
        return its == null ? 0 : Objects.requireNonNull(its.get(ending)).sum();
    }

    /** How many connections to the relay are open now. */
    public int connections() {
        return connections.get();
    }

    /** Counts how a letter ended; one that was no attempt at it is not counted. */
    void note(long newsletterId, DeliveryStatus status) {
        var ending = switch (status) {
            case SENT -> Ending.SENT;
            case DEFERRED -> Ending.DEFERRED;
            case BOUNCED -> Ending.BOUNCED;
            case DOUBTFUL -> Ending.DOUBTFUL;
            case QUEUED, SENDING, CANCELLED -> null;
        };
        if (ending == null) return;
        Objects.requireNonNull(endings.computeIfAbsent(newsletterId, _ -> zeros()).get(ending)).increment();
    }

    private static Map<Ending, LongAdder> zeros() {
        var zeros = new EnumMap<Ending, LongAdder>(Ending.class);
        for (var each : Ending.values()) zeros.put(each, new LongAdder());
        return zeros;
    }

    void opened() {
        connections.incrementAndGet();
    }

    void closed() {
        connections.decrementAndGet();
    }
}
