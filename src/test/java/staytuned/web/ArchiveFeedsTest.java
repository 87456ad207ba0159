package staytuned.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.ARTICLES;
import static staytuned.db.schema.Tables.ISSUES;
import static staytuned.db.schema.Tables.ISSUE_ARTICLES;
import static staytuned.web.Newsstand.header;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rometools.rome.feed.synd.SyndLink;
import com.rometools.rome.io.SyndFeedInput;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.jdom2.input.SAXBuilder;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import staytuned.article.Article;
import staytuned.article.Articles;
import staytuned.article.Poller;
import staytuned.article.Sources;
import staytuned.db.Database;
import staytuned.fetch.Fetcher;
import staytuned.newsletter.Newsletter;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** The feeds and maps of the archive, as the programs of others read them. */
@OnEachDatabase
class ArchiveFeedsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant EDITED = NOW.plusSeconds(3600);
    private static final String HOSTILE = "<b>]]>&amp; \u0008\uFFFE \uD83C\uDF4E \"q\" </entry>";
    private static final Namespace ATOM = Namespace.getNamespace("http://www.w3.org/2005/Atom");

    private final Database database;
    private final SettableClock clock = new SettableClock(NOW.toString());
    private final Rows rows;
    private final Newsletter notes;
    private Newsstand stand;

    ArchiveFeedsTest(Database database) {
        this.database = database;
        rows = new Rows(database, clock);
        notes = rows.newsletter("nerve-notes");
    }

    @BeforeEach
    void open() {
        letter("How Nerves Heal", "https://example.org/heal?a=1&b=2", "Slowly.\n\n- One <i>\n- Two");
        var edited = letter("On Sleep", null, "At night.");
        database.run(tx -> tx.sql().update(ARTICLES)
                .set(ARTICLES.TITLE, "On Sleep, Revised")
                .set(ARTICLES.REVISED_AT, EDITED)
                .where(ARTICLES.ID.eq(edited))
                .execute());
        letter(HOSTILE, "javascript:alert(1)", HOSTILE);
        stand = new Newsstand(database, List.of(notes));
    }

    @AfterEach
    void close() {
        stand.close();
    }

    @Test
    void atomHasAllThatItsRfcAsksFor() throws Exception {
        var answer = stand.get("/archive/nerve-notes/feed.atom");
        assertEquals("application/atom+xml", header(answer, "Content-Type"));
        var feed = new SAXBuilder().build(new StringReader(answer.body())).getRootElement();
        assertEquals("feed", feed.getName());
        assertEquals("en", feed.getAttributeValue("lang", Namespace.XML_NAMESPACE));
        assertEquals(stand.links.site() + "/archive/nerve-notes", feed.getChildText("id", ATOM));
        assertEquals("Nerve Notes", feed.getChild("author", ATOM).getChildText("name", ATOM));
        assertEquals(EDITED, Instant.parse(feed.getChildText("updated", ATOM)));
        assertEquals(stand.links.site() + "/archive/nerve-notes/feed.atom", link(feed, "self"));
        assertEquals(stand.links.site() + "/archive/nerve-notes", link(feed, "alternate"));
        var entries = feed.getChildren("entry", ATOM);
        assertEquals(3, entries.size());
        for (var entry : entries) {
            for (var name : List.of("id", "title", "updated", "published", "summary", "content")) {
                assertEquals(1, entry.getChildren(name, ATOM).size(), name);
            }
            assertEquals(entry.getChildText("id", ATOM), link(entry, "alternate"));
        }
        assertEquals("On Sleep, Revised", entries.get(1).getChildText("title", ATOM));
        assertEquals(EDITED, Instant.parse(entries.get(1).getChildText("updated", ATOM)));
        assertEquals(NOW, Instant.parse(entries.get(1).getChildText("published", ATOM)));
        assertEquals("https://example.org/heal?a=1&b=2", link(entries.get(2), "related"));
        assertEquals("", link(entries.get(0), "related"));
        var html = entries.get(2).getChildText("content", ATOM);
        assertEquals(List.of("Slowly.", "- One <i> - Two", "Read the whole article"),
                Jsoup.parse(html).select("p").eachText());
    }

    @Test
    void romeReadsWhatWasWrittenAndWhatIsHostileIsOnlyText() throws Exception {
        var body = stand.get("/archive/nerve-notes/feed.atom").body();
        var feed = new SyndFeedInput().build(new StringReader(body));
        assertEquals("Nerve Notes", feed.getTitle());
        var hostile = feed.getEntries().getFirst();
        assertEquals("<b>]]>&amp;  \uD83C\uDF4E \"q\" </entry>", hostile.getTitle());
        assertTrue(feed.getLinks().stream().map(SyndLink::getRel).toList().contains("self"));
        var shown = Jsoup.parse(hostile.getContents().getFirst().getValue());
        assertTrue(shown.select("b, script, a").isEmpty());
        assertTrue(shown.text().contains("<b>]]>&amp;"), shown.text());
        assertFalse(body.contains("javascript"));
    }

    @Test
    void whatXmlForbidsIsLeftOut() {
        assertEquals("ab\uD83C\uDF4E\n", AtomFeed.allowed("a\u0000\u001F\uD800b\uFFFF\uD83C\uDF4E\n\uDC00"));
    }

    @Test
    void jsonFeedHasWhatItsVersionAsksFor() throws Exception {
        var answer = stand.get("/archive/nerve-notes/feed.json");
        assertEquals("application/feed+json", header(answer, "Content-Type"));
        JsonNode feed = new ObjectMapper().readTree(answer.body());
        assertEquals("https://jsonfeed.org/version/1.1", feed.get("version").asText());
        assertEquals("Nerve Notes", feed.get("title").asText());
        assertEquals(stand.links.site() + "/archive/nerve-notes/feed.json", feed.get("feed_url").asText());
        assertEquals(3, feed.get("items").size());
        var item = feed.get("items").get(1);
        assertEquals(item.get("url"), item.get("id"));
        assertEquals("On Sleep, Revised", item.get("title").asText());
        assertEquals(EDITED, Instant.parse(item.get("date_modified").asText()));
        assertEquals(NOW, Instant.parse(item.get("date_published").asText()));
        assertEquals("https://example.org/heal?a=1&b=2", feed.get("items").get(2).get("external_url").asText());
        assertFalse(feed.get("items").get(0).has("external_url"));
    }

    /** What another newsletter makes of it that has these feeds as its sources. */
    @Test
    void ourOwnReaderTakesBoth() throws Exception {
        for (var kind : List.of("atom", "json")) {
            var url = URI.create(stand.links.site() + "/archive/nerve-notes/feed." + kind);
            var reader = rows.newsletter("reader-" + kind, new Newsletter.Feed(url, Duration.ofMinutes(10), true, 20));
            var articles = new Articles(database);
            try (var fetcher = new Fetcher(
                    URI.create("http://127.0.0.1"), Set.of("127.0.0.1"), Fetcher.Limits.USUAL, clock)) {
                new Poller(
                        new Poller.Desk(new Sources(database), articles, fetcher, clock, () -> Long.MIN_VALUE),
                        List.of(reader)).pollDue();
            }
            var read = articles.list(reader.id(), 10).stream()
                    .sorted(Comparator.comparing(Article::link))
                    .toList();
            assertEquals(List.of("How Nerves Heal", "On Sleep, Revised"),
                    read.stream().limit(2).map(each -> each.reading().title()).toList(), kind);
            assertEquals(stand.links.issue(notes.id(), 1), read.getFirst().link());
            assertEquals("Slowly.", read.getFirst().reading().lead().lines().findFirst().orElse(""));
            assertEquals(NOW, read.getFirst().publishedAt());
        }
    }

    @Test
    void aMapIsSplitWhereItWouldBeTooLarge() throws Exception {
        assertEquals(5, addresses(stand.get("/sitemap.xml")).size());
        assertEquals(404, stand.get("/sitemap.xml?part=2").statusCode());
        assertEquals(404, stand.get("/sitemap.xml?part=x").statusCode());
        var small = new Sitemap(stand.shelf, 2);
        assertEquals(3, locations(small.map(null).body(), "sitemap").size());
        var all = new TreeMap<String, Integer>();
        for (var part = 1; part <= 3; part++) {
            for (var each : locations(small.map("" + part).body(), "url")) all.merge(each, 1, Integer::sum);
        }
        assertEquals(addresses(stand.get("/sitemap.xml")), List.copyOf(all.keySet()));
        assertEquals(Set.of(1), Set.copyOf(all.values()));
        assertTrue(all.containsKey(stand.links.archive("nerve-notes")));
        assertEquals(404, small.map("4").status());
        assertEquals(404, small.map("0").status());
        assertEquals(50_000, Sitemap.MOST);
        assertTrue(stand.get("/robots.txt").body().endsWith("Sitemap: " + stand.links.site() + "/sitemap.xml\n"));
    }

    private static List<String> addresses(HttpResponse<String> map) throws Exception {
        return locations(map.body(), "url").stream().sorted().toList();
    }

    private static List<String> locations(String xml, String each) throws Exception {
        var root = new SAXBuilder().build(new StringReader(xml)).getRootElement();
        return root.getChildren(each, root.getNamespace()).stream()
                .map(one -> one.getChildText("loc", root.getNamespace()))
                .toList();
    }

    private static String link(Element of, String rel) {
        return of.getChildren("link", ATOM).stream()
                .filter(each -> rel.equals(each.getAttributeValue("rel")))
                .map(each -> each.getAttributeValue("href"))
                .findFirst()
                .orElse("");
    }

    private long letter(String title, String link, String lead) {
        var issue = rows.issue(notes, title);
        var article = rows.article(notes, title, NOW);
        database.run(tx -> {
            tx.sql().update(ISSUES).set(ISSUES.PUBLISHED_AT, NOW).where(ISSUES.ID.eq(issue)).execute();
            tx.sql().update(ARTICLES)
                    .set(ARTICLES.LEAD, lead)
                    .set(ARTICLES.LINK, link)
                    .set(ARTICLES.STATE, "issued")
                    .where(ARTICLES.ID.eq(article))
                    .execute();
            tx.sql().insertInto(ISSUE_ARTICLES)
                    .set(ISSUE_ARTICLES.ISSUE_ID, issue)
                    .set(ISSUE_ARTICLES.ARTICLE_ID, article)
                    .execute();
        });
        return article;
    }
}
