package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.db.Database;
import staytuned.db.schema.Tables;
import staytuned.delivery.Batches.Holder;
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

/** What nobody can know is decided by an admin, where the config or a restored backup asks for one. */
@OnEachDatabase
class InDoubtTest {
    private static final int READERS = 6;

    private final Database database;
    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final Rows rows;
    private final Issues issues;
    private final Deliveries deliveries;
    private final Nodes nodes;
    private final Outbox outbox;
    private final RecordingCourier courier = new RecordingCourier();
    private final Dispatcher dispatcher;
    private final long issue;

    @TempDir
    private Path data;

    InDoubtTest(Database database) {
        this.database = database;
        rows = new Rows(database, clock);
        issues = new Issues(database);
        deliveries = new Deliveries(database);
        nodes = new Nodes(database, deliveries, clock);
        outbox = new Outbox(database, issues, deliveries, clock);
        var newsletter = rows.newsletter("nerve-notes");
        dispatcher = dispatcher(newsletter);
        rows.readers(newsletter, READERS);
        issue = rows.issue(newsletter, "How nerves heal");
        outbox.publishDue();
    }

    private Dispatcher dispatcher(Newsletter newsletter) {
        var composer = new Composer(new UnsubscribeLinks("https://letters.example.org", "secret"));
        var desk = new Dispatcher.Desk(
                database, issues, deliveries, composer, nodes, Retry.standard(new Random(1)), clock);
        var carrier = new Carrier("main", courier, Terms.of(2));
        var route = new Route(newsletter, Map.of("main", 1), InDoubt.HOLD, List.of());
        return new Dispatcher(desk, carrier, new Fleet(List.of(carrier), List.of(route)));
    }

    @AfterEach
    void close() {
        dispatcher.close();
    }

    private Dispatcher.Round send() {
        nodes.join(false);
        var round = dispatcher.dispatchDue();
        outbox.finishDue();
        return round;
    }

    @Test
    @Tag("row-14")
    void aDoubtfulLetterWaitsForTheAdminsWord() {
        courier.answer(message -> message.to().email().startsWith("reader3@")
                ? new Outcome.Doubtful(Reply.none("the connection was cut after the final dot"))
                : RecordingCourier.SENT);
        assertEquals(READERS - 1, send().sent());
        for (var day = 0; day < 5; day++) {
            clock.pass(Duration.ofDays(1));
            send();
        }
        assertEquals(READERS, courier.taken().size(), "not handed over again");
        assertEquals(Map.of("sent", READERS - 1L, "doubtful", 1L), tally());
        assertEquals(IssueState.SENDING, issues.find(issue).orElseThrow().state());

        courier.answer(_ -> RecordingCourier.SENT);
        assertEquals(1, deliveries.resolve(issue, false, clock.instant()));
        assertEquals(1, send().sent());
        assertEquals(IssueState.SENT, issues.find(issue).orElseThrow().state());
    }

    @Test
    void whatTheRelayHasIsSettledByTheAdminsWord() {
        courier.answer(_ -> new Outcome.Doubtful(Reply.none("no answer")));
        send();
        assertEquals(READERS, deliveries.resolve(issue, true, clock.instant()));
        assertEquals(0, deliveries.resolve(issue, true, clock.instant()));
        clock.pass(Duration.ofDays(1));
        send();
        assertEquals(READERS, courier.taken().size());
        assertEquals(IssueState.SENT, issues.find(issue).orElseThrow().state());
    }

    @Test
    void whatACrashLeftBehindWaitsToo() {
        nodes.join(false);
        var dead = new Holder(nodes.id(), "main");
        var claimed = deliveries.claim(
                dead, new Batches.Wanted(issue, clock.instant(), READERS), InDoubt.HOLD);
        database.run(tx -> deliveries.begin(tx, dead, claimed.subList(0, 2)));
        new Nodes(database, deliveries, clock).join(true);
        assertEquals(READERS - 2, send().sent());
        clock.pass(Duration.ofDays(1));
        send();
        assertEquals(Map.of("sent", READERS - 2L, "doubtful", 2L), tally());
    }

    private Instances instances() {
        return new Instances(database, issues, data);
    }

    private void assertHeld(String why) {
        var round = send();
        assertEquals(0, round.sent());
        assertTrue(round.problems().getFirst().contains(why), round.problems().toString());
        assertEquals(0, courier.taken().size());
    }

    private void goBack(long epochs) {
        database.run(tx -> tx.sql().update(Tables.INSTANCES)
                .set(Tables.INSTANCES.EPOCH, Tables.INSTANCES.EPOCH.minus(epochs))
                .execute());
    }

    @Test
    @Tag("row-32")
    void aRestoredBackupAsksBeforeItMails() {
        start();
        var running = instances();
        running.advance();
        running.advance();
        goBack(2);
        instances().start();
        assertHeld("older than this data folder remembers");
        instances().start();
        instances().advance();
        assertHeld("older than this data folder remembers");

        assertTrue(instances().resume());
        assertEquals(READERS, send().sent());
        instances().start();
        assertTrue(instances().held().isEmpty(), "it is now ahead of what the data folder remembered");
        assertTrue(!instances().resume());
    }

    @Test
    @Tag("row-32")
    void aDatabaseThatThisDataFolderNeverServedAsksBeforeItMails() throws Exception {
        start();
        Files.delete(data.resolve("instance"));
        instances().start();
        assertHeld("this data folder has never served it");
    }

    @Test
    void aNodeThatComesToOthersAtWorkNeedsNoWord() throws Exception {
        start();
        Files.delete(data.resolve("instance"));
        nodes.join(false);
        instances().start();
        assertEquals(READERS, send().sent());
    }

    @Test
    void aCrashAndARestartNeedNoWord() {
        start();
        instances().start();
        assertEquals(READERS, send().sent());
    }

    @Test
    @Tag("row-32")
    void whatWasAtWorkLongAgoAndDidNotEndAsksBeforeItMails() {
        start();
        database.run(tx -> tx.sql().update(Tables.INSTANCES)
                .set(Tables.INSTANCES.SEEN_AT, tx.databaseTime().minus(Duration.ofHours(7)))
                .execute());
        instances().start();
        assertHeld("did not end as it should");
    }

    @Test
    void whatEndedAsItShouldNeedsNoWordHoweverLateItStarts() {
        start();
        instances().end();
        database.run(tx -> tx.sql().update(Tables.INSTANCES)
                .set(Tables.INSTANCES.SEEN_AT, tx.databaseTime().minus(Duration.ofDays(7)))
                .execute());
        instances().start();
        assertEquals(READERS, send().sent());
    }

    /** The first start on a new database, before anything is sent. */
    private void start() {
        database.run(tx -> tx.sql().update(Tables.ISSUES).set(Tables.ISSUES.STATE, "ready").execute());
        instances().start();
        database.run(tx -> tx.sql().update(Tables.ISSUES).set(Tables.ISSUES.STATE, "sending").execute());
    }

    private Map<String, Long> tally() {
        return rows.statuses(issue).values().stream()
                .collect(Collectors.groupingBy(each -> each, Collectors.counting()));
    }
}
