package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.DELIVERIES;
import static staytuned.db.schema.Tables.ISSUES;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.issue.IssueState;
import staytuned.issue.Issues;
import staytuned.mail.Message;
import staytuned.mail.Outcome;
import staytuned.mail.Reply;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.Subscribers;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.RecordingCourier;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

@OnEachDatabase
class DispatcherTest {
    private static final int READERS = 12;

    private final Database database;
    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final Rows rows;
    private final Newsletter newsletter;
    private final Issues issues;
    private final Deliveries deliveries;
    private final RecordingCourier courier = new RecordingCourier();
    private final Node node;
    private final long issue;

    /** One process that sends. */
    private final class Node implements AutoCloseable {
        final Nodes nodes = new Nodes(database, deliveries, clock);
        final Outbox outbox = new Outbox(database, issues, deliveries, clock);
        final Dispatcher dispatcher;

        Node(int connections) {
            nodes.join(false);
            var composer = new Composer(new UnsubscribeLinks("https://letters.example.org", "secret"));
            var retry = Retry.standard(new Random(1));
            var carrier = new Carrier("main", courier, Terms.of(connections));
            dispatcher = new Dispatcher(
                    new Dispatcher.Desk(database, issues, deliveries, composer, nodes, retry, clock),
                    carrier, new Fleet(List.of(carrier), List.of(Route.by("main", newsletter))));
        }

        Dispatcher.Round send() {
            outbox.publishDue();
            var round = dispatcher.dispatchDue();
            outbox.finishDue();
            return round;
        }

        @Override
        public void close() {
            dispatcher.close();
        }
    }

    DispatcherTest(Database database) {
        this.database = database;
        this.rows = new Rows(database, clock);
        this.newsletter = rows.newsletter("nerve-notes");
        this.issues = new Issues(database);
        this.deliveries = new Deliveries(database);
        rows.readers(newsletter, READERS);
        this.issue = rows.issue(newsletter, "How nerves heal");
        this.node = new Node(4);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void everyReaderGetsOneLetterAndTheIssueIsSent() {
        assertEquals(READERS, node.send().sent());
        assertEquals(READERS, recipients().size());
        assertEquals(READERS, courier.taken().size());
        assertEquals(IssueState.SENT, state());
        assertEquals(0, node.send().sent());
        assertEquals(READERS, courier.taken().size());
    }

    @Test
    void aCopyRefersToTheReadersCopyOfTheEarlierLetter() {
        courier.answer(message -> message.to().email().equals("reader1@example.net")
                ? new Outcome.Bounced(new Reply(550, "5.1.1", "no such user"))
                : RecordingCourier.SENT);
        node.send();
        var first = courier.taken().stream().collect(Collectors.toMap(each -> each.to().email(), Message::id));
        var second = rows.issue(newsletter, "How nerves heal, part 2");
        database.run(tx -> tx.sql().update(ISSUES)
                .set(ISSUES.FOLLOWS, issue)
                .set(ISSUES.THREAD, issues.letter(issue).idSuffix())
                .where(ISSUES.ID.eq(second))
                .execute());
        node.send();
        var copies = courier.taken().stream().filter(each -> each.subject().endsWith("part 2")).toList();
        assertEquals(READERS, copies.size());
        for (var copy : copies) {
            var reader = copy.to().email();
            var got = reader.equals("reader1@example.net") ? null : "<" + first.get(reader) + ">";
            assertEquals(got, copy.headers().get("References"), reader);
        }
    }

    @Test
    void onlyConfirmedReadersAreQueued() {
        var subscribers = new Subscribers(database, clock);
        subscribers.add(newsletter.id(), List.of(new staytuned.mail.Address("new@example.net", "")), false, "test");
        subscribers.unsubscribe(subscribers.list(newsletter.id(), 0, 1).getFirst().id());
        assertEquals(READERS - 1, node.send().sent());
        assertTrue(!recipients().contains("new@example.net") && !recipients().contains("reader0@example.net"));
    }

    @Test
    void anIssueWithoutReadersIsSentAtOnce() {
        var lonely = rows.newsletter("lonely");
        var its = rows.issue(lonely, "Nobody reads this");
        node.send();
        assertEquals(IssueState.SENT, issues.find(its).orElseThrow().state());
    }

    @Test
    @Tag("row-11")
    void aDeferredLetterIsTriedAgainInItsTimeAndGivenUpAfterADay() {
        courier.answer(message -> message.to().email().startsWith("reader3@")
                ? new Outcome.Deferred(Reply.parse("450 4.2.1 try again later"))
                : RecordingCourier.SENT);
        var first = node.send();
        assertEquals(List.of(READERS - 1, 1), List.of(first.sent(), first.deferred()));
        assertEquals("deferred", rows.statuses(issue).get("reader3@example.net"));
        assertEquals(IssueState.SENDING, state());
        assertEquals(0, node.send().deferred(), "it is not due yet");

        clock.pass(Duration.ofMinutes(7));
        assertEquals(1, node.send().deferred());
        var attempts = 2;
        while (state() == IssueState.SENDING && attempts < 100) {
            clock.pass(Duration.ofMinutes(75));
            node.send();
            attempts++;
        }
        assertEquals("bounced", rows.statuses(issue).get("reader3@example.net"));
        assertEquals(IssueState.SENT, state());
        assertEquals(30, attempts, "seven more in the first hour, then one after each of 22 hours");
    }

    @Test
    void aLongQueueCostsNobodyAnAttempt() {
        node.outbox.publishDue();
        clock.pass(Duration.ofDays(3));
        courier.answer(_ -> new Outcome.Deferred(Reply.parse("450 4.2.0 greylisted")));
        assertEquals(READERS, node.send().deferred());
        courier.answer(_ -> RecordingCourier.SENT);
        clock.pass(Duration.ofMinutes(7));
        assertEquals(READERS, node.send().sent());
    }

    @Test
    @Tag("row-12")
    void whatTheRelayHasAgainstTheSenderIsHeldAgainstNoReader() {
        courier.answer(_ -> new Outcome.Bounced(Reply.parse("550 5.7.1 we do not like this content")));
        var round = node.send();
        assertEquals(0, round.bounced());
        assertTrue(round.problems().getFirst().startsWith("issue " + issue + ": relay main refuses its sender or its "
                + "content (550 5.7.1 we do not like this content); its letters wait"), round.problems().toString());
        assertTrue(courier.taken().size() <= 4, "one for each connection at most");
        assertEquals(Set.of("queued"), Set.copyOf(rows.statuses(issue).values()));
        assertEquals(Set.of(0), Set.copyOf(column(DELIVERIES.ATTEMPTS)));
        node.send();
        assertTrue(courier.taken().size() <= 4, "it is left alone");
        courier.answer(_ -> RecordingCourier.SENT);
        clock.pass(Duration.ofMinutes(20));
        assertEquals(READERS, node.send().sent());
    }

    @Test
    @Tag("row-10")
    void aWrongPasswordIsTriedOnce() {
        courier.refuse(Reply.parse("535 5.7.8 authentication failed"));
        assertEquals(1, node.send().problems().size());
        assertEquals(1, courier.connections());
        clock.pass(Duration.ofMinutes(5));
        node.send();
        assertEquals(1, courier.connections(), "the longest rest at once");
        courier.refuse(null);
        clock.pass(Duration.ofMinutes(10));
        assertEquals(READERS, node.send().sent());
    }

    @Test
    void aMessageThatAlwaysBreaksTheConnectionIsGivenUp() {
        courier.answer(message -> message.to().email().startsWith("reader3@") ? null : RecordingCourier.SENT);
        for (var i = 0; i < 100 && state() != IssueState.SENT; i++) {
            node.send();
            clock.pass(Duration.ofMinutes(75));
        }
        assertEquals("bounced", rows.statuses(issue).get("reader3@example.net"));
        assertEquals(READERS - 1, courier.taken().size());
    }

    @Test
    void aRelayThatNeverSaysWhetherItTookALetterGetsItThreeTimesAtMost() {
        courier.answer(_ -> new Outcome.Doubtful(Reply.none("no answer")));
        for (var i = 0; i < 10; i++) {
            node.send();
            clock.pass(Duration.ofMinutes(2));
        }
        assertEquals(3 * READERS, courier.taken().size());
        assertEquals(IssueState.SENT, state());
    }

    @Test
    void aLetterThatCannotBeComposedStopsTheRoundAndIsNotLost() {
        node.outbox.publishDue();
        database.run(tx -> tx.sql().update(ISSUES).set(ISSUES.SENDER, "nobody").execute());
        var round = node.send();
        assertEquals(1, round.problems().size(), round.problems().toString());
        database.run(tx -> tx.sql().update(ISSUES).set(ISSUES.SENDER, "notes@example.org").execute());
        assertEquals(READERS, node.send().sent());
        assertEquals(READERS, courier.taken().size());
    }

    @Test
    void aBouncedLetterIsNotTriedAgain() {
        courier.answer(_ -> new Outcome.Bounced(Reply.parse("550 5.1.1 no such mailbox")));
        assertEquals(READERS, node.send().bounced());
        clock.pass(Duration.ofDays(2));
        node.send();
        assertEquals(READERS, courier.taken().size());
        assertEquals(Set.of("550 5.1.1 no such mailbox"), Set.copyOf(column(DELIVERIES.REPLY)));
    }

    @Test
    @Tag("row-14")
    void aDoubtfulLetterIsSentAgainTheSame() {
        var cut = new AtomicBoolean(true);
        courier.answer(message -> message.to().email().startsWith("reader3@") && cut.getAndSet(false)
                ? new Outcome.Doubtful(Reply.none("the connection was cut after the final dot"))
                : RecordingCourier.SENT);
        node.send();
        assertEquals("doubtful", rows.statuses(issue).get("reader3@example.net"));
        clock.pass(Duration.ofMinutes(2));
        node.send();
        assertEquals("sent", rows.statuses(issue).get("reader3@example.net"));
        var copies = courier.taken().stream().filter(each -> each.to().email().startsWith("reader3@")).toList();
        assertEquals(2, copies.size());
        assertEquals(copies.getFirst(), copies.getLast());
        assertEquals(1, column(DELIVERIES.DOUBTS).stream().mapToInt(each -> each).sum(), "possibly twice is counted");
    }

    @Test
    @Tag("row-8")
    void aRelayThatIsDownBlamesNobodyAndIsLeftAlone() {
        courier.refuse(Reply.none("connection refused"));
        var round = node.send();
        assertEquals(1, round.problems().size());
        assertTrue(round.problems().getFirst().startsWith("relay main (127.0.0.1:25): connection refused; its letters "
                + "wait, next try at 2026-03-01T08:00:"), round.problems().getFirst());
        assertEquals(Set.of("queued"), Set.copyOf(rows.statuses(issue).values()));
        assertEquals(Set.of(0), Set.copyOf(column(DELIVERIES.ATTEMPTS)));

        courier.refuse(null);
        assertEquals(0, node.send().sent(), "it rests");
        clock.pass(Duration.ofMinutes(1));
        assertEquals(READERS, node.send().sent());
    }

    @Test
    @Tag("row-13")
    void aConnectionThatBreaksBeforeTheDotCostsNoAttempt() {
        var broken = new AtomicInteger();
        courier.answer(message -> message.to().email().startsWith("reader3@") && broken.getAndIncrement() < 1
                ? null
                : RecordingCourier.SENT);
        assertEquals(READERS - 1, node.send().sent());
        assertEquals("queued", rows.statuses(issue).get("reader3@example.net"));
        clock.pass(Duration.ofMinutes(1));
        assertEquals(1, node.send().sent());
        assertEquals(READERS, courier.taken().size());
        assertEquals(Set.of(1), Set.copyOf(column(DELIVERIES.ATTEMPTS)));
    }

    @Test
    @Tag("row-6")
    void twoNodesAtOnceSendEveryLetterOnce() throws Exception {
        rows.readers(newsletter, 300);
        try (var other = new Node(4);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(node::send);
            var second = threads.submit(other::send);
            assertEquals(300, first.get().sent() + second.get().sent());
        }
        assertEquals(300, courier.taken().size());
        assertEquals(300, recipients().size());
        node.send();
        assertEquals(IssueState.SENT, state());
    }

    @Test
    @Tag("row-3")
    void stoppingBeginsNothingMore() {
        try (var one = new Node(1)) {
            courier.watch(_ -> one.dispatcher.stop());
            assertEquals(1, one.send().sent());
        }
        assertEquals(Map.of("sent", 1L, "queued", READERS - 1L), tally());
    }

    private Set<String> recipients() {
        var all = new HashSet<String>();
        for (Message each : courier.taken()) all.add(each.to().email());
        return all;
    }

    private IssueState state() {
        return issues.find(issue).orElseThrow().state();
    }

    private Map<String, Long> tally() {
        return rows.statuses(issue).values().stream()
                .collect(Collectors.groupingBy(each -> each, Collectors.counting()));
    }

    private <T> List<T> column(org.jooq.Field<T> column) {
        return database.inTransaction(
                tx -> tx.sql().select(column).from(DELIVERIES).where(DELIVERIES.ISSUE_ID.eq(issue)).fetch(column));
    }
}
