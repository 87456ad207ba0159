package staytuned.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the relays of one newsletter divide its letters: each takes its share, as long as it takes mail at all. The share
 * of one that rests is the others'; when it comes back it has its share of what is left, and no more.
 */
final class Shares {
    /** A relay that is behind is waited for so long, and then not before it has taken something again. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Map<Carrier, Integer> weights;
    private final Map<Carrier, Double> taken = new HashMap<>();
    private final Set<Carrier> away = new HashSet<>();
    private final Map<Carrier, Long> waiting = new HashMap<>();

    /**
     * @param weights how many parts of all letters each takes; one with 0 parts takes what no other takes
     */
    Shares(Map<Carrier, Integer> weights) {
        this.weights = Map.copyOf(weights);
    }

    /**
     * Whether {@code carrier} may take more letters: not while another one has taken less of its share, nor one without
     * a share while another works.
     */
    synchronized boolean mayTake(Carrier carrier, Instant now, long nanoTime) {
        if (weights.size() == 1) return true;
        var working = working(carrier, now);
        if (!working.contains(carrier)) return false;
        var behind = working.stream()
                .filter(each -> !away.contains(each) && level(each) < level(carrier))
                .collect(Collectors.toSet());
        if (behind.isEmpty()) {
            waiting.remove(carrier);
            return true;
        }
        var since = waiting.computeIfAbsent(carrier, _ -> nanoTime);
        if (nanoTime - since < PATIENCE.toNanos()) return false;
        away.addAll(behind);
        waiting.remove(carrier);
        return true;
    }

    /** Whether {@code carrier} only waits for another to take its share. */
    synchronized boolean waits(Carrier carrier) {
        return waiting.containsKey(carrier);
    }

    /** {@code carrier} has taken so many letters, or given them back where it is less than none. */
    synchronized void took(Carrier carrier, int letters) {
        if (letters > 0 && away.remove(carrier)) {
            var others = taken.keySet().stream().filter(each -> each != carrier && !away.contains(each));
            var level = others.mapToDouble(this::level).min().orElse(0);
            taken.put(carrier, Math.max(level, level(carrier)) * parts(carrier));
        }
        taken.merge(carrier, (double) letters, Double::sum);
    }

    /** Those that take mail now; without a share only where none with a share does. */
    private Set<Carrier> working(Carrier asking, Instant now) {
        var up = weights.keySet().stream()
                .filter(each -> each == asking ? !each.rests(now) : each.isHealthy())
                .collect(Collectors.toSet());
        weights.keySet().stream().filter(each -> !up.contains(each)).forEach(away::add);
        var sharing = up.stream().filter(each -> weights.getOrDefault(each, 0) > 0).collect(Collectors.toSet());
        return sharing.isEmpty() ? up : sharing;
    }

    private double level(Carrier carrier) {
        return taken.getOrDefault(carrier, 0.0) / parts(carrier);
    }

    private int parts(Carrier carrier) {
        return Math.max(1, weights.getOrDefault(carrier, 0));
    }
}
