package staytuned.newsletter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.newsletter.Cadence.Missed;
import staytuned.schedule.Cron;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

@OnEachDatabase
class NewslettersTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Database database;
    private final Newsletters newsletters;
    private final Newsletter newsletter;

    NewslettersTest(Database database) {
        this.database = database;
        this.newsletters = new Newsletters(database);
        this.newsletter = new Rows(database, new SettableClock("2026-03-01T12:00:00Z")).newsletter("nerve-notes");
    }

    @Test
    void aKeyIsOneRowForEver() {
        assertEquals(newsletter.id(), newsletters.register("nerve-notes", NOON.plusSeconds(1)));
        assertNotEquals(newsletter.id(), newsletters.register("other", NOON));
    }

    @Test
    void aNewNewsletterHasNoTimeToMakeUpFor() {
        assertEquals(NOON, newsletters.slot(newsletter));
        newsletters.register("nerve-notes", NOON.plusSeconds(60));
        assertEquals(NOON, newsletters.slot(newsletter));
    }

    @Test
    void aTimeIsTakenOnceAndNeverBackwards() {
        assertTrue(take(NOON.plusSeconds(60)));
        assertFalse(take(NOON.plusSeconds(60)));
        assertFalse(take(NOON.plusSeconds(30)));
        assertEquals(NOON.plusSeconds(60), newsletters.slot(newsletter));
        assertTrue(take(NOON.plusSeconds(61)));
    }

    @Test
    void aCadenceKnowsItsLastTime() {
        var berlin = ZoneId.of("Europe/Berlin");
        var atOnce = new Cadence(null, berlin, Duration.ZERO, Missed.SKIP);
        assertTrue(atOnce.atOnce());
        assertEquals(Optional.empty(), atOnce.latest(NOON, NOON.plusSeconds(1_000_000)));
        var daily = new Cadence(Cron.parse("0 0 8 ? * *"), berlin, Duration.ZERO, Missed.SKIP);
        assertFalse(daily.atOnce());
        assertEquals(Optional.empty(), daily.latest(NOON, NOON.plusSeconds(3600)));
        assertEquals(
                Optional.of(Instant.parse("2026-03-03T07:00:00Z")),
                daily.latest(NOON, Instant.parse("2026-03-03T12:00:00Z")));
    }

    private boolean take(Instant slot) {
        return database.inTransaction(tx -> newsletters.take(tx, newsletter, slot));
    }
}
