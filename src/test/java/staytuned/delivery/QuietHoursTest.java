package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.issue.IssueState;
import staytuned.mail.Outcome;
import staytuned.mail.Reply;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.schedule.Hours;
import staytuned.schedule.Times;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.RecordingCourier;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** An issue that is going out when quiet hours begin. */
@OnEachDatabase
class QuietHoursTest {
    private static final int READERS = 12;

    private final SettableClock clock = new SettableClock("2026-05-01T21:59:50Z");
    private final PostOffice office;
    private final Rows rows;
    private final long issue;
    private final Newsletter awake;

    QuietHoursTest(Database database) {
        rows = new Rows(database, clock);
        var hours = new Hours(Hours.Quiet.parse("22:00-07:00"), List.of(Hours.Day.parse("2026-05-03")));
        var quiet = rows.newsletter("quiet", new Cadence(
                new Times(null, ZoneOffset.UTC, hours, false), Duration.ZERO, Cadence.Missed.SEND_NOW,
                Cadence.Edited.IGNORE, false));
        awake = rows.newsletter("awake");
        office = new PostOffice(database, clock, quiet, awake);
        rows.readers(quiet, READERS);
        issue = rows.issue(quiet, "How nerves heal");
    }

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void itStopsAtTheirBeginningAndGoesOnExactlyWhereItWas() {
        office.courier.watch(_ -> clock.pass(Duration.ofSeconds(4)));
        assertEquals(3, office.send().sent(), "at 50, 54 and 58 seconds");
        clock.set("2026-05-02T06:59:59Z");
        assertEquals(0, office.send().sent());
        assertEquals(Map.of("sent", 3L, "queued", READERS - 3L), office.tally(issue));
        assertEquals(IssueState.SENDING, office.state(issue));
        office.courier.answer(_ -> RecordingCourier.SENT);
        clock.set("2026-05-02T07:00:00Z");
        assertEquals(READERS - 3, office.send().sent());
        assertEquals(READERS, office.recipients().size());
        assertEquals(READERS, Set.copyOf(office.recipients()).size());
        assertEquals(IssueState.SENT, office.state(issue));
    }

    @Test
    void whatIsTriedAgainWaitsForTheirEndAndForTheDayToCome() {
        office.courier.answer(_ -> new Outcome.Deferred(Reply.parse("450 4.2.1 later")));
        assertEquals(READERS, office.send().deferred());
        office.courier.answer(_ -> RecordingCourier.SENT);
        for (var night : List.of("2026-05-01T22:01:00Z", "2026-05-02T22:00:00Z", "2026-05-03T12:00:00Z")) {
            clock.set(night);
            assertEquals(0, office.send().sent(), night);
        }
        clock.set("2026-05-04T07:00:00Z");
        assertEquals(READERS, office.send().sent());
    }

    @Test
    void theLettersOfAnotherNewsletterGo() {
        clock.set("2026-05-01T23:00:00Z");
        rows.readers(awake, 5);
        rows.issue(awake, "Nothing to do with it");
        assertEquals(5, office.send().sent());
        assertEquals(Map.of("queued", (long) READERS), office.tally(issue));
    }
}
