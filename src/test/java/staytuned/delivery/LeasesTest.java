package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.delivery.Batches.Holder;
import staytuned.issue.IssueState;
import staytuned.issue.Issues;
import staytuned.mail.Reply;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.RecordingCourier;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** Nodes that die, and nodes that seem to. */
@OnEachDatabase
class LeasesTest {
    private static final int READERS = 12;
    private static final Duration A_LEASE = Nodes.LEASE.plusSeconds(1);

    private final Database database;
    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final Rows rows;
    private final Newsletter newsletter;
    private final Issues issues;
    private final Deliveries deliveries;
    private final Outbox outbox;
    private final RecordingCourier courier = new RecordingCourier();
    private final Nodes here;
    private final Nodes there;
    private final Holder away;
    private final long issue;

    LeasesTest(Database database) {
        this.database = database;
        this.rows = new Rows(database, clock);
        this.newsletter = rows.newsletter("nerve-notes");
        this.issues = new Issues(database);
        this.deliveries = new Deliveries(database);
        rows.readers(newsletter, READERS);
        this.issue = rows.issue(newsletter, "How nerves heal");
        this.outbox = new Outbox(database, issues, deliveries, clock);
        outbox.publishDue();
        this.here = joined();
        this.there = joined();
        this.away = new Holder(there.id(), "main");
    }

    private Nodes joined() {
        var nodes = new Nodes(database, deliveries, clock);
        nodes.join(false);
        return nodes;
    }

    private Dispatcher dispatcher(Nodes nodes, InstantSource its) {
        var composer = new Composer(new UnsubscribeLinks("https://letters.example.org", "secret"));
        var desk = new Dispatcher.Desk(
                database, issues, deliveries, composer, nodes, Retry.standard(new Random(1)), its);
        var carrier = new Carrier("main", courier, Terms.of(1));
        return new Dispatcher(
                desk, carrier, new Fleet(List.of(carrier), List.of(Route.by("main", newsletter))));
    }

    private int send() {
        try (var dispatcher = dispatcher(here, clock)) {
            return dispatcher.dispatchDue().sent();
        }
    }

    private List<Delivery> claim(Holder holder) {
        return deliveries.claim(holder, new Batches.Wanted(issue, clock.instant(), READERS), InDoubt.RESEND);
    }

    private Set<Long> begin(List<Delivery> some) {
        return database.inTransaction(tx -> deliveries.begin(tx, away, some));
    }

    @Test
    @Tag("row-1")
    void whatADeadNodeHadInHandIsTakenBack() {
        var claimed = claim(away);
        begin(claimed.subList(0, 2));
        assertEquals(0, send(), "it is in hand");
        rows.leasesAge(Nodes.LEASE.minusSeconds(5));
        here.beat();
        assertEquals(Map.of("queued", READERS - 2L, "sending", 2L), tally());
        rows.leasesAge(A_LEASE);
        joined();
        assertEquals(Map.of("queued", READERS - 2L, "doubtful", 2L), tally());
        here.beat();
        assertEquals(READERS - 2, send());
        clock.pass(Duration.ofMinutes(2));
        assertEquals(2, send(), "it might have been inside a message, so that these waited");
        assertEquals(READERS, courier.taken().size());
    }

    @Test
    void whatANodeLeftBehindIsTakenBackAtOnceWhereNobodyElseCanBeThere() {
        begin(claim(away).subList(0, 2));
        new Nodes(database, deliveries, clock).join(true);
        here.beat();
        assertEquals(READERS, send());
    }

    @Test
    void aNodeThatEndsLeavesNothingBehind() {
        claim(away);
        there.leave();
        here.beat();
        assertEquals(READERS, send());
    }

    @Test
    @Tag("row-4")
    void aNodeThatCouldNotSpeakCallsNobodyDead() {
        claim(away);
        rows.leasesAge(Duration.ofMinutes(5)); // the database was away
        here.beat();
        there.beat();
        assertEquals(0, send());
    }

    @Test
    void aNodeThatIsNotAliveTakesNothingInHand() {
        rows.leasesAge(A_LEASE);
        assertEquals(List.of(), claim(away));
        there.beat();
        assertEquals(READERS, claim(away).size());
    }

    @Test
    @Tag("row-7")
    void theClockOfANodeKeepsNobodyAlive() {
        claim(away);
        clock.pass(Duration.ofDays(1));
        here.beat();
        assertEquals(0, send());
        clock.pass(Duration.ofDays(-2));
        rows.leasesAge(A_LEASE);
        joined();
        here.beat();
        clock.pass(Duration.ofDays(1));
        assertEquals(READERS, send());
    }

    @Test
    @Tag("row-6")
    void aNodeWhoseLeaseIsOverMaySendNothing() {
        var claimed = claim(away);
        rows.leasesAge(A_LEASE);
        assertEquals(Set.of(), begin(claimed));
        there.beat();
        assertEquals(READERS, begin(claimed).size(), "nobody has taken it over");
    }

    @Test
    @Tag("row-6")
    void aNodeWhoseWorkWasTakenBackMaySendNothing() {
        var claimed = claim(away);
        rows.leasesAge(A_LEASE);
        joined();
        there.beat();
        assertEquals(Set.of(), begin(claimed), "alive again, but what it had is no longer its own");
        here.beat();
        assertEquals(READERS, send());
        assertEquals(Set.of(), begin(claimed));
    }

    @Test
    @Tag("row-6")
    void aLateYesIsTakenForAYes() {
        var one = claim(away).getFirst();
        begin(List.of(one));
        rows.leasesAge(A_LEASE);
        joined();
        assertEquals("doubtful", rows.statuses(issue).get(one.to().email()));
        settle(Settlement.deferred(one, clock.instant(), Reply.parse("450 4.2.1 later")));
        assertEquals("doubtful", rows.statuses(issue).get(one.to().email()), "a late no is nobody's business");
        settle(Settlement.sent(one, Reply.parse("250 ok")));
        assertEquals("sent", rows.statuses(issue).get(one.to().email()));
        clock.pass(Duration.ofMinutes(2));
        here.beat();
        assertEquals(READERS - 1, send());
    }

    private void settle(Settlement how) {
        database.run(tx -> deliveries.settle(tx, away, List.of(how), clock.instant()));
    }

    /** What is over, but was never let go of, does not stand before what is due. */
    @Test
    void aDeadNodesFinishedBatchKeepsNobodyWaiting() {
        var claimed = claim(away);
        begin(claimed);
        for (var each : claimed.subList(1, READERS)) settle(Settlement.sent(each, Reply.parse("250 ok")));
        settle(Settlement.deferred(claimed.getFirst(), clock.instant(), Reply.parse("450 4.2.1 later")));
        rows.leasesAge(A_LEASE);
        joined();
        here.beat();
        assertEquals(1, send());
        outbox.finishDue();
        assertEquals(IssueState.SENT, issues.find(issue).orElseThrow().state());
    }

    @Test
    void aLateYesLeavesNothingOpen() {
        aLateYesIsTakenForAYes();
        outbox.finishDue();
        assertEquals(IssueState.SENT, issues.find(issue).orElseThrow().state());
    }

    @Test
    void whatSeemsToBeOnItsWayIsNotLetGo() {
        var claimed = claim(away);
        begin(claimed.subList(0, 1));
        deliveries.release(away, List.of(claimed.getFirst().batch()));
        assertEquals(0, send(), "it is still in hand");
        assertEquals(1, deliveries.takeBack(away, clock.instant()));
        assertEquals(READERS, send());
    }

    @Test
    void whatComesBackOfAnIssueThatWasEndedIsOver() {
        var claimed = claim(away);
        begin(claimed.subList(0, 3));
        assertTrue(outbox.cancel(issue));
        settle(Settlement.deferred(claimed.get(0), clock.instant(), Reply.parse("450 4.2.1 later")));
        settle(Settlement.sent(claimed.get(1), Reply.parse("250 ok")));
        assertEquals(Map.of("cancelled", READERS - 2L, "sent", 1L, "sending", 1L), tally());
        rows.leasesAge(A_LEASE);
        joined();
        assertEquals(Map.of("cancelled", READERS - 1L, "sent", 1L), tally());
        assertEquals(0, deliveries.countOpen());
    }

    /**
     * A node is frozen after it has noted that it begins a message, and before the message's first byte leaves. The
     * others give it up, and send all that it had. Then it wakes.
     */
    @Test
    @Tag("row-6")
    void aFrozenNodeThatWakesSendsNothingTwice() throws Exception {
        var frozen = new CountDownLatch(1);
        var woken = new CountDownLatch(1);
        var armed = new AtomicBoolean(true);
        InstantSource its = () -> {
            if (!tally().containsKey("sending") || !armed.getAndSet(false)) return clock.instant();
            frozen.countDown();
            await(woken);
            return clock.instant();
        };
        try (var dispatcher = dispatcher(there, its);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var round = threads.submit(dispatcher::dispatchDue);
            frozen.await();
            assertEquals(0, courier.taken().size());
            rows.leasesAge(A_LEASE);
            joined();
            here.beat();
            clock.pass(Duration.ofMinutes(2));
            assertEquals(READERS, send());
            woken.countDown();
            there.beat();
            assertEquals(0, round.get().sent());
        }
        assertEquals(READERS, courier.taken().size());
        assertEquals(Map.of("sent", (long) READERS), tally());
        assertTrue(clock.instant().isAfter(Instant.parse("2026-03-01T08:01:00Z")));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Long> tally() {
        return rows.statuses(issue).values().stream()
                .collect(Collectors.groupingBy(each -> each, Collectors.counting()));
    }
}
