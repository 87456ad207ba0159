package staytuned.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The letters that a shift has in hand and has not begun, by issue and receiver. */
final class Tray {
    private final Map<Long, Map<String, ArrayDeque<Delivery>>> issues = new HashMap<>();
    void add(Collection<Delivery> letters) {
        for (var each : letters) {
            issues.computeIfAbsent(each.issueId(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(each.receiver(), _ -> new ArrayDeque<>())
                    .add(each);
        }
    }

    int size(long issueId) {
        return issues.getOrDefault(issueId, Map.of()).values().stream().mapToInt(ArrayDeque::size).sum();
    }

    /** Takes the next letter of an issue whose receiver {@code open} lets through: they take turns. */
    @Nullable Delivery poll(long issueId, Predicate<String> open) {
        var piles = issues.getOrDefault(issueId, Map.of());
        var receiver = piles.keySet().stream().filter(open).findFirst();
        if (receiver.isEmpty()) return null;
        var letters = Objects.requireNonNull(piles.remove(receiver.get()));
        var next = letters.poll();
        if (!letters.isEmpty()) piles.put(receiver.get(), letters);
        return next;
    }

    /** The letters that wait. */
    List<Delivery> letters() {
        return issues.keySet().stream().flatMap(each -> letters(each).stream()).toList();
    }

    /** The letters of an issue that wait. */
    List<Delivery> letters(long issueId) {
        var all = new ArrayList<Delivery>();
        issues.getOrDefault(issueId, Map.of()).values().forEach(all::addAll);
        return all;
    }

    /** Takes all letters of these batches out. */
    void remove(Set<Batch> batches) {
        for (var piles : issues.values()) {
            for (var letters : piles.values()) letters.removeIf(each -> batches.contains(each.batch()));
            piles.values().removeIf(ArrayDeque::isEmpty);
        }
    }
}
