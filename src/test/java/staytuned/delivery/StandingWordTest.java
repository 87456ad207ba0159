package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.issue.IssueState;
import staytuned.mail.Outcome;
import staytuned.mail.Reply;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.Subscribers;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.RecordingCourier;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** What readers and admins say while an issue goes out counts from the next letter on. */
@OnEachDatabase
class StandingWordTest {
    private static final int READERS = 12;

    private final Database database;
    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final Newsletter newsletter;
    private final PostOffice office;
    private final long issue;

    StandingWordTest(Database database) {
        this.database = database;
        var rows = new Rows(database, clock);
        newsletter = rows.newsletter("notes");
        rows.readers(newsletter, READERS);
        issue = rows.issue(newsletter, "How nerves heal");
        office = new PostOffice(database, clock, newsletter);
    }

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    @Tag("row-19")
    void whoLeavesWhileTheIssueGoesOutGetsNothing() {
        var subscribers = new Subscribers(database, clock);
        var all = subscribers.list(newsletter.id(), 0, READERS);
        var left = new AtomicBoolean();
        office.courier.watch(first -> {
            if (left.getAndSet(true)) return;
            all.stream()
                    .filter(each -> !each.address().email().equals(first.to().email()))
                    .forEach(each -> subscribers.unsubscribe(each.id()));
        });
        assertEquals(1, office.send().sent());
        assertEquals(Map.of("sent", 1L, "cancelled", READERS - 1L), office.tally(issue));
        assertEquals(IssueState.SENT, office.state(issue));
    }

    @Test
    @Tag("row-20")
    void aPausedIssueStopsAtOnceAndGoesOnExactlyWhereItWas() {
        office.courier.watch(_ -> office.outbox.pause(issue));
        assertEquals(1, office.send().sent());
        assertEquals(IssueState.PAUSED, office.state(issue));
        assertEquals(0, office.send().sent());
        office.courier.answer(_ -> RecordingCourier.SENT);
        assertTrue(office.outbox.resume(issue));
        assertEquals(READERS - 1, office.send().sent());
        assertEquals(READERS, new HashSet<>(office.recipients()).size());
        assertEquals(READERS, office.courier.taken().size());
        var outbox = office.outbox;
        assertTrue(!outbox.resume(issue) && !outbox.pause(issue) && !outbox.cancel(issue));
    }

    @Test
    @Tag("row-20")
    void aCancelledIssueEnds() {
        office.courier.watch(_ -> office.outbox.cancel(issue));
        assertEquals(1, office.send().sent());
        clock.pass(Duration.ofDays(1));
        assertEquals(0, office.send().sent());
        assertEquals(Map.of("sent", 1L, "cancelled", READERS - 1L), office.tally(issue));
        assertEquals(IssueState.CANCELLED, office.state(issue));
    }

    @Test
    void whoWasRefusedGetsItAgainByTheAdminsWord() {
        office.courier.answer(_ -> new Outcome.Bounced(Reply.parse("550 5.1.1 no such mailbox")));
        office.send();
        assertEquals(IssueState.SENT, office.state(issue));
        office.courier.answer(_ -> RecordingCourier.SENT);
        assertEquals(READERS, office.outbox.resendFailed(issue));
        assertEquals(READERS, office.send().sent());
        assertEquals(IssueState.SENT, office.state(issue));
        assertEquals(0, office.outbox.resendFailed(issue));
    }
}
