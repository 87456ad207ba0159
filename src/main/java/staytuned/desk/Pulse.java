package staytuned.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import staytuned.delivery.Overview;
import staytuned.issue.Issue;
import staytuned.issue.IssueState;

/** Counts issues that are not over at most every two seconds, however many pages look. */
final class Pulse {
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final Set<IssueState> OVER = Set.of(IssueState.SENT, IssueState.CANCELLED);

    private final Shelf shelf;
    private final Map<Long, Counted> counted = new ConcurrentHashMap<>();

    private record Counted(Overview overview, Instant at) {}

    Pulse(Shelf shelf) {
        this.shelf = shelf;
    }

    Overview overview(long issueId) {
        var now = shelf.now();
        counted.values().removeIf(each -> each.at.plus(FRESH).isBefore(now));
        return counted.computeIfAbsent(issueId, id -> new Counted(
                        shelf.mail().overviews().of(id, now.minus(Progress.LATELY)), now))
                .overview;
    }

    Progress of(Issue issue) {
        return Progress.of(issue, shelf.title(issue.newsletterId()), overview(issue.id()));
    }

    /** What is going out, or was stopped on its way, the latest first. */
    List<Progress> going() {
        return Stream.of(IssueState.SENDING, IssueState.PAUSED)
                .flatMap(each -> shelf.issues().in(each).stream())
                .sorted((one, other) -> Long.compare(other.id(), one.id()))
                .limit(20)
                .map(this::of)
                .toList();
    }

    /** These issues; what is over is not counted again. */
    List<Progress> of(List<Issue> issues) {
        var kept = shelf.mail().tallies().kept(issues.stream()
                .filter(each -> OVER.contains(each.state()))
                .map(Issue::id)
                .toList());
        var all = new ArrayList<Progress>();
        for (var each : issues) {
            var counts = kept.get(each.id());
            all.add(counts == null ? of(each) : Progress.of(each, shelf.title(each.newsletterId()), counts));
        }
        return all;
    }
}
