package staytuned.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.ARTICLES;
import static staytuned.db.schema.Tables.ISSUES;
import static staytuned.web.Newsstand.header;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.db.Database;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Stationery;
import staytuned.newsletter.Visibility;
import staytuned.testing.Newsroom;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** The archive as readers, their browsers and search engines meet it. */
@OnEachDatabase
class ArchiveTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final String HOSTILE = "</title></head><script>alert(1)</script>\"><img src=x onerror=alert(1)>";

    private final Database database;
    private final SettableClock clock = new SettableClock(NOW.toString());
    private final Rows rows;
    private Newsstand stand;

    @TempDir
    Path folder;

    ArchiveTest(Database database) {
        this.database = database;
        rows = new Rows(database, clock);
    }

    @AfterEach
    void close() {
        if (stand != null) stand.close();
    }

    @Test
    void pagesLeadFromTheNewestToTheOldestAndBack() throws Exception {
        var notes = rows.newsletter("notes");
        for (var i = 1; i <= 80; i++) published(rows.issue(notes, "Letter " + i));
        stand = new Newsstand(database, List.of(notes));
        var front = document("/archive/notes");
        assertEquals("Letter 80", front.selectFirst(".issues a").text());
        assertEquals(30, front.select(".issues li").size());
        assertEquals(List.of("Older letters"), front.select(".pages a").eachText());
        var middle = document(front.select("a[rel=next]").attr("href"));
        assertEquals("Letter 50", middle.selectFirst(".issues a").text());
        assertEquals(stand.links.site() + "/archive/notes?page=2", middle.select("link[rel=canonical]").attr("href"));
        assertEquals(stand.links.site() + "/archive/notes", middle.select("a[rel=prev]").attr("href"));
        var last = document(middle.select("a[rel=next]").attr("href"));
        assertEquals(25, last.select(".issues li").size());
        assertTrue(last.select("a[rel=next]").isEmpty());
        assertEquals(stand.links.site() + "/archive/notes?page=2", last.select("a[rel=prev]").attr("href"));
        for (var path : List.of("/archive/notes?page=9", "/archive/notes?page=x", "/archive/other", "/archive/notes/x")) {
            assertEquals(404, stand.get(path).statusCode(), path);
        }
        assertEquals(stand.links.site() + "/archive/notes", document("/").select("h1 a").attr("href"));
    }

    @Test
    void aLetterKnowsItsNeighboursItsArticleAndNoReader() throws Exception {
        try (var room = room(Cadence.Edited.UPDATE_WEB)) {
            mail(room, room.item(1, "The dose is 1.5 mg."));
            mail(room, room.item(1, "The dose is 1.5 mg.") + room.item(2, "The second one."));
            mail(room, room.item(2, "The second one.") + room.item(3, "The third one."));
            stand = new Newsstand(database, List.of(room.newsletter));
            var page = document("/issues/2");
            assertEquals("Article 2", page.title());
            assertEquals("Article 2", page.select("meta[property=og:title]").attr("content"));
            assertEquals("The second one.", page.select("meta[property=og:description]").attr("content"));
            assertEquals(room.web.at("/2").toString(), page.select("link[rel=canonical]").attr("href"));
            assertEquals(stand.links.site() + "/issues/1", page.select("nav a[rel=prev]").attr("href"));
            assertEquals(stand.links.site() + "/issues/3", page.select("nav a[rel=next]").attr("href"));
            assertEquals(stand.links.site() + "/archive/notes", page.select("nav a").attr("href"));
            var view = "https://letters.example.org/issues/2";
            assertTrue(room.issues.letter(2).html().contains(view), "what \"View in browser\" leads to");
            assertFalse(page.html().contains("unsubscribe.invalid"), "where a reader's own link stood");
            assertTrue(document("/issues/3").select("nav a[rel=next]").isEmpty());
        }
    }

    @Test
    void anArticleThatWasEditedReadsAsItReadsNow() throws Exception {
        try (var room = room(Cadence.Edited.UPDATE_WEB)) {
            mail(room, room.item(1, "The dose is 1.5 mg."));
            stand = new Newsstand(database, List.of(room.newsletter));
            var before = stand.get("/issues/1");
            assertTrue(before.body().contains("1.5 mg"));
            edit(room, room.item(1, "The dose is 15 mg.").replace("Article 1", "Article 1, Second Edition"));
            var after = stand.get("/issues/1", "If-None-Match", header(before, "ETag"));
            assertEquals(200, after.statusCode());
            assertTrue(after.body().contains("The dose is 15 mg."), after.body());
            assertFalse(after.body().contains("1.5 mg"));
            assertTrue(Jsoup.parse(after.body()).text().contains("March 1, 2026"), "it bears its day");
            assertEquals(304, stand.get("/issues/1", "If-None-Match", header(after, "ETag")).statusCode());
            assertEquals("Article 1, Second Edition", document("/archive/notes").select(".issues a").text());
            assertTrue(room.issues.letter(1).html().contains("1.5 mg"), "what was sent stays as it was sent");
        }
    }

    @Test
    void itStaysAsItWasSentWhereEditsAreIgnored() throws Exception {
        try (var room = room(Cadence.Edited.IGNORE)) {
            mail(room, room.item(1, "The dose is 1.5 mg."));
            edit(room, room.item(1, "The dose is 15 mg."));
            stand = new Newsstand(database, List.of(room.newsletter));
            assertTrue(stand.get("/issues/1").body().contains("1.5 mg"));
        }
    }

    @Test
    void aCorrectionAndWhatItCorrectsBothReadAsTheArticleReadsNow() throws Exception {
        try (var room = room(Cadence.Edited.CORRECTION)) {
            mail(room, room.item(1, "The dose is 1.5 mg."));
            edit(room, room.item(1, "The dose is 15 mg."));
            assertEquals(1, room.edit(room.editor()));
            published(2);
            edit(room, room.item(1, "The dose is 150 mg."));
            stand = new Newsstand(database, List.of(room.newsletter));
            for (var path : List.of("/issues/1", "/issues/2")) {
                assertTrue(document(path).text().contains("The dose is 150 mg."), path);
            }
            assertTrue(document("/issues/2").text().contains("corrects the one that we sent you on March 1, 2026"));
        }
    }

    @Test
    void searchesAndShowsNothingOfWhatItIsGiven() throws Exception {
        var notes = rows.newsletter("notes");
        published(rows.issue(notes, "How Nerves Heal"));
        stand = new Newsstand(database, List.of(notes));
        var found = document("/archive/notes?q=nerves");
        assertEquals(List.of("How Nerves Heal"), found.select(".issues a").eachText());
        assertEquals("noindex", found.select("meta[name=robots]").attr("content"));
        assertEquals("nerves", found.select("input[name=q]").attr("value"));
        var hostile = document("/archive/notes?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E%00%ff");
        assertTrue(hostile.select("script").isEmpty());
        assertEquals("No letter has all of these words.", hostile.select("main > p").first().text());
        assertEquals(200, stand.get("/archive/notes?q=" + "a%20".repeat(200)).statusCode());
        assertEquals("", header(stand.get("/archive/notes?q=nerves"), "ETag"), "what somebody looked for is not kept");
    }

    @Test
    void whatIsUnlistedIsThereForWhoHasTheAddress() throws Exception {
        var notes = with(rows.newsletter("notes"), Visibility.UNLISTED);
        published(rows.issue(notes, "How Nerves Heal"));
        stand = new Newsstand(database, List.of(notes));
        for (var path : List.of("/archive/notes", "/issues/1", "/archive/notes/feed.atom", "/archive/notes/feed.json")) {
            var answer = stand.get(path);
            assertEquals(200, answer.statusCode(), path);
            assertEquals("noindex", header(answer, "X-Robots-Tag"), path);
        }
        assertFalse(stand.get("/sitemap.xml").body().contains("notes"));
        assertFalse(stand.get("/").body().contains("Nerve"));
    }

    @Test
    void whatIsPrivateOpensOnlyByALettersLink() throws Exception {
        var notes = with(rows.newsletter("notes"), Visibility.PRIVATE);
        var issue = rows.issue(notes, "How Nerves Heal");
        published(issue);
        published(rows.issue(notes, "More on Nerves"));
        stand = new Newsstand(database, List.of(notes));
        var nothing = stand.get("/nothing/here");
        var forged = "/issues/" + issue + "?key=AAAAAAAAAAAAAAAAAAAAAA";
        var ofAnother = stand.links.issue(notes.id(), issue + 1).replace("/" + (issue + 1) + "?", "/" + issue + "?");
        for (var path : List.of("/archive/notes", "/archive/notes/feed.atom", "/archive/notes/feed.json",
                "/archive/notes?q=nerves", "/issues/" + issue, forged, ofAnother)) {
            var answer = stand.get(path);
            assertEquals(404, answer.statusCode(), path);
            assertEquals(nothing.body(), answer.body(), path);
        }
        var answer = stand.get(stand.links.issue(notes.id(), issue));
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("How Nerves Heal"));
        assertEquals("no-store", header(answer, "Cache-Control"));
        assertEquals("noindex", header(answer, "X-Robots-Tag"));
        assertFalse(stand.get("/sitemap.xml").body().contains("issues"));
        assertFalse(stand.get("/").body().contains("Nerve"));
        var article = rows.article(notes, "How Nerves Heal", NOW);
        database.run(tx -> tx.sql().update(ARTICLES).set(ARTICLES.STATE, "issued").execute());
        assertEquals(404, stand.get("/articles/" + article).statusCode());
        var whole = stand.get(stand.links.article(notes.id(), article));
        assertEquals(200, whole.statusCode());
        assertEquals("no-store", header(whole, "Cache-Control"));
        var key = stand.links.issue(notes.id(), issue).replaceFirst(".*=", "");
        assertEquals(404, stand.get("/articles/" + article + "?key=" + key).statusCode(), "each page has its own key");
    }

    @Test
    void whoHasAPageIsToldSo() throws Exception {
        var notes = rows.newsletter("notes");
        published(rows.issue(notes, "How Nerves Heal"));
        stand = new Newsstand(database, List.of(notes));
        for (var path : List.of("/", "/archive/notes", "/issues/1", "/archive/notes/feed.atom",
                "/archive/notes/feed.json", "/sitemap.xml")) {
            var answer = stand.get(path);
            assertEquals("public, max-age=60", header(answer, "Cache-Control"), path);
            var tag = header(answer, "ETag");
            for (var tags : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
                var again = stand.get(path, "If-None-Match", tags);
                assertEquals(304, again.statusCode(), path + " " + tags);
                assertEquals("", again.body());
                assertEquals(tag, header(again, "ETag"));
            }
            assertEquals(200, stand.get(path, "If-None-Match", "\"other\"").statusCode());
        }
        var feed = "/archive/notes/feed.atom";
        assertEquals("Sun, 01 Mar 2026 08:00:00 GMT", header(stand.get(feed), "Last-Modified"));
        assertEquals(304, stand.get(feed, "If-Modified-Since", "Sun, 01 Mar 2026 08:00:00 GMT").statusCode());
        assertEquals(200, stand.get(feed, "If-Modified-Since", "Sun, 01 Mar 2026 07:59:59 GMT").statusCode());
        assertEquals(200, stand.get(feed, "If-Modified-Since", "yesterday").statusCode());
        assertEquals(200, stand.get(
                feed, "If-None-Match", "\"x\"", "If-Modified-Since", "Sun, 01 Mar 2026 08:00:00 GMT").statusCode());
    }

    @Test
    void hostileWordsAreInert() throws Exception {
        try (var room = room(Cadence.Edited.UPDATE_WEB)) {
            published(rows.issue(room.newsletter, "Before"));
            var item = room.item(1, "Words").replace("Article 1", "<![CDATA[" + HOSTILE + "]]>");
            mail(room, item.replaceFirst("<link>.*?</link>", "<link>javascript:alert(1)</link>"));
            mail(room, room.item(2, "Words"));
            stand = new Newsstand(database, List.of(room.newsletter));
            for (var path : List.of("/archive/notes", "/issues/2", "/issues/3", "/archive/notes?q=alert")) {
                var page = document(path);
                assertTrue(page.select("script, [onerror]").isEmpty(), path);
                assertFalse(page.select("[href]").eachAttr("href").stream().anyMatch(each -> each.startsWith("j")), path);
            }
            assertTrue(header(stand.get("/issues/2"), "Content-Security-Policy").contains("sandbox"));
        }
    }

    private static Newsletter with(Newsletter newsletter, Visibility archive) {
        return new Newsletter(
                newsletter.id(), newsletter.key(), newsletter.title(), newsletter.from(), newsletter.postalAddress(),
                newsletter.language(), newsletter.sources(), newsletter.cadence(), Stationery.PLAIN, archive);
    }

    private Newsroom room(Cadence.Edited edited) {
        return new Newsroom(database, clock, folder,
                new Cadence(null, ZoneOffset.UTC, Duration.ZERO, Cadence.Missed.SEND_NOW, edited));
    }

    /** What the feed holds is mailed. */
    private void mail(Newsroom room, String items) {
        edit(room, items);
        room.edit(room.editor());
        database.run(tx -> tx.sql().update(ISSUES)
                .set(ISSUES.PUBLISHED_AT, NOW)
                .where(ISSUES.PUBLISHED_AT.isNull())
                .execute());
    }

    private void edit(Newsroom room, String items) {
        room.serve(items);
        clock.pass(Newsroom.POLL);
        room.poll();
    }

    private void published(long issue) {
        database.run(tx -> tx.sql().update(ISSUES)
                .set(ISSUES.PUBLISHED_AT, NOW)
                .where(ISSUES.ID.eq(issue))
                .execute());
    }

    private Document document(String path) throws Exception {
        var answer = stand.get(path);
        assertEquals(200, answer.statusCode(), path);
        return Jsoup.parse(answer.body());
    }
}
