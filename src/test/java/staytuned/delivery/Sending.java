package staytuned.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import staytuned.db.Database;
import staytuned.issue.Issues;
import staytuned.mail.Address;
import staytuned.mail.Courier;
import staytuned.mail.Message;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.Subscribers;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.testing.RecordingCourier;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** A process that sends, with as many relays as a test likes. */
final class Sending implements AutoCloseable {
    final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    final Rows rows;
    final Issues issues;
    final Outbox outbox;
    private final Database database;
    private final Dispatcher.Desk desk;
    private final List<Dispatcher> dispatchers = new ArrayList<>();

    Sending(Database database) {
        this.database = database;
        rows = new Rows(database, clock);
        issues = new Issues(database);
        var deliveries = new Deliveries(database);
        outbox = new Outbox(database, issues, deliveries, clock);
        var nodes = new Nodes(database, deliveries, clock);
        nodes.join(false);
        var composer = new Composer(new UnsubscribeLinks("https://letters.example.org", "secret"));
        desk = new Dispatcher.Desk(
                database, issues, deliveries, composer, nodes, Retry.standard(new Random(1)), clock);
    }

    /** A relay that carries all of these newsletters. */
    Dispatcher relay(Courier courier, Terms terms, Newsletter... newsletters) {
        var routes = Stream.of(newsletters).map(each -> Route.by("main", each)).toList();
        return relays(List.of(new Carrier("main", courier, terms)), routes).getFirst();
    }

    List<Dispatcher> relays(List<Carrier> carriers, List<Route> routes) {
        var fleet = new Fleet(carriers, routes);
        var these = carriers.stream().map(each -> new Dispatcher(desk, each, fleet)).toList();
        dispatchers.addAll(these);
        return these;
    }

    /** Confirmed readers. */
    void readers(Newsletter newsletter, Stream<String> emails) {
        var people = emails.map(each -> new Address(each, "")).toList();
        new Subscribers(database, clock).add(newsletter.id(), people, true, "test");
    }

    /** An issue that is queued. */
    long issue(Newsletter newsletter) {
        var issue = rows.issue(newsletter, "How nerves heal");
        outbox.publishDue();
        return issue;
    }

    /** How many letters each domain was handed. */
    static Map<String, Long> domains(RecordingCourier courier) {
        return domains(courier.taken());
    }

    static Map<String, Long> domains(Collection<Message> letters) {
        return letters.stream().collect(Collectors.groupingBy(each -> each.to().domain(), Collectors.counting()));
    }

    @Override
    public void close() {
        dispatchers.forEach(Dispatcher::close);
    }
}
