package staytuned.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import staytuned.db.Database;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

@OnEachDatabase
class ChoicesTest {
    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final Subscribers subscribers;
    private final long ann;
    private final long ben;

    ChoicesTest(Database database) {
        this.subscribers = new Subscribers(database, clock);
        var rows = new Rows(database, clock);
        var newsletter = rows.newsletter("nerve-notes");
        rows.readers(newsletter, 2);
        var all = subscribers.list(newsletter.id(), 0, 2);
        this.ann = all.getFirst().id();
        this.ben = all.getLast().id();
    }

    private static Choices paused(Instant until) {
        return new Choices(null, null, null, null, until, true, null, null, null);
    }

    private static Choices topics(String... topics) {
        return new Choices(null, null, null, null, null, false, List.of(topics), null, null);
    }

    private static void refused(String sentence, Executable choosing) {
        assertEquals(sentence, assertThrows(IllegalArgumentException.class, choosing).getMessage());
    }

    @Test
    void whatIsChosenIsKeptForOneReader() {
        var until = Instant.parse("2026-04-01T06:00:00Z");
        var all = new Choices(
                "pt-BR", ZoneId.of("America/Sao_Paulo"), Choices.Cadence.WEEKLY, 7, until, true,
                List.of("brain", "sleep"), Choices.Content.CONCLUSION, Choices.Format.TEXT);
        assertTrue(subscribers.choose(ann, all));
        assertEquals(Optional.of(all), subscribers.choices(ann));
        assertEquals(Optional.of(Choices.NONE), subscribers.choices(ben));
        assertTrue(subscribers.choose(ann, Choices.NONE));
        assertEquals(Optional.of(Choices.NONE), subscribers.choices(ann));
    }

    @Test
    void aSubscriptionThatIsNotThereHasNoChoices() {
        assertFalse(subscribers.choose(-1, Choices.NONE));
        assertEquals(Optional.empty(), subscribers.choices(-1));
    }

    @Test
    void aPauseEndsLaterThanNowAndWithinAYear() {
        refused("the day until which letters pause is over; choose a later one",
                () -> subscribers.choose(ann, paused(clock.instant())));
        refused("letters may pause for a year; choose an earlier day, or unsubscribe",
                () -> subscribers.choose(ann, paused(Instant.MAX)));
        assertTrue(subscribers.choose(ann, paused(clock.instant().plusSeconds(60))));
        clock.pass(Duration.ofSeconds(60));
        assertEquals(null, subscribers.choices(ann).orElseThrow().pausedUntil());
    }

    @Test
    void topicsAreComparedHoweverTheyAreWritten() {
        assertEquals(List.of("brain health", "sleep"), topics(" Sleep ", "brain,\tHEALTH\r\n", "SLEEP", " ").topics());
        assertEquals(null, topics(" ", ",").topics(), "none at all are all");
    }

    @Test
    void whatCannotBeChosenIsRefused() {
        refused("24 is no hour; choose one from 0 to 23", () -> daily(24));
        refused("-1 is no hour; choose one from 0 to 23", () -> daily(-1));
        refused("only a daily or a weekly letter has an hour",
                () -> new Choices(null, null, Choices.Cadence.EACH, 7, null, false, null, null, null));
        refused("\"hourly x\" is not how often letters come; choose one of each, daily, weekly",
                () -> Choices.Cadence.of("hourly\nx"));
        refused("\"all\" is not how much of an article a letter holds; choose one of conclusion, full",
                () -> Choices.Content.of("all"));
        refused("\"pdf\" is not what letters are made of; choose one of html, text", () -> Choices.Format.of("pdf"));
        refused("\"<b>\" is no language; write for example de or pt-BR", () -> language("<b>"));
        refused("\"" + "de-".repeat(20) + "\" is no language; write for example de or pt-BR",
                () -> language("de-".repeat(2000)));
        var long60 = "x".repeat(60);
        refused("\"" + long60 + "\" is no topic: it is longer than 60 characters", () -> topics(long60 + "x"));
        refused("these are too many topics; choose fewer, or all",
                () -> topics(IntStream.range(0, 300).mapToObj(i -> "t" + i).toArray(String[]::new)));
    }

    private static void daily(int hour) {
        new Choices(null, null, Choices.Cadence.DAILY, hour, null, false, null, null, null);
    }

    private static void language(String language) {
        new Choices(language, null, null, null, null, false, null, null, null);
    }
}
