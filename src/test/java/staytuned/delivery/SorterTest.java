package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.mail.Message;
import staytuned.mail.Outcome;
import staytuned.mail.Reply;
import staytuned.newsletter.Newsletter;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.RecordingCourier;

/** Whose letter goes next, and whose waits. */
@OnEachDatabase
class SorterTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Rate TEN_AN_HOUR = new Rate(10, HOUR);

    private final Sending sending;
    private final Newsletter newsletter;
    private final RecordingCourier courier = new RecordingCourier();

    SorterTest(Database database) {
        sending = new Sending(database);
        newsletter = sending.rows.newsletter("nerve-notes");
    }

    @AfterEach
    void close() {
        sending.close();
    }

    private void readers(Newsletter its, String domain, int count) {
        sending.readers(its, IntStream.range(0, count).mapToObj(i -> "reader" + i + "@" + domain));
    }

    private static Terms terms(List<Rate> rates, Map<String, Terms.Receiver> receivers) {
        return new Terms(4, rates, null, receivers);
    }

    @Test
    void aRelaysLimitHoldsAcrossRoundsNodesAndRestarts() {
        readers(newsletter, "example.net", 40);
        sending.issue(newsletter);
        var terms = terms(List.of(TEN_AN_HOUR), Map.of());
        assertEquals(10, sending.relay(courier, terms, newsletter).dispatchDue().sent());
        assertEquals(0, sending.relay(courier, terms, newsletter).dispatchDue().sent(), "another process");
        sending.rows.limitsAge(HOUR.plusMinutes(5));
        assertEquals(10, sending.relay(courier, terms, newsletter).dispatchDue().sent());
    }

    @Test
    void whatIsTakenOfALimitAndNotSentIsGivenBack() {
        readers(newsletter, "example.net", 4);
        sending.issue(newsletter);
        var relay = sending.relay(courier, terms(List.of(TEN_AN_HOUR), Map.of()), newsletter);
        assertEquals(4, relay.dispatchDue().sent());
        sending.issue(newsletter);
        assertEquals(4, relay.dispatchDue().sent());
        sending.issue(newsletter);
        assertEquals(2, relay.dispatchDue().sent());
    }

    @Test
    void aLimitOfANewsletterHoldsUpNoOther() {
        var other = sending.rows.newsletter("other");
        for (var each : List.of(newsletter, other)) readers(each, each.key() + ".example", 20);
        sending.issue(newsletter);
        sending.issue(other);
        var carrier = new Carrier("main", courier, Terms.of(4));
        var limited = new Route(newsletter, Map.of("main", 1), InDoubt.RESEND, List.of(TEN_AN_HOUR));
        sending.relays(List.of(carrier), List.of(limited, Route.by("main", other))).getFirst().dispatchDue();
        assertEquals(Map.of("nerve-notes.example", 10L, "other.example", 20L), Sending.domains(courier));
    }

    @Test
    void aLimitOfAReceiverHoldsUpNoOther() {
        readers(newsletter, "googlemail.com", 20);
        readers(newsletter, "gmail.com", 20);
        readers(newsletter, "example.net", 20);
        sending.issue(newsletter);
        var gmail = Map.of("gmail", new Terms.Receiver(4, List.of(TEN_AN_HOUR)));
        sending.relay(courier, terms(List.of(), gmail), newsletter).dispatchDue();
        var domains = Sending.domains(courier);
        assertEquals(20, domains.remove("example.net"));
        assertEquals(10, domains.values().stream().mapToLong(each -> each).sum());
    }

    @Test
    void withinASecondLettersAreSpreadEvenly() {
        readers(newsletter, "example.net", 12);
        sending.issue(newsletter);
        var start = System.nanoTime();
        var twenty = new Rate(20, Duration.ofSeconds(1));
        assertEquals(12, sending.relay(courier, terms(List.of(twenty), Map.of()), newsletter).dispatchDue().sent());
        assertTrue(System.nanoTime() - start > Duration.ofMillis(11 * 50 - 100).toNanos());
    }

    @Test
    void aReceiverOfWhichFewAreUnderWayAtOnceIsGivenNoMore() {
        readers(newsletter, "gmail.com", 30);
        sending.issue(newsletter);
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        courier.answer(_ -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            Thread.yield();
            now.decrementAndGet();
            return RecordingCourier.SENT;
        });
        var gmail = Map.of("gmail", new Terms.Receiver(1, List.of()));
        assertEquals(30, sending.relay(courier, terms(List.of(), gmail), newsletter).dispatchDue().sent());
        assertEquals(1, most.get());
    }

    @Test
    void aReceiverThatIsSentTooMuchIsLeftAloneForTenMinutesByAllNodes() {
        readers(newsletter, "gmail.com", 20);
        readers(newsletter, "example.net", 20);
        sending.issue(newsletter);
        courier.answer(message -> message.to().domain().equals("gmail.com")
                ? new Outcome.Deferred(Reply.parse("421 4.7.28 too many from you"))
                : RecordingCourier.SENT);
        var round = sending.relay(courier, Terms.of(4), newsletter).dispatchDue();
        assertEquals(20, round.sent());
        assertTrue(round.deferred() <= Gates.FEW, "those that were under way");
        courier.answer(_ -> RecordingCourier.SENT);
        sending.clock.pass(Duration.ofMinutes(8));
        assertEquals(0, sending.relay(courier, Terms.of(4), newsletter).dispatchDue().sent(), "another process");
        sending.rows.limitsAge(Duration.ofMinutes(11));
        assertEquals(20, sending.relay(courier, Terms.of(4), newsletter).dispatchDue().sent());
    }

    @Test
    void newslettersTakeTurnsLetterByLetter() {
        var small = sending.rows.newsletter("small");
        readers(newsletter, "large.example", 700);
        readers(small, "small.example", 20);
        sending.issue(newsletter);
        sending.issue(small);
        assertEquals(720, sending.relay(courier, Terms.of(1), newsletter, small).dispatchDue().sent());
        var first = courier.taken().subList(0, 50);
        assertEquals(20, Sending.domains(first).get("small.example"));
    }

    @Test
    void theTurnGoesOnWithTheNextRound() {
        var small = sending.rows.newsletter("small");
        readers(newsletter, "large.example", 20);
        readers(small, "small.example", 20);
        sending.issue(newsletter);
        sending.issue(small);
        var relay = sending.relay(courier, terms(List.of(new Rate(1, HOUR)), Map.of()), newsletter, small);
        for (var i = 0; i < 6; i++) {
            relay.dispatchDue();
            sending.rows.limitsAge(HOUR.plusMinutes(5));
        }
        assertEquals(Map.of("large.example", 3L, "small.example", 3L), Sending.domains(courier));
    }

    /** Row 17: a receiver with half of all readers whose letters do not end. */
    @Test
    void aReceiverThatDoesNotAnswerHoldsUpNobody() throws Exception {
        readers(newsletter, "slow.example", 600);
        readers(newsletter, "a.example", 300);
        readers(newsletter, "b.example", 300);
        sending.issue(newsletter);
        var others = new CountDownLatch(600);
        courier.answer(message -> {
            if (message.to().domain().equals("slow.example")) await(others);
            else others.countDown();
            return RecordingCourier.SENT;
        });
        var relay = sending.relay(courier, Terms.of(10), newsletter);
        var round = CompletableFuture.supplyAsync(relay::dispatchDue);
        await(others); // all others are sent before the first of the slow one ends
        var sent = round.get().sent();
        while (sent < 1200) sent += relay.dispatchDue().sent();
        assertEquals(1200, courier.taken().stream().map(Message::to).distinct().count());
        assertEquals(1200, courier.taken().size());
    }

    @Test
    void whatWaitsDoesNotFillTheTray() {
        var shut = Stream.of("a", "b", "c", "d", "e", "f", "g").map(each -> each + ".example").toList();
        for (var domain : shut) readers(newsletter, domain, 450); // not enough for batches of their own
        readers(newsletter, "z.example", 200);
        sending.issue(newsletter);
        var one = new Terms.Receiver(4, List.of(new Rate(1, HOUR)));
        var receivers = shut.stream().collect(Collectors.toMap(each -> each, _ -> one));
        var relay = sending.relay(courier, terms(List.of(), receivers), newsletter);
        assertEquals(207, relay.dispatchDue().sent());
        assertEquals(0, relay.dispatchDue().sent());
        sending.rows.limitsAge(HOUR.plusMinutes(5));
        assertEquals(7, relay.dispatchDue().sent(), "what was handed back is not lost");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
