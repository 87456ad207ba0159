package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.DELIVERIES;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.issue.IssueState;
import staytuned.issue.Issues;
import staytuned.mail.Outcome;
import staytuned.mail.Reply;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.RecordingCourier;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** A newsletter with a relay, and a spare one for when that fails. */
@OnEachDatabase
class FailoverTest {
    private static final int READERS = 30;

    private final Database database;
    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final Rows rows;
    private final Newsletter newsletter;
    private final Issues issues;
    private final Deliveries deliveries;
    private final Outbox outbox;
    private final Nodes nodes;
    private final RecordingCourier main = new RecordingCourier();
    private final RecordingCourier spare = new RecordingCourier();
    private final List<Dispatcher> dispatchers;
    private long issue;

    FailoverTest(Database database) {
        this.database = database;
        this.rows = new Rows(database, clock);
        this.newsletter = rows.newsletter("nerve-notes");
        this.issues = new Issues(database);
        this.deliveries = new Deliveries(database);
        this.nodes = new Nodes(database, deliveries, clock);
        nodes.join(false);
        this.outbox = new Outbox(database, issues, deliveries, clock);
        rows.readers(newsletter, READERS);
        var carriers = List.of(
                new Carrier("main", main, 4, Pace.unlimited()), new Carrier("spare", spare, 4, Pace.unlimited()));
        var fleet = new Fleet(
                carriers, List.of(new Route(newsletter, Map.of("main", 1, "spare", 0), InDoubt.RESEND)));
        var composer = new Composer(new UnsubscribeLinks("https://letters.example.org", "secret"));
        var desk = new Dispatcher.Desk(
                database, issues, deliveries, composer, nodes, Retry.standard(new Random(1)), clock);
        this.dispatchers = carriers.stream().map(each -> new Dispatcher(desk, each, fleet)).toList();
        issue();
    }

    @AfterEach
    void close() {
        dispatchers.forEach(Dispatcher::close);
    }

    private void issue() {
        issue = rows.issue(newsletter, "How nerves heal");
        outbox.publishDue();
    }

    /** What each relay has sent. */
    private List<Integer> send() {
        var sent = dispatchers.stream().map(each -> each.dispatchDue().sent()).toList();
        outbox.finishDue();
        return sent;
    }

    @Test
    void theSpareCarriesNothingWhileTheOtherWorks() {
        assertEquals(List.of(READERS, 0), send());
    }

    @Test
    void whenARelayIsDownTheSpareCarriesItsLettersAndNoReaderIsBlamed() {
        main.refuse(Reply.none("connection refused"));
        assertEquals(List.of(0, READERS), send());
        assertEquals(1, main.connections());
        assertEquals(IssueState.SENT, issues.find(issue).orElseThrow().state());
        assertEquals(Set.of(1), attempts());
    }

    @Test
    void whatARelayBreaksOffTheSpareCarriesOnce() {
        var count = new AtomicInteger();
        main.answer(_ -> count.incrementAndGet() > 10 ? null : RecordingCourier.SENT);
        send();
        clock.pass(Duration.ofSeconds(15));
        send();
        assertEquals(List.of(10, READERS - 10), List.of(main.taken().size(), spare.taken().size()));
        var got = new HashSet<String>();
        for (var each : main.taken()) got.add(each.to().email());
        for (var each : spare.taken()) got.add(each.to().email());
        assertEquals(READERS, got.size());
        assertEquals(Set.of(1), attempts());
    }

    @Test
    void aRelayThatComesBackCarriesOneLetterFirstAndThenItsShareAgain() {
        main.refuse(Reply.none("connection refused"));
        send();
        main.refuse(null);
        main.answer(_ -> null);
        clock.pass(Duration.ofMinutes(1));
        issue();
        assertEquals(List.of(0, READERS - 1), send(), "the one that broke off waits");
        assertEquals(2, main.connections(), "one for the first try, one for the second");

        main.answer(_ -> RecordingCourier.SENT);
        clock.pass(Duration.ofMinutes(2));
        assertEquals(List.of(1, 0), send());
        issue();
        assertEquals(List.of(READERS, 0), send());
    }

    @Test
    void whatIsInDoubtAtOneRelayIsNotSentByAnotherBeforeItsTime() {
        main.answer(_ -> new Outcome.Doubtful(Reply.none("the connection was cut after the final dot")));
        send();
        main.refuse(Reply.none("connection refused"));
        assertEquals(List.of(0, 0), send());
        assertEquals(0, spare.taken().size());
        clock.pass(Duration.ofMinutes(2));
        assertEquals(List.of(0, READERS), send());
        assertEquals(Set.copyOf(main.taken()), Set.copyOf(spare.taken()), "the same to the byte");
    }

    @Test
    void whatOneRelayPutsOffMayGoByAnother() {
        main.answer(_ -> new Outcome.Deferred(Reply.parse("451 4.3.0 my disk is full")));
        send();
        main.refuse(Reply.none("connection refused"));
        clock.pass(Duration.ofMinutes(1));
        assertEquals(List.of(0, READERS), send());
        assertTrue(rows.statuses(issue).values().stream().allMatch("sent"::equals));
    }

    private Set<Integer> attempts() {
        return Set.copyOf(database.inTransaction(tx -> tx.sql().select(DELIVERIES.ATTEMPTS)
                .from(DELIVERIES)
                .where(DELIVERIES.ISSUE_ID.eq(issue))
                .fetch(DELIVERIES.ATTEMPTS)));
    }
}
