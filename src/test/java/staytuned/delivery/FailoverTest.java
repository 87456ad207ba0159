package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.DELIVERIES;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/** A newsletter with a relay, and a spare one for when that fails. */
@OnEachDatabase
class FailoverTest {
    private static final int READERS = 30;

    private final Database database;
    private final Sending sending;
    private final Newsletter newsletter;
    private final RecordingCourier main = new RecordingCourier();
    private final RecordingCourier spare = new RecordingCourier();
    private final List<Dispatcher> dispatchers;
    private long issue;

    FailoverTest(Database database) {
        this.database = database;
        this.sending = new Sending(database);
        this.newsletter = sending.rows.newsletter("nerve-notes");
        sending.rows.readers(newsletter, READERS);
        this.dispatchers = sending.relays(
                List.of(new Carrier("main", main, Terms.of(4)), new Carrier("spare", spare, Terms.of(4))),
                List.of(new Route(newsletter, Map.of("main", 1, "spare", 0), InDoubt.RESEND, List.of())));
        this.issue = sending.issue(newsletter);
    }

    @AfterEach
    void close() {
        sending.close();
    }

    /** What each relay has sent. */
    private List<Integer> send() {
        var sent = dispatchers.stream().map(each -> each.dispatchDue().sent()).toList();
        sending.outbox.finishDue();
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
        assertEquals(IssueState.SENT, sending.issues.find(issue).orElseThrow().state());
        assertEquals(Set.of(1), attempts());
    }

    @Test
    void whatARelayBreaksOffTheSpareCarriesOnce() {
        var count = new AtomicInteger();
        main.answer(_ -> count.incrementAndGet() > 10 ? null : RecordingCourier.SENT);
        send();
        sending.clock.pass(Duration.ofSeconds(15));
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
        sending.clock.pass(Duration.ofMinutes(1));
        issue = sending.issue(newsletter);
        assertEquals(List.of(0, READERS - 1), send(), "the one that broke off waits");
        assertEquals(2, main.connections(), "one for the first try, one for the second");

        main.answer(_ -> RecordingCourier.SENT);
        sending.clock.pass(Duration.ofMinutes(2));
        assertEquals(List.of(1, 0), send());
        issue = sending.issue(newsletter);
        assertEquals(List.of(READERS, 0), send());
    }

    @Test
    void whatIsInDoubtAtOneRelayIsNotSentByAnotherBeforeItsTime() {
        main.answer(_ -> new Outcome.Doubtful(Reply.none("the connection was cut after the final dot")));
        send();
        main.refuse(Reply.none("connection refused"));
        assertEquals(List.of(0, 0), send());
        assertEquals(0, spare.taken().size());
        sending.clock.pass(Duration.ofMinutes(2));
        assertEquals(List.of(0, READERS), send());
        assertEquals(Set.copyOf(main.taken()), Set.copyOf(spare.taken()), "the same to the byte");
    }

    @Test
    void whatOneRelayPutsOffMayGoByAnother() {
        main.answer(_ -> new Outcome.Deferred(Reply.parse("451 4.3.0 my disk is full")));
        send();
        main.refuse(Reply.none("connection refused"));
        sending.clock.pass(Duration.ofMinutes(1));
        assertEquals(List.of(0, READERS), send());
        assertTrue(sending.rows.statuses(issue).values().stream().allMatch("sent"::equals));
    }

    private Set<Integer> attempts() {
        return Set.copyOf(database.inTransaction(tx -> tx.sql().select(DELIVERIES.ATTEMPTS)
                .from(DELIVERIES)
                .where(DELIVERIES.ISSUE_ID.eq(issue))
                .fetch(DELIVERIES.ATTEMPTS)));
    }
}
