package staytuned.followup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A stream of articles, replayed in the order of its dates: which promises are found kept, and how surely. */
class ReplayTest {
    private final Blogs stream = Blogs.read();

    /** What was found: "promise -> article". */
    private record Found(Set<String> certain, Set<String> suggested) {}

    @Test
    void whatIsCertainIsRightAndWhatIsSuggestedIsMostlySo() {
        var found = replay(stream);
        var certain = wanted(entry -> entry.certain());
        var perhaps = wanted(entry -> entry.perhaps());
        System.out.printf("replay: %d articles, %d kept promises%n", stream.entries().size(),
                certain.size() + perhaps.size());
        System.out.printf("  certain: %d of %d found, %d wrong%n", common(found.certain, certain), certain.size(),
                found.certain.size() - common(found.certain, certain));
        System.out.printf("  suggested: %d of %d found, %d wrong: %s; missed %s%n", common(found.suggested, perhaps),
                perhaps.size(), found.suggested.size() - common(found.suggested, perhaps),
                minus(found.suggested, perhaps), minus(perhaps, found.suggested));
        assertTrue(certain.size() + perhaps.size() >= 40, "a stream to learn from");
        assertEquals(certain, found.certain);
        assertTrue(common(found.suggested, perhaps) >= 0.9 * perhaps.size(), "recall of what is suggested");
        assertTrue(common(found.suggested, perhaps) >= 0.8 * found.suggested.size(), "precision of what is suggested");
    }

    @Test
    void withoutTheTrueFollowUpNothingElseIsCertain() {
        var followUps = stream.entries().stream()
                .filter(each -> !each.certain().isEmpty() || !each.perhaps().isEmpty())
                .map(each -> each.name())
                .toList();
        var wrong = 0;
        for (var each : followUps) {
            var found = replay(stream.without(Set.of(each)));
            var certain = minus(wanted(entry -> entry.name().equals(each) ? Set.of() : entry.certain()), Set.of());
            // The series goes on without it, and no later part is taken for the missing one.
            certain.removeIf(pair -> pair.startsWith(each + " "));
            assertEquals(certain, found.certain, "without " + each);
            wrong += minus(found.suggested, wanted(entry -> entry.perhaps())).size();
        }
        System.out.printf("  each follow-up taken away in turn: %d times nothing certain, %d wrong suggestions%n",
                followUps.size(), wrong);
    }

    private Found replay(Blogs articles) {
        var names = stream.names();
        var matcher = new Matcher();
        var open = new LinkedHashMap<Long, Pledge>();
        var certain = new TreeSet<String>();
        var suggested = new TreeSet<String>();
        for (var entry : articles.entries()) {
            var arrival = entry.arrival();
            matcher.learn(List.of(entry.writing()));
            var pledges = new ArrayList<>(open.values());
            var sure = matcher.certain(arrival, pledges);
            for (var each : sure) {
                open.remove(each.promise());
                certain.add(names.get(each.promise()) + " -> " + entry.name());
            }
            var perhaps = sure.isEmpty() ? matcher.suggested(arrival, pledges) : null;
            if (perhaps != null) {
                var pair = names.get(perhaps.promise()) + " -> " + entry.name();
                suggested.add(pair);
                // An admin confirms what is right.
                if (entry.perhaps().contains(names.get(perhaps.promise()))) open.remove(perhaps.promise());
            }
            if (entry.promise() != null) open.put(entry.writing().id(), entry.pledge());
        }
        return new Found(certain, suggested);
    }

    private Set<String> wanted(Function<Blogs.Entry, Set<String>> kept) {
        return stream.entries().stream()
                .flatMap(entry -> kept.apply(entry).stream().map(each -> each + " -> " + entry.name()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static int common(Set<String> some, Set<String> others) {
        return (int) some.stream().filter(others::contains).count();
    }

    private static Set<String> minus(Set<String> some, Set<String> others) {
        return some.stream().filter(each -> !others.contains(each)).collect(Collectors.toCollection(TreeSet::new));
    }
}
