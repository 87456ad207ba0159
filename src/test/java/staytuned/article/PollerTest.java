package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.db.Database;
import staytuned.fetch.Fetcher;
import staytuned.mail.Address;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Web;

@OnEachDatabase
class PollerTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration POLL = Duration.ofMinutes(10);
    /** Its nextDouble() is 0.5, so that no wait is longer or shorter than what it stands for. */
    private static final RandomGenerator MIDDLE = () -> Long.MIN_VALUE;

    private final Database database;
    private final Articles articles;
    private final Sources sources;
    private final Web web = new Web();
    private final Fetcher fetcher;
    private Instant now = START;

    @TempDir
    Path folder;

    PollerTest(Database database) {
        this.database = database;
        articles = new Articles(database);
        sources = new Sources(database);
        fetcher = new Fetcher(URI.create("https://letters.example.org"), Set.of("127.0.0.1"), Fetcher.Limits.USUAL,
                () -> now);
    }

    @AfterEach
    void close() {
        fetcher.close();
        web.close();
    }

    private Newsletter newsletter(String key, Newsletter.Source... from) {
        var id = new Newsletters(database).register(key, START);
        var cadence = new Cadence(null, ZoneOffset.UTC, Duration.ZERO, Cadence.Missed.SEND_NOW);
        return new Newsletter(id, key, key, Address.parse("notes@example.org"), "", "en", "main", List.of(from),
                cadence);
    }

    private Newsletter.Feed feed(String path) {
        return new Newsletter.Feed(web.at(path), POLL, false, 20);
    }

    private Poller poller(Newsletter... newsletters) {
        return poller(MIDDLE, newsletters);
    }

    private Poller poller(RandomGenerator random, Newsletter... newsletters) {
        return new Poller(new Poller.Desk(sources, articles, fetcher, () -> now, random), List.of(newsletters));
    }

    private Round later(Poller poller) {
        now = now.plus(POLL);
        return poller.pollDue();
    }

    private static String item(String guid, String link, String title) {
        return item(guid, link, title, START.minusSeconds(title.length()));
    }

    private static String item(String guid, String link, String title, Instant published) {
        var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(published.atOffset(ZoneOffset.UTC));
        return "<item><title>" + title + "</title>" + (link.isEmpty() ? "" : "<link>" + link + "</link>")
                + (guid.isEmpty() ? "" : "<guid isPermaLink=\"false\">" + guid + "</guid>") + "<pubDate>" + date
                        + "</pubDate>"
                + "<description>About " + title + ", at some length.</description></item>";
    }

    private void serve(String... items) {
        web.on("/feed", "text/xml", FeedsTest.rss(String.join("", items)));
    }

    private List<String> waiting(Newsletter newsletter) {
        return articles.waiting(newsletter.id(), now, 100).stream().map(each -> each.reading().title()).toList();
    }

    @Test
    void takesTheFirstPollAsTheBaseline() {
        var letter = newsletter("a", feed("/feed"));
        var poller = poller(letter);
        serve(item("1", "https://example.org/1", "One"));
        assertEquals(new Round(1, 0, List.of()), poller.pollDue());
        assertEquals(new Round(0, 0, List.of()), poller.pollDue(), "not due again yet");
        assertEquals(1, articles.count(letter.id(), ArticleState.BASELINE));
        serve(item("1", "https://example.org/1", "One"), item("2", "https://example.org/2", "Second"));
        assertEquals(new Round(1, 1, List.of()), later(poller));
        assertEquals(List.of("Second"), waiting(letter));
        var second = articles.waiting(letter.id(), now, 1).getFirst();
        assertEquals("About Second, at some length.", second.reading().lead());
        assertEquals("https://example.org/2", second.link());
        assertEquals(START.minusSeconds(6), second.publishedAt());
        assertEquals(second, articles.find(second.id()).orElseThrow());
    }

    @Test
    void mailsTheFirstPollWhereTheSourceSaysSo() {
        var letter = newsletter("a", new Newsletter.Feed(web.at("/feed"), POLL, true, 20));
        serve(item("1", "", "One"), item("2", "", "Two, older"));
        assertEquals(new Round(1, 2, List.of()), poller(letter).pollDue());
        assertEquals(List.of("Two, older", "One"), waiting(letter), "oldest first");
        assertEquals("One", articles.list(letter.id(), 1).getFirst().reading().title(), "newest first");
    }

    @Test
    void knowsAnArticleAgain() {
        var letter = newsletter("a", feed("/feed"));
        var poller = poller(letter);
        serve(item("http://example.org/?p=1", "http://example.org/1", "One"), item("2", "https://example.org/2", "Two"),
                item("", "https://example.org/3", "Three"), item("", "", "Four"));
        poller.pollDue();
        serve(item("", "", "Four"), item("9", "https://example.org/2/?utm_source=rss#top", "Two"),
                item("https://example.org/?p=1", "https://example.org/new", "One, edited", START.minusSeconds(3)),
                item("", "http://EXAMPLE.org/3/?utm_medium=x", "Three, edited"));
        assertEquals(new Round(1, 0, List.of()), later(poller));
        assertEquals(List.of(), waiting(letter));
        serve();
        later(poller);
        serve(item("2", "https://example.org/2", "Two"));
        assertEquals(0, later(poller).found(), "gone and back");
    }

    @Test
    void missesNoneWhereGuidsAreReusedOrShared() {
        var letter = newsletter("a", feed("/feed"));
        var poller = poller(letter);
        serve(item("1", "https://example.org/1", "One"));
        poller.pollDue();
        serve(item("1", "https://example.org/other", "Another"));
        assertEquals(1, later(poller).found());
        assertEquals(0, later(poller).found());
        serve(item("1", "https://example.org/x", "X x x"), item("1", "https://example.org/y", "Y y y y"),
                item("1", "https://example.org/1", "One"));
        assertEquals(2, later(poller).found());
        serve(item("s", "https://example.org/status", "Down", START),
                item("t", "https://example.org/status", "Down", START.minusSeconds(60)),
                item("", "https://example.org/log#a", "Log a"), item("", "https://example.org/log#b", "Log b"));
        assertEquals(4, later(poller).found());
        assertEquals(0, later(poller).found());
    }

    @Test
    void keepsAnArticleOfTwoSourcesOnceForEachNewsletter() {
        web.on("/other", "text/xml", FeedsTest.rss(item("77", "http://example.org/1/", "One")));
        serve(item("1", "https://example.org/1", "One"));
        var one = newsletter("a", new Newsletter.Feed(web.at("/feed"), POLL, true, 20),
                new Newsletter.Feed(web.at("/other"), POLL, true, 20));
        var two = newsletter("b", new Newsletter.Feed(web.at("/feed"), POLL, true, 20));
        assertEquals(new Round(3, 2, List.of()), poller(one, two).pollDue());
        assertEquals(1, articles.count(one.id(), ArticleState.WAITING));
        assertEquals(1, articles.count(two.id(), ArticleState.WAITING));
    }

    @Test
    void keepsEachArticleOnceWithManyPollersAtOnce() throws Exception {
        var letter = newsletter("a", new Newsletter.Feed(web.at("/feed"), POLL, true, 20));
        var items = new ArrayList<String>();
        for (int i = 0; i < 60; i++) items.add(item("g" + i, "https://example.org/" + i, "Title " + i));
        serve(items.toArray(String[]::new));
        int found = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Round> poll = () -> poller(letter).pollAll();
            for (var each : threads.invokeAll(List.of(poll, poll, poll, poll))) found += each.get().found();
        }
        assertEquals(60, found);
        assertEquals(60, articles.count(letter.id(), ArticleState.WAITING));
    }

    @Test
    void readsAWaitingArticleAgainWhenItIsEditedAndLeavesAnIssuedOne() {
        var letter = newsletter("a", new Newsletter.Feed(web.at("/feed"), POLL, true, 20));
        var poller = poller(letter);
        serve(item("1", "https://example.org/1", "One"));
        poller.pollDue();
        serve(item("1", "https://example.org/1", "One, mended"));
        assertEquals(0, later(poller).found());
        assertEquals(List.of("One, mended"), waiting(letter));
        var id = articles.list(letter.id(), 1).getFirst().id();
        database.run(tx -> articles.mark(tx, List.of(id), ArticleState.ISSUED));
        serve(item("1", "https://example.org/1", "One, mended twice"));
        later(poller);
        assertEquals("One, mended", articles.find(id).orElseThrow().reading().title());
        assertEquals(ArticleState.ISSUED, articles.find(id).orElseThrow().state());
    }

    @Test
    void backsOffFromASourceThatFailsAndKeepsWhatItHad() {
        var letter = newsletter("a", feed("/feed"), feed("/broken"));
        var poller = poller(letter);
        serve(item("1", "https://example.org/1", "One"));
        var source = "source " + web.at("/broken");
        assertEquals(
                new Round(2, 0, List.of(source + ": HTTP 404 not found; next try at 2026-01-02T03:24Z")),
                        poller.pollDue());
        assertEquals(1, articles.count(letter.id(), ArticleState.BASELINE));
        assertEquals(1, poller.pollAll().polled(), "the broken one is in back-off");
        now = START.plus(Duration.ofMinutes(20));
        web.on("/broken", "text/html", "<!DOCTYPE html><p>Sorry");
        assertEquals(List.of(source + ": an HTML page and not a feed; next try at 2026-01-02T04:04Z"),
                poller.pollDue().problems());
        now = START.plus(Duration.ofHours(1));
        web.status("/broken", 429, "Retry-After", "86400");
        assertEquals(List.of(source + ": HTTP 429 asked too often; next try at 2026-01-03T04:04Z"),
                poller.pollDue().problems());
        var standing = sources.list(letter.id()).stream().filter(each -> each.failures() > 0).findFirst().orElseThrow();
        assertEquals(3, standing.failures());
        assertEquals("HTTP 429 asked too often", standing.reason());
        assertNull(standing.succeededAt());
        now = START.plus(Duration.ofDays(2));
        web.on("/broken", "text/xml", FeedsTest.rss(item("9", "", "Back")));
        assertEquals(List.of(), poller.pollDue().problems());
        assertEquals(0, articles.count(letter.id(), ArticleState.WAITING), "its first success is its baseline");
    }

    @Test
    void waitsAtMostADayBetweenTries() {
        var poller = poller(newsletter("a", feed("/broken")));
        var last = List.<String>of();
        for (int i = 0; i < 12; i++) {
            last = poller.pollDue().problems();
            now = now.plus(Duration.ofDays(1));
        }
        assertEquals(List.of("source " + web.at("/broken") + ": HTTP 404 not found; next try at 2026-01-14T03:04Z"),
                last);
    }

    @Test
    void keepsTheOldStateOfACutFeed() {
        var letter = newsletter("a", feed("/feed"));
        var poller = poller(letter);
        serve(item("1", "", "One"));
        poller.pollDue();
        var whole = FeedsTest.rss(item("2", "", "Two") + item("3", "", "Three"));
        web.on("/feed", "text/xml", whole.substring(0, whole.length() - 60));
        assertTrue(later(poller).problems().getFirst().contains("cut off or broken"));
        assertEquals(0, articles.count(letter.id(), ArticleState.WAITING));
        web.on("/feed", "text/xml", whole);
        now = now.plus(Duration.ofMinutes(10));
        assertEquals(2, later(poller).found());
    }

    @Test
    void asksOnlyForWhatHasChangedSince() {
        var letter = newsletter("a", feed("/feed"));
        var poller = poller(letter);
        var body = FeedsTest.rss(item("1", "", "One")).getBytes(StandardCharsets.UTF_8);
        web.on("/feed", exchange -> {
            boolean same = "\"v1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            exchange.getResponseHeaders().set("ETag", "\"v1\"");
            if (same) exchange.sendResponseHeaders(304, -1);
            else Web.send(exchange, 200, body);
        });
        poller.pollDue();
        assertEquals(new Round(1, 0, List.of()), later(poller));
        assertEquals(List.of("\"v1\""), web.requests.getLast().get("If-none-match"));
        assertEquals(now, sources.list(letter.id()).getFirst().succeededAt());
    }

    @Test
    void reportsAnItemThatSaysNothingOnce() {
        var letter = newsletter("a", feed("/feed"));
        var poller = poller(letter);
        serve("<item><link>https://example.org/empty</link></item>", item("1", "", "One"));
        assertEquals(
                List.of("item 'https://example.org/empty' of " + web.at("/feed")
                        + ": has neither title nor text; read again when it changes"),
                poller.pollDue().problems());
        assertEquals(List.of(), later(poller).problems());
        assertEquals(1, articles.count(letter.id(), ArticleState.BASELINE));
        assertEquals(1, articles.count(letter.id(), ArticleState.UNREADABLE));
    }

    @Test
    void takesABaselineOfTenThousandItems() {
        var letter = newsletter("a", feed("/feed"));
        var items = new StringBuilder();
        for (int i = 0; i < 10_000; i++) items.append(item("g" + i, "https://example.org/" + i, "Title " + i));
        serve(items.toString());
        assertEquals(new Round(1, 0, List.of()), poller(letter).pollDue());
        assertEquals(10_000, articles.count(letter.id(), ArticleState.BASELINE));
    }

    @Test
    void believesNoDateInTheFuture() {
        var letter = newsletter("a", new Newsletter.Feed(web.at("/feed"), POLL, true, 20));
        serve(item("1", "", "Tomorrow", START.plus(Duration.ofDays(1))));
        poller(letter).pollDue();
        assertNull(articles.list(letter.id(), 1).getFirst().publishedAt());
    }

    private void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(5)));
    }

    private Newsletter.Folder files() {
        return new Newsletter.Folder(folder, POLL, false, 20);
    }

    @Test
    void readsTheFilesOfAFolder() throws IOException {
        var letter = newsletter("a", files());
        var poller = poller(letter);
        write("old.txt", "An old article, there before the service was.");
        assertEquals(new Round(1, 0, List.of()), poller.pollDue());
        write("2026/new.md", """
                ---
                title: "Front: matter"
                date: 2026-01-01 10:00
                author: The Desk
                url: https://example.org/new
                lang: de
                ---
                # Other

                Der Text.
                """);
        write("page.html", "<h1>A page</h1><p>Its text.</p>");
        write("draft.md", "---\ndraft: true\n---\nNot yet.");
        write(".hidden.txt", "hidden");
        write(".git/x.txt", "hidden");
        write("image.png", "no text");
        assertEquals(new Round(1, 2, List.of()), later(poller));
        assertEquals(List.of("Front: matter", "A page"), waiting(letter));
        var markdown = articles.waiting(letter.id(), now, 1).getFirst();
        assertEquals(Instant.parse("2026-01-01T10:00:00Z"), markdown.publishedAt());
        assertEquals("The Desk", markdown.author());
        assertEquals("https://example.org/new", markdown.link());
        assertEquals("de", markdown.reading().language());
        assertEquals("Der Text.", markdown.reading().lead());
        assertEquals(0, later(poller).found());
        write("draft.md", "Now it is.");
        assertEquals(1, later(poller).found());
    }

    @Test
    void reportsAnUnreadableFileOnceAndReadsItWhenItChanges() throws IOException {
        var letter = newsletter("a", files());
        var poller = poller(letter);
        write("was-broken.md", "---\ntitle: [\n---\nText.");
        poller.pollDue();
        write("a.md", "---\ntitle: \"open\nx: 1\n---\nText.");
        write("b.txt", "");
        write("c.txt", "x".repeat(5_000_001));
        write("d.txt", "Good.");
        var round = later(poller);
        assertEquals(1, round.found());
        assertEquals(3, round.problems().size());
        assertTrue(round.problems().getFirst().startsWith("file " + folder.resolve("a.md") + ": front matter line "),
                round.problems().getFirst());
        assertEquals("file " + folder.resolve("b.txt") + ": is empty; read again when it changes",
                round.problems().get(1));
        assertEquals("file " + folder.resolve("c.txt") + ": is larger than 5 MB; read again when it changes",
                round.problems().get(2));
        assertEquals(List.of(), later(poller).problems());
        write("b.txt", "Mended.");
        write("was-broken.md", "---\ntitle: Mended too\n---\nText.");
        assertEquals(new Round(1, 1, List.of()), later(poller));
        assertEquals(List.of("Good.", "Mended."), waiting(letter), "what was there at the baseline stays there");
        assertEquals(2, articles.count(letter.id(), ArticleState.UNREADABLE));
    }

    @Test
    void waitsForAFileThatIsBeingWritten() throws IOException {
        var letter = newsletter("a", new Newsletter.Folder(folder, POLL, true, 20));
        var poller = poller(letter);
        write("a.txt", "Half of it");
        Files.setLastModifiedTime(folder.resolve("a.txt"), FileTime.from(now.minusMillis(300)));
        assertEquals(new Round(1, 0, List.of()), poller.pollDue());
        now = now.plusSeconds(2);
        assertEquals(new Round(1, 1, List.of()), poller.pollDue());
        write("b.txt", "Another");
        Files.setLastModifiedTime(folder.resolve("b.txt"), FileTime.from(now));
        assertEquals(1, poller.pollAll().found());
    }

    @Test
    void staysInsideTheFolder(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("secret.txt"), "Secret.");
        write("a.txt", "Inside.");
        Files.createSymbolicLink(folder.resolve("link.txt"), outside.resolve("secret.txt"));
        Files.createSymbolicLink(folder.resolve("links"), outside);
        Files.createSymbolicLink(folder.resolve("loop"), folder);
        Files.createSymbolicLink(folder.resolve("nowhere.txt"), folder.resolve("gone.txt"));
        var letter = newsletter("a", new Newsletter.Folder(folder, POLL, true, 20));
        assertEquals(new Round(1, 1, List.of()), poller(letter).pollDue());
        assertEquals(List.of("Inside."), waiting(letter));
    }

    @Test
    void saysThatAFolderIsMissing() {
        var missing = folder.resolve("none");
        var round = poller(newsletter("a", new Newsletter.Folder(missing, POLL, false, 20))).pollDue();
        assertEquals(
                List.of("source " + missing
                        + ": the folder does not exist: create it or correct the path; next try at 2026-01-02T03:24Z"),
                round.problems());
    }
}
