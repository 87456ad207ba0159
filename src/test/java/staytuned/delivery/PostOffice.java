package staytuned.delivery;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import staytuned.db.Database;
import staytuned.issue.IssueState;
import staytuned.issue.Issues;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.testing.RecordingCourier;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** One process that sends by the relay "main", which is a courier in the test's hands; one letter after another. */
final class PostOffice implements AutoCloseable {
    final Database database;
    final SettableClock clock;
    final Rows rows;
    final Issues issues;
    final Deliveries deliveries;
    final Outbox outbox;
    final RecordingCourier courier = new RecordingCourier();
    final Nodes nodes;
    final Guard guard;
    private final Dispatcher dispatcher;

    PostOffice(Database database, SettableClock clock, Newsletter... newsletters) {
        this.database = database;
        this.clock = clock;
        rows = new Rows(database, clock);
        issues = new Issues(database);
        deliveries = new Deliveries(database);
        outbox = new Outbox(
                database, issues, deliveries, new Outbox.Readers(List.of(newsletters), Receivers.KNOWN), clock);
        nodes = new Nodes(database, deliveries, clock);
        guard = new Guard(database, issues, Map.of());
        var composer = new Composer(new UnsubscribeLinks("https://letters.example.org", "secret"));
        var carrier = new Carrier("main", courier, Terms.of(1));
        dispatcher = new Dispatcher(
                new Dispatcher.Desk(
                        database, issues, deliveries, composer, nodes, guard, Retry.standard(new Random(1)), clock),
                carrier,
                new Fleet(List.of(carrier), Stream.of(newsletters).map(each -> Route.by("main", each)).toList()));
    }

    /** One round, as the service does it each second. */
    Dispatcher.Round send() {
        nodes.join(false);
        outbox.publishDue();
        var round = dispatcher.dispatchDue();
        guard.watchDue();
        outbox.finishDue();
        return round;
    }

    /** Begins no further letter. */
    void stop() {
        dispatcher.stop();
    }

    IssueState state(long issue) {
        return issues.find(issue).orElseThrow().state();
    }

    /** How many deliveries of an issue there are of each status. */
    Map<String, Long> tally(long issue) {
        return rows.statuses(issue).values().stream()
                .collect(Collectors.groupingBy(each -> each, Collectors.counting()));
    }

    /** Who was handed a letter, in that order. */
    List<String> recipients() {
        return courier.taken().stream().map(each -> each.to().email()).toList();
    }

    @Override
    public void close() {
        dispatcher.close();
    }
}
