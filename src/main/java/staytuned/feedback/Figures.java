package staytuned.feedback;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.delivery.Histories;
import staytuned.delivery.Histories.Published;
import staytuned.delivery.Results;

/**
 * How letters were received: what relays said is counted once for each issue, and what came back later is added, of
 * which there is little.
 */
public final class Figures {
    private final Database database;
    private final Events events;
    private final Histories histories = new Histories();
    private final Results results = new Results();

    public Figures(Database database, Events events) {
        this.database = database;
        this.events = events;
    }

    /** Where letters belong. */
    record Place(long issueId, String relay, String receiver) {}

    /**
     * The figures of the issues that were published since, the latest first.
     *
     * @param going also of those that still go out, for each of which its letters are counted
     */
    public List<Figure> since(Instant time, boolean going) {
        return database.inTransaction(tx -> of(tx, histories.published(tx, time), going));
    }

    /** How one issue was received; of one that goes out, so far. */
    public Count of(long issueId) {
        return database.inTransaction(tx -> {
            var issue = histories.published(tx, Instant.EPOCH).stream().filter(each -> each.issueId() == issueId);
            return of(tx, issue.toList(), true).stream().map(Figure::count).reduce(Count.NONE, Count::plus);
        });
    }

    private List<Figure> of(Tx tx, List<Published> issues, boolean going) {
        if (issues.isEmpty()) return List.of();
        var newsletters = issues.stream().collect(Collectors.toMap(Published::issueId, Published::newsletterId));
        var counts = new HashMap<Place, Count>();
        for (var each : results.of(tx, newsletters.keySet(), going)) {
            var letters = each.taken() + each.bounced();
            counts.put(new Place(each.issueId(), each.relay(), each.receiver()), new Count(letters, each.bounced(), 0));
        }
        var first = issues.stream().map(Published::at).min(Instant::compareTo).orElseThrow();
        events.later(tx, first, newsletters.keySet()).forEach((place, more) -> add(counts, place, more));
        var figures = new ArrayList<Figure>();
        for (var issue : issues) figures.addAll(figures(issue, counts));
        return figures;
    }

    /** Adds what came later; where its receiver is none by itself, to the others. */
    private static void add(Map<Place, Count> counts, Place place, Count more) {
        var others = new Place(place.issueId, place.relay, "");
        if (counts.computeIfPresent(place, (_, count) -> count.plus(more)) == null) {
            counts.computeIfPresent(others, (_, count) -> count.plus(more));
        }
    }

    private static List<Figure> figures(Published issue, Map<Place, Count> counts) {
        return counts.entrySet().stream()
                .filter(each -> each.getKey().issueId == issue.issueId())
                .map(each -> new Figure(
                        issue.newsletterId(), issue.issueId(), each.getKey().relay, each.getKey().receiver,
                        each.getValue()))
                .toList();
    }
}
