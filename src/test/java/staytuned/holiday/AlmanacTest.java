package staytuned.holiday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.db.Database;
import staytuned.fetch.Fetcher;
import staytuned.schedule.Hours;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.SettableClock;
import staytuned.testing.Web;

/** Calendars are read once a day, and the last good copy counts. */
@OnEachDatabase
class AlmanacTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final Database database;
    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");

    AlmanacTest(Database database) {
        this.database = database;
    }

    private Almanac almanac(Fetcher fetcher, Hours.Listed list) {
        return new Almanac(database, fetcher, List.of(list), clock);
    }

    @Test
    void theLastGoodCopyCountsUntilThereIsABetterOne(@TempDir Path folder) throws Exception {
        try (var web = new Web(); var fetcher = new Fetcher(
                URI.create("https://letters.example.org"), Set.of("127.0.0.1"), Fetcher.Limits.USUAL, clock)) {
            web.on("/days.ics", "text/calendar", ExpansionTest.calendar("DTSTART;VALUE=DATE:20260501"));
            var place = web.at("/days.ics").toString();
            var list = new Hours.Listed(place, BERLIN);
            var almanac = almanac(fetcher, list);
            var may = LocalDate.parse("2026-05-01");
            assertFalse(list.is(may));
            almanac.readDue();
            almanac.readDue();
            assertTrue(list.is(may));
            assertEquals(1, web.requests.size(), "once a day");
            var other = new Hours.Listed(place, BERLIN);
            almanac(fetcher, other).readDue();
            assertTrue(other.is(may), "another node has it from the database");
            assertEquals(1, web.requests.size());

            for (var broken : List.of("<html>Sign in</html>", "BEGIN:VCALENDAR\nDTSTART:2\nEND:VCALENDAR")) {
                web.on("/days.ics", "text/calendar", broken);
                clock.pass(Duration.ofDays(1));
                almanac.readDue();
                assertTrue(list.is(may));
            }
            web.status("/days.ics", 404);
            clock.pass(Duration.ofMinutes(59));
            almanac.readDue();
            assertEquals(3, web.requests.size());
            clock.pass(Duration.ofMinutes(1));
            almanac.readDue();
            assertEquals(4, web.requests.size(), "again in an hour");
            var restarted = new Hours.Listed(place, BERLIN);
            almanac(fetcher, restarted).readDue();
            assertTrue(restarted.is(may));

            web.on("/days.ics", "text/calendar", ExpansionTest.calendar("DTSTART;VALUE=DATE:20260601"));
            clock.pass(Duration.ofHours(1));
            almanac.readDue();
            assertFalse(list.is(may));
            assertTrue(list.is(LocalDate.parse("2026-06-01")));

            var file = folder.resolve("days.ics");
            var local = new Hours.Listed(file.toString(), BERLIN);
            var reader = almanac(fetcher, local);
            reader.readDue();
            Files.writeString(file, ExpansionTest.calendar("DTSTART;VALUE=DATE:20260501"));
            clock.pass(Duration.ofHours(1));
            reader.readDue();
            assertTrue(local.is(may));
            Files.writeString(file, "x".repeat(1_100_000));
            clock.pass(Duration.ofDays(1));
            reader.readDue();
            assertTrue(local.is(may));
        }
    }
}
