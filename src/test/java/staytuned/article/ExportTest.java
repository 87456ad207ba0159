package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.article.WordPressExportTest.export;
import static staytuned.article.WordPressExportTest.item;
import static staytuned.article.WordPressExportTest.post;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.db.Database;
import staytuned.fetch.Fetcher;
import staytuned.newsletter.Newsletter;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** An export of WordPress as a source. */
@OnEachDatabase
class ExportTest {
    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final Database database;
    private final Articles articles;
    private final Sources sources;
    private final Rows rows;
    private final Fetcher fetcher;

    @TempDir
    private Path folder;

    private Path file = Path.of("");
    private Newsletter newsletter;
    private Poller poller;

    ExportTest(Database database) {
        this.database = database;
        articles = new Articles(database);
        sources = new Sources(database);
        rows = new Rows(database, clock);
        newsletter = rows.newsletter("a");
        fetcher = new Fetcher(URI.create("https://letters.example.org"), Set.of(), Fetcher.Limits.USUAL, clock);
        poller = poller();
    }

    private Poller poller() {
        return new Poller(
                new Poller.Desk(sources, articles, fetcher, clock, () -> Long.MIN_VALUE), List.of(newsletter));
    }

    @BeforeEach
    void open() {
        file = folder.resolve("wordpress.xml");
        newsletter = rows.newsletter("a", new Newsletter.Export(file, Duration.ofSeconds(10), false, 20));
        poller = poller();
    }

    @AfterEach
    void close() {
        fetcher.close();
    }

    private Round exported(String... items) throws IOException {
        Files.writeString(file, export(items));
        Files.setLastModifiedTime(file, FileTime.from(clock.instant().minusSeconds(5)));
        return poll();
    }

    private Round poll() {
        clock.pass(Duration.ofMinutes(1));
        return poller.pollDue();
    }

    private List<String> waiting() {
        return articles.waiting(newsletter.id(), clock.instant(), 100).stream().map(each -> each.reading().title())
                .toList();
    }

    @Test
    void theFirstExportIsTheBaselineAndTheNextBringsWhatIsNew() throws Exception {
        assertEquals(new Round(1, 0, List.of()), exported(post("One"), post("Two")));
        assertEquals(2, articles.count(newsletter.id(), ArticleState.BASELINE));
        assertEquals(new Round(1, 0, List.of()), poll(), "unchanged");
        assertEquals(1, exported(post("Three"), post("One"), post("Two")).found());
        assertEquals(List.of("Three"), waiting());
        var three = articles.waiting(newsletter.id(), clock.instant(), 1).getFirst();
        assertEquals("About Three, at some length and in every detail.\n\nThen a second paragraph on Three.",
                three.reading().lead());
        assertEquals("The Desk", three.author());
        var writings = database.inTransaction(tx -> Writings.of(tx, List.of(three.id())));
        assertEquals(Set.of("a"), writings.getFirst().tags());
        assertEquals(0, exported(post("One"), post("Three")).found(), "each once");
    }

    @Test
    void aScheduledPostComesWithItsDateAlthoughTheFileIsTheSame() throws Exception {
        exported(post("One"), item("Soon", "post", "future", "", "2026-03-01 09:00:00"));
        assertEquals(List.of(), waiting());
        assertEquals(1, articles.count(newsletter.id(), ArticleState.SCHEDULED), "although it is the baseline");
        clock.set("2026-03-01T08:59:30Z");
        assertEquals(1, poll().found());
        assertEquals(List.of("Soon"), waiting());
        assertEquals(0, poll().found());
        assertEquals(Instant.parse("2026-03-01T09:00:00Z"), articles.list(newsletter.id(), 1).getFirst().foundAt());
    }

    @Test
    void aScheduledPostFollowsItsDate() throws Exception {
        exported(post("One"), item("Soon", "post", "future", "", "2026-03-01 09:00:00"));
        exported(post("One"), item("Soon", "post", "future", "", "2026-03-01 10:00:00"));
        clock.set("2026-03-01T09:30:00Z");
        assertEquals(0, poll().found());
        assertEquals(1, exported(post("One"), item("Soon", "post", "publish", "", "2026-03-01 09:30:00")).found());
        assertEquals(0, poll().found());
    }

    @Test
    void aBrokenExportTakesNothingAndIsNamed() throws Exception {
        exported(post("One"));
        Files.writeString(file, export(post("One"), post("Two")).replace("</channel></rss>", ""));
        Files.setLastModifiedTime(file, FileTime.from(clock.instant().minusSeconds(5)));
        var problems = poll().problems();
        assertTrue(problems.getFirst().startsWith("source " + file + ": the XML is cut off or broken at line "),
                problems.toString());
        assertEquals(List.of(), waiting());
        Files.delete(file);
        clock.pass(Duration.ofHours(1));
        assertTrue(poll().problems().getFirst().contains("the file does not exist"));
    }

    @Test
    void aFileThatIsStillBeingWrittenIsLookedAtAgainSoon() throws Exception {
        exported(post("One"));
        clock.pass(Duration.ofMinutes(1));
        Files.writeString(file, export(post("One"), post("Two")));
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        assertEquals(0, poller.pollDue().found());
        clock.pass(Duration.ofSeconds(2));
        assertEquals(1, poller.pollDue().found());
    }
}
