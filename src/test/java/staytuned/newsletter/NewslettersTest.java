package staytuned.newsletter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
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

    private boolean take(Instant slot) {
        return database.inTransaction(tx -> newsletters.take(tx, newsletter, slot));
    }
}
