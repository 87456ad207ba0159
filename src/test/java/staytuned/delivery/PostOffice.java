package staytuned.delivery;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
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
    private final Dispatcher dispatcher;

    PostOffice(Database database, SettableClock clock, Newsletter... newsletters) {
        this.database = database;
        this.clock = clock;
        rows = new Rows(database, clock);
        issues = new Issues(database);
        deliveries = new Deliveries(database);
        outbox = new Outbox(database, issues, deliveries, clock);
        nodes = new Nodes(database, deliveries, clock);
        var composer = new Composer(new UnsubscribeLinks("https://letters.example.org", "secret"));
        dispatcher = new Dispatcher(
                new Dispatcher.Desk(
                        database, issues, deliveries, composer, nodes, Retry.standard(new Random(1)), clock),
                new Carrier("main", courier, 1, Pace.unlimited()),
                List.of(newsletters));
    }

    /** One round, as the service does it each second. */
    Dispatcher.Round send() {
        nodes.join(false);
        outbox.publishDue();
        var round = dispatcher.dispatchDue();
        outbox.finishDue();
        return round;
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
