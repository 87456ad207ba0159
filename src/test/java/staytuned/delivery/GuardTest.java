package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.DELIVERIES;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.issue.IssueState;
import staytuned.mail.Outcome;
import staytuned.mail.Reply;
import staytuned.newsletter.Newsletter;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.RecordingCourier;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** What stops an issue by itself, and how it goes on. */
@OnEachDatabase
class GuardTest {
    private static final int READERS = 240;
    private static final Outcome NOBODY = new Outcome.Bounced(Reply.parse("550 5.1.1 nobody"));

    private final Database database;
    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final PostOffice office;
    private final Newsletter newsletter;
    private final long issue;

    GuardTest(Database database) {
        this.database = database;
        var rows = new Rows(database, clock);
        newsletter = rows.newsletter("nerve-notes");
        office = new PostOffice(database, clock, newsletter);
        rows.readers(newsletter, READERS);
        issue = rows.issue(newsletter, "How nerves heal");
    }

    @AfterEach
    void close() {
        office.close();
    }

    private void bounceEach(int nth) {
        var count = new AtomicInteger();
        office.courier.answer(_ -> count.incrementAndGet() % nth == 0 ? NOBODY : RecordingCourier.SENT);
    }

    private void assertPaused(String why) {
        assertEquals(IssueState.PAUSED, office.state(issue));
        assertEquals(why, office.issues.find(issue).orElseThrow().reason());
    }

    /** Row 12 of the faults: not more than a hundred copies of what relays refuse. */
    @Test
    void contentThatIsRefusedWithoutSayingSoStopsAtOnce() {
        office.courier.answer(_ -> new Outcome.Bounced(Reply.parse("554 no")));
        var round = office.send();
        assertPaused("50 of 50 letters bounced, more than 5%");
        assertEquals(List.of("issue " + issue + " is paused: 50 of 50 letters bounced, more than 5%; see \"issues show "
                + issue + "\", and let it go on with \"issues resume " + issue + "\""), round.problems());
        assertEquals(50, office.courier.taken().size());
        assertEquals(Map.of("bounced", 50L, "queued", READERS - 50L), office.tally(issue));
    }

    @Test
    void whatIsRefusedForTheSendersSakeStopsForGood() {
        office.courier.answer(_ -> new Outcome.Bounced(Reply.parse("550 5.7.1 we do not like this content")));
        for (var round = 0; round < 40; round++) {
            office.send();
            clock.pass(Duration.ofMinutes(20));
        }
        assertPaused("copies refused for its sender or its content: 20");
        assertEquals(20, office.courier.taken().size());
        assertEquals(Map.of("queued", (long) READERS), office.tally(issue), "no reader is to blame");
    }

    @Test
    void fewBouncesStopNothing() {
        bounceEach(20); // five in a hundred, and no more
        assertEquals(READERS - 12, office.send().sent());
        assertEquals(IssueState.SENT, office.state(issue));
    }

    @Test
    void anIssueThatGoesOnIsNotStoppedForTheSameOldLetters() {
        bounceEach(5);
        assertEquals(40, office.send().sent());
        assertPaused("10 of 50 letters bounced, more than 5%");
        assertEquals(0, office.send().sent());
        assertTrue(office.outbox.resume(issue));
        assertNull(office.issues.find(issue).orElseThrow().reason());
        assertEquals(40, office.send().sent(), "it counts anew");
        assertPaused("10 of 50 letters bounced, more than 5%");
        office.outbox.resume(issue);
        office.courier.answer(_ -> RecordingCourier.SENT);
        assertEquals(READERS - 100, office.send().sent());
        assertEquals(IssueState.SENT, office.state(issue));
        assertEquals(READERS, office.courier.taken().size());
    }

    @Test
    void whatOtherNodesHaveCountedCountsToo() {
        office.outbox.publishDue();
        database.run(tx -> new Receptions().add(tx, issue, new Reception(43, 8, 0, 0)));
        office.guard.watchDue();
        bounceEach(1);
        office.send();
        assertPaused("10 of 53 letters bounced, more than 5%");
    }

    @Test
    void complaintsStopAnIssueWhileItStillGoesOut() {
        var stopped = new AtomicInteger();
        office.courier.watch(_ -> {
            if (stopped.incrementAndGet() == 60) office.stop();
        });
        assertEquals(60, office.send().sent());
        var sent = database.inTransaction(tx -> tx.sql().select(DELIVERIES.ID).from(DELIVERIES)
                .where(DELIVERIES.STATUS.eq("sent"))
                .fetch(DELIVERIES.ID));
        for (var i = 0; i < 2; i++) complain(sent.get(i));
        complain(sent.getFirst());
        office.guard.watchDue();
        assertEquals(IssueState.SENDING, office.state(issue), "one reader counts once, and two are not yet a sign");
        complain(sent.get(2));
        office.guard.watchDue();
        assertPaused("3 readers of 60 complained, more than 0.3%");

        clock.pass(Duration.ofMinutes(1));
        office.outbox.resume(issue);
        for (var i = 3; i < 10; i++) complain(sent.get(i));
        office.guard.watchDue();
        assertEquals(IssueState.SENDING, office.state(issue), "these letters are older");
        int complained = database.inTransaction(
                tx -> tx.sql().fetchCount(DELIVERIES, DELIVERIES.COMPLAINED_AT.isNotNull()));
        assertEquals(10, complained);
    }

    @Test
    void whatComesBackLaterStopsAnIssueToo() {
        var stopped = new AtomicInteger();
        office.courier.watch(_ -> {
            if (stopped.incrementAndGet() == 60) office.stop();
        });
        assertEquals(60, office.send().sent());
        var sent = database.inTransaction(tx -> tx.sql().select(DELIVERIES.ID).from(DELIVERIES)
                .where(DELIVERIES.STATUS.eq("sent"))
                .fetch(DELIVERIES.ID));
        for (var i = 0; i < 9; i++) comeBack(sent.get(i));
        comeBack(sent.getFirst());
        office.guard.watchDue();
        assertEquals(IssueState.SENDING, office.state(issue), "one letter comes back once");
        comeBack(sent.get(9));
        office.guard.watchDue();
        assertPaused("10 of 60 letters bounced, more than 5%");
        clock.pass(Duration.ofMinutes(1));
        office.outbox.resume(issue);
        for (var i = 10; i < 30; i++) comeBack(sent.get(i));
        office.guard.watchDue();
        assertEquals(IssueState.SENDING, office.state(issue), "these letters are older");
    }

    private void comeBack(long delivery) {
        database.run(tx -> office.deliveries.returned(tx, delivery, clock.instant()));
    }

    private void complain(long delivery) {
        database.run(tx -> office.deliveries.complained(tx, delivery, clock.instant()));
    }

    @Test
    void aRuleMayBeLaxOrStrict() {
        var lax = new StopRule(1, Integer.MAX_VALUE, 1);
        assertTrue(lax.broken(new Reception(0, 10_000, 10_000, 10_000)).isEmpty());
        var strict = new StopRule(0.0125, 1, 0.001);
        assertEquals("copies refused for its sender or its content: 1", strict.broken(Reception.REFUSED).orElseThrow());
        assertEquals("13 of 1000 letters bounced, more than 1.25%",
                strict.broken(new Reception(987, 13, 0, 0)).orElseThrow());
        assertTrue(strict.broken(new Reception(988, 12, 0, 0)).isEmpty());
        assertEquals("3 readers of 1000 complained, more than 0.1%",
                strict.broken(new Reception(1000, 0, 0, 3)).orElseThrow());
        assertTrue(strict.broken(new Reception(40, 9, 0, 9)).isEmpty(), "too few letters");
        assertTrue(StopRule.USUAL.broken(new Reception(100, 9, 19, 2)).isEmpty());
    }
}
