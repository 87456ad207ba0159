package staytuned.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * How many letters of each receiver may be under way to one relay at once, from what this node has seen there: few at
 * first, one more after each run of successes, half as many when the receiver has had enough.
 *
 * <p>A receiver whose letters take far longer than those of the others may have a small part of the connections: a
 * tenth, for all slow ones together, and not more often than every other moment. Where nobody else's letters wait, half
 * of them, so that who comes then finds some that are free. Times are of {@link System#nanoTime}.
 */
final class Gates {
    /** So many letters of a receiver are under way at once before anything is known of it. */
    static final int FEW = 2;
    /** After so many successes there is one more. */
    static final int RUN = 10;
    private static final long SLOW = Duration.ofMillis(500).toNanos();
    private static final int SLOWER = 5;
    private static final int TENTH = 10;
    private static final double NEWEST = 0.3;
    private static final long FORGOTTEN = Duration.ofHours(1).toNanos();

    private final int connections;
    private final ToIntFunction<String> most;
    private final Map<String, Gate> gates = new HashMap<>();
    private final Recent recent = new Recent();

    /** How a letter ended, as far as it tells of the receiver's mood. */
    enum Mood {
        CONTENT,
        HAD_ENOUGH,
        UNKNOWN
    }

    private static final class Gate {
        int limit;
        int underWay;
        int run;
        double average;
        boolean slow;
        long since;
        long pausedUntil;
        long silentUntil;
        boolean silenced;

        Gate(int limit, long now) {
            this.limit = limit;
            this.since = now;
        }
    }

    /**
     * @param most how many letters of a receiver may ever be under way at once
     */
    Gates(int connections, ToIntFunction<String> most) {
        this.connections = connections;
        this.most = receiver -> Math.min(connections, most.applyAsInt(receiver));
    }

    /**
     * Whether one more letter may be under way.
     *
     * @param others whether letters of other receivers wait
     */
    synchronized boolean isOpen(String receiver, long now, boolean others) {
        var gate = gates.get(receiver);
        return gate == null || isOpen(gate, now, others);
    }

    private boolean isOpen(Gate gate, long now, boolean others) {
        if (isSilent(gate, now) || gate.underWay >= gate.limit) return false;
        if (!isSlow(gate, now)) return true;
        if (others && gate.pausedUntil - now > 0) return false;
        var slow = gates.values().stream().filter(each -> isSlow(each, now)).mapToInt(each -> each.underWay).sum();
        return slow < Math.max(1, others ? connections / TENTH : connections / 2);
    }

    private static boolean isSilent(Gate gate, long now) {
        return gate.silenced && gate.silentUntil - now > 0;
    }

    /** Slow from what it has shown, or because its first letters do not come to an end. */
    private boolean isSlow(Gate gate, long now) {
        return gate.slow || (gate.average == 0 && gate.underWay > 0 && now - gate.since > SLOW);
    }

    synchronized boolean isSlow(String receiver, long now) {
        var gate = gates.get(receiver);
        return gate != null && isSlow(gate, now);
    }

    /** Whether a receiver that is not open now stays so for a while. */
    synchronized boolean isBlocked(String receiver, long now) {
        var gate = gates.get(receiver);
        return gate != null && (isSilent(gate, now) || isSlow(gate, now));
    }

    /** The receivers of which no more letters may be under way. */
    synchronized Set<String> closed(long now, boolean others) {
        var closed = new HashSet<String>();
        gates.forEach((receiver, gate) -> {
            if (!isOpen(gate, now, others)) closed.add(receiver);
        });
        return closed;
    }

    /** When the next one opens by itself; {@link Long#MAX_VALUE} for none. */
    synchronized long opens(long now) {
        return gates.values().stream()
                .mapToLong(each -> isSilent(each, now) ? each.silentUntil
                        : each.pausedUntil - now > 0 ? each.pausedUntil : Long.MAX_VALUE)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Whether letters of receivers that are not slow are under way. */
    synchronized boolean anyQuick(long now) {
        return gates.values().stream().anyMatch(each -> each.underWay > 0 && !isSlow(each, now));
    }

    synchronized void enter(String receiver, long now) {
        var gate = gate(receiver, now);
        if (gate.underWay++ == 0) gate.since = now;
    }

    private Gate gate(String receiver, long now) {
        return gates.computeIfAbsent(receiver, _ -> new Gate(Math.min(FEW, most.applyAsInt(receiver)), now));
    }

    /**
     * A letter is not under way any more.
     *
     * @param took how long it took; 0 where it was not handed over
     * @return whether one more may be under way than before
     */
    synchronized boolean leave(String receiver, long now, long took, Mood mood) {
        var gate = gate(receiver, now);
        gate.underWay--;
        gate.since = now;
        if (took > 0) measure(receiver, gate, now, took);
        var grown = false;
        if (mood == Mood.HAD_ENOUGH) {
            gate.limit = Math.max(1, gate.limit / 2);
            gate.run = 0;
        } else if (mood == Mood.CONTENT && ++gate.run >= RUN && gate.limit < most.applyAsInt(receiver)) {
            gate.limit++;
            gate.run = 0;
            grown = true;
        }
        var usual = gate.limit == Math.min(FEW, most.applyAsInt(receiver)) && !gate.slow && !gate.silenced;
        if (gate.underWay == 0 && usual) gates.remove(receiver); // the domains of a long list are many
        return grown;
    }

    private void measure(String receiver, Gate gate, long now, long took) {
        gate.average = gate.average == 0 ? took : gate.average * (1 - NEWEST) + took * NEWEST;
        recent.add(receiver, took);
        if (gate.average < SLOW) gate.slow = false;
        else if (recent.average(receiver) > 0) gate.slow = gate.average > SLOWER * recent.average(receiver);
        if (gate.slow) gate.pausedUntil = now + took;
    }

    /** Nothing more before {@code until}, and one letter at a time then. */
    synchronized void silence(String receiver, long until, long now) {
        var gate = gate(receiver, now);
        if (!isSilent(gate, now)) {
            gate.limit = 1;
            gate.run = 0;
        }
        gate.silenced = true;
        gate.silentUntil = until;
    }

    /** Forgets the receivers of long ago. */
    synchronized void forget(long now) {
        gates.values().removeIf(each -> each.underWay == 0 && !isSilent(each, now) && now - each.since > FORGOTTEN);
    }

    /** How long the last letters took. */
    private static final class Recent {
        private static final int LETTERS = 128;
        private static final int ENOUGH = 8;

        private final String[] receivers = new String[LETTERS];
        private final long[] times = new long[LETTERS];
        private int count;

        void add(String receiver, long took) {
            receivers[count % LETTERS] = receiver;
            times[count % LETTERS] = took;
            count++;
        }

        /** How long those of other receivers took; 0 where there were few. */
        double average(String receiver) {
            var others = 0;
            var sum = 0.0;
            for (var i = 0; i < Math.min(count, LETTERS); i++) {
                if (receivers[i].equals(receiver)) continue;
                others++;
                sum += times[i];
            }
            return others < ENOUGH ? 0 : sum / others;
        }
    }
}
