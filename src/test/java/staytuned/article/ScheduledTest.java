package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import staytuned.db.Database;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.testing.OnEachDatabase;

/** What is dated in the future comes at its date, once, and nothing is put off for ever. */
@OnEachDatabase
class ScheduledTest extends Polls {
    private static final Duration DAY = Duration.ofDays(1);

    ScheduledTest(Database database) {
        super(database);
    }

    private static String dated(String date, String title) {
        return "---\ndate: " + date + "\ntitle: " + title + "\n---\nAbout " + title + ", at some length.\n";
    }

    private int scheduled(Newsletter letter) {
        return articles.count(letter.id(), ArticleState.SCHEDULED);
    }

    @Test
    void aFileIsFoundAtItsDateAlthoughItHasNotChangedSinceTheBaseline() throws IOException {
        var letter = newsletter("a", files(false, 20));
        var poller = poller(letter);
        write("old.md", dated("2026-01-01", "Old"));
        write("soon.md", dated("2026-01-02 04:00:00", "Soon"));
        poller.pollDue();
        assertEquals(1, scheduled(letter));
        later(poller);
        now = Instant.parse("2026-01-02T03:59:59Z");
        assertEquals(0, poller.pollDue().found());
        now = now.plusSeconds(1);
        assertEquals(1, poller.pollDue().found());
        assertEquals(List.of("Soon"), waiting(letter));
        assertEquals(now, articles.waiting(letter.id(), now, 1).getFirst().foundAt(), "it settles from its date on");
        assertEquals(now, articles.waiting(letter.id(), now, 1).getFirst().publishedAt());
        assertEquals(0, later(poller).found());
        assertEquals(1, articles.count(letter.id(), ArticleState.BASELINE));
    }

    @ParameterizedTest
    @CsvSource({"Europe/Berlin, 2026-01-02T23:00:00Z", "America/New_York, 2026-01-03T05:00:00Z",
        "UTC, 2026-01-03T00:00:00Z"})
    void aDayBeginsWhereTheNewsletterIs(String zone, Instant begins) throws IOException {
        var cadence = new Cadence(null, ZoneId.of(zone), Duration.ZERO, Cadence.Missed.SEND_NOW);
        var plain = newsletter("a", files(false, 20));
        var letter = new Newsletter(plain.id(), "a", "A", plain.from(), "", "en", plain.sources(), cadence);
        var poller = poller(letter);
        poller.pollDue();
        write("2026-01-03-title.md", "An article with its day in its name.");
        later(poller);
        now = begins.minusSeconds(1);
        assertEquals(0, poller.pollDue().found());
        now = begins;
        assertEquals(1, poller.pollDue().found());
        assertEquals(0, later(poller, DAY).found());
    }

    @Test
    void anAuthorMayChangeTheDate() throws IOException {
        var letter = newsletter("a", files(false, 20));
        var poller = poller(letter);
        write("a.md", dated("2026-02-01", "A"));
        write("2026-02-01-b.md", "About B, without front matter.");
        poller.pollDue();
        now = now.plus(POLL);
        write("a.md", dated("2026-01-01", "A"));
        Files.move(folder.resolve("2026-02-01-b.md"), folder.resolve("2026-01-01-b.md"));
        assertEquals(2, poller.pollDue().found(), "both are published now");
        now = now.plus(POLL);
        write("a.md", dated("2026-02-02", "A"));
        poller.pollDue();
        assertEquals(1, scheduled(letter), "postponed before it was mailed");
        now = Instant.parse("2026-02-02T00:00:00Z");
        assertEquals(1, poller.pollDue().found());
        assertEquals(2, waiting(letter).size());
    }

    @Test
    void whatIsTakenBackIsNotFound() throws IOException {
        var letter = newsletter("a", files(false, 20), feed("/feed"));
        var poller = poller(letter);
        write("gone.md", dated("2026-01-08", "Gone"));
        write("draft.md", dated("2026-01-08", "Draft"));
        serve(item("2", "https://example.org/2", "Announced", now.plus(DAY.multipliedBy(6))),
                item("1", "https://example.org/1", "One"));
        poller.pollDue();
        assertEquals(3, scheduled(letter));
        Files.delete(folder.resolve("gone.md"));
        write("draft.md", dated("2026-01-08\ndraft: true", "Draft"));
        serve(item("1", "https://example.org/1", "One"));
        later(poller);
        assertEquals(3, articles.count(letter.id(), ArticleState.WITHDRAWN));
        later(poller, DAY.multipliedBy(9));
        assertEquals(List.of(), waiting(letter));
        write("draft.md", dated("2026-01-08", "Draft"));
        assertEquals(1, later(poller).found(), "it is published after all");
    }

    @ParameterizedTest
    @CsvSource({"86400, 0", "86401, 1", "864000, 1", "5184000, 1", "5184001, 0", "2303769600, 0"})
    void aFeedIsBelievedFromADayToSixtyDaysAhead(long seconds, int scheduled) {
        var letter = newsletter("a", feed("/feed"));
        var poller = poller(letter);
        serve(item("1", "", "One"));
        poller.pollDue();
        now = now.plus(POLL);
        serve(item("2", "", "Two", now.plusSeconds(seconds)), item("1", "", "One"));
        assertEquals(1 - scheduled, poller.pollDue().found());
        assertEquals(scheduled, scheduled(letter));
        web.on("/feed", exchange -> exchange.sendResponseHeaders(304, -1));
        now = now.plusSeconds(Math.min(seconds, 5184000));
        assertEquals(scheduled, poller.pollDue().found(), "at its date");
        assertEquals(0, later(poller).found());
        assertEquals(List.of("Two"), waiting(letter));
    }

    @Test
    void aDateThatIsAlwaysTwoDaysAheadPutsNothingOffForEver() {
        var letter = newsletter("a", feed("/feed", true, 20));
        var poller = poller(letter);
        int found = 0;
        for (int day = 0; day <= 61; day++) {
            serve(item("1", "https://example.org/1", "Rolling", now.plus(DAY.multipliedBy(2))));
            found += poller.pollDue().found();
            assertEquals(day < 60 ? 0 : 1, found);
            now = now.plus(DAY);
        }
        assertEquals(List.of("Rolling"), waiting(letter));
    }

    @Test
    void aFeedThatShowsWhatAFolderSchedulesPublishesItOnce() throws IOException {
        var letter = newsletter("a", files(false, 20), feed("/feed"));
        var poller = poller(letter);
        var link = "https://example.org/2026/soon/";
        write("soon.md", dated("2026-01-05 10:00:00\nlink: " + link, "Soon"));
        serve();
        poller.pollDue();
        serve(item("1", link, "Soon", now));
        assertEquals(1, later(poller).found());
        for (int i = 0; i < 5; i++) assertEquals(0, later(poller, DAY).found());
        assertEquals(1, articles.list(letter.id(), 10).size());
        assertEquals(List.of("Soon"), waiting(letter));
    }

    @Test
    void tooManyOfOneDateAreAFlood() throws IOException {
        var letter = newsletter("a", files(false, 2));
        var poller = poller(letter);
        for (int i = 0; i < 3; i++) write(i + ".md", dated("2026-01-05", "Number " + i));
        assertEquals(List.of(), poller.pollDue().problems());
        var round = later(poller, DAY.multipliedBy(4));
        assertTrue(round.problems().getFirst().contains("held: 3 new articles at once"), round.toString());
        assertEquals(3, articles.count(letter.id(), ArticleState.HELD));
    }

    @ParameterizedTest
    @CsvSource({"9999-12-31", "+999999-01-01T00:00:00Z", "'\"+999999999-12-31T23:59:59Z\"'"})
    void theLastOfDaysHarmsNoOtherFile(String date) throws IOException {
        var letter = newsletter("a", files(true, 20));
        write("last.md", dated(date, "Last"));
        write("now.md", dated("2026-01-01", "Now"));
        assertEquals(1, poller(letter).pollDue().found());
        assertEquals(List.of("Now"), waiting(letter));
        assertEquals(1, scheduled(letter));
    }
}
