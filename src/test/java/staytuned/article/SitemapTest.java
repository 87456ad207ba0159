package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import staytuned.db.Database;
import staytuned.fetch.Body;
import staytuned.newsletter.Newsletter;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Web;

/** Sitemaps, and the pages that are new in them. */
@OnEachDatabase
class SitemapTest {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""
            + " xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\""
            + " xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\">";

    private final WebDesk desk;

    SitemapTest(Database database) {
        desk = new WebDesk(database);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private Newsletter letter(String only, boolean sends) {
        return desk.newsletter(
                new Newsletter.Sitemap(desk.web.at("/sitemap.xml"), only, WebDesk.POLL, sends, 20));
    }

    private String url(String path) {
        return "<url><loc>" + desk.web.at(path) + "</loc></url>";
    }

    private String url(String path, String changed) {
        return url(path).replace("</url>", "<lastmod>" + changed + "</lastmod></url>");
    }

    private static byte[] bytes(String... urls) {
        return (HEAD + String.join("", urls) + "</urlset>").getBytes(StandardCharsets.UTF_8);
    }

    private void serve(String... urls) {
        desk.body("/sitemap.xml", "application/xml", bytes(urls));
    }

    private void index(String... paths) {
        var out = new StringBuilder("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">");
        for (var path : paths) out.append("<sitemap><loc>").append(desk.web.at(path)).append("</loc></sitemap>");
        desk.body("/sitemap.xml", "application/xml",
                out.append("</sitemapindex>").toString().getBytes(StandardCharsets.UTF_8));
    }

    private String failure(Newsletter letter) {
        var problem = desk.poller(letter).pollDue().problems().getFirst();
        return problem.substring(problem.indexOf(": ") + 2).replaceFirst("; next try.*", "");
    }

    @Test
    void fetchesNoPageAtTheBaselineAndEachNewOneOnceAfterwards() {
        var letter = letter("", false);
        var poller = desk.poller(letter);
        desk.article("/old", "Old", "x").article("/new", "New", "It begins.");
        serve(url("/old", "2026-01-01"));
        assertEquals(new Round(1, 0, List.of()), poller.pollDue());
        assertEquals(1, desk.articles.count(letter.id(), ArticleState.BASELINE));
        serve(url("/old", "2026-01-02"), url("/new", "2026-01-03"));
        assertEquals(new Round(1, 1, List.of()), desk.later(poller));
        assertEquals(new Round(1, 0, List.of()), desk.later(poller));
        assertEquals(0, desk.asked("/old"));
        assertEquals(1, desk.asked("/new"));
        var article = desk.waiting(letter).getFirst();
        assertEquals("New", article.reading().title());
        assertTrue(article.content().body().contains("It begins."));
        serve(url("/old"), url("/new", "2026-01-04"));
        desk.article("/new", "New", "It begins anew.");
        assertEquals(new Round(1, 0, List.of()), desk.later(poller));
        assertTrue(desk.waiting(letter).getFirst().content().body().contains("It begins anew."));
    }

    @Test
    void readsAnIndexAndPackedSitemaps() {
        var letter = letter("/blog/**", true);
        desk.article("/blog/a", "A", "x").article("/blog/b/c", "B", "y").article("/tag/a", "Tag", "z");
        index("/one.xml.gz", "/two.xml", "/sitemap.xml");
        desk.body("/one.xml.gz", "application/gzip", Web.gzip(bytes(url("/blog/a"), url("/tag/a"))));
        desk.body("/two.xml", "text/xml", bytes(url("/blog/b/c"), url("/blog/a")));
        assertEquals("sitemap.xml: an index inside an index, which the protocol does not know",
                failure(letter).replaceFirst(".*/", ""), "a loop ends at the first step");
        index("/one.xml.gz", "/two.xml");
        assertEquals(new Round(1, 2, List.of()), desk.later(desk.poller(letter)));
        assertEquals(0, desk.asked("/tag/a"));
    }

    @Test
    void namesAPartThatFailsAndReadsTheOthers() {
        var letter = letter("", false);
        var poller = desk.poller(letter);
        desk.body("/one.xml", "text/xml", bytes(url("/a"))).body("/two.xml", "text/xml", bytes());
        index("/one.xml", "/two.xml");
        poller.pollDue();
        desk.status("/two.xml", 500).body("/one.xml", "text/xml", bytes(url("/a"), url("/b"))).article("/b", "B", "x");
        var round = desk.later(poller);
        assertEquals(1, round.found());
        assertEquals(List.of("sitemap " + desk.web.at("/two.xml") + ": HTTP 500 the server has a problem; tried again "
                + "at the next poll"), round.problems());
    }

    @Test
    void listensToASitemapForItsOwnSiteOnly() {
        var letter = letter("", true);
        serve("<url><loc>http://localhost:1/steal</loc></url>", "<url><loc>https://example.net/a</loc></url>",
                "<url><loc>javascript:x</loc></url>", "<url><loc></loc></url>", "<url/>",
                "<url><loc>http://[</loc></url>");
        assertEquals(new Round(1, 0, List.of()), desk.poller(letter).pollDue());
        assertEquals(0, desk.articles.list(letter.id(), 10).size());
    }

    @Test
    void takesNamesAndDatesOfNewsAndLeavesThoseOfImages() {
        var letter = letter("", true);
        desk.page("/a", "<main><p>" + WebDesk.PROSE.repeat(2) + "</p></main>");
        serve("<url><loc>" + desk.web.at("/a") + "</loc><news:news><news:publication_date>2026-01-01T10:00:00+01:00"
                + "</news:publication_date><news:title>From the news &amp; more</news:title></news:news>"
                + "<image:image><image:loc>http://127.0.0.1/i.png</image:loc><image:title>I</image:title>"
                + "</image:image></url>");
        desk.poller(letter).pollDue();
        var article = desk.waiting(letter).getFirst();
        assertEquals(desk.web.at("/a").toString(), article.link());
        assertEquals(Instant.parse("2026-01-01T09:00:00Z"), article.publishedAt());
    }

    @Test
    void saysWhichPagesHoldNoArticle() {
        var letter = letter("", true);
        desk.page("/list", "<ul><li><a href=/a>A</a><li><a href=/b>B</a></ul>")
                .body("/file", "application/pdf", new byte[] {1, 2, 3});
        serve(url("/list"), url("/file"), url("/none"));
        var poller = desk.poller(letter);
        assertEquals(
                List.of(
                        "page " + desk.web.at("/list") + ": holds no article: no running text was found on the page; "
                                + "read again when it changes",
                        "page " + desk.web.at("/file") + ": is neither HTML nor text but application/pdf; read again "
                                + "when it changes",
                        "page " + desk.web.at("/none") + ": HTTP 404 not found; read again when it changes"),
                poller.pollDue().problems());
        assertEquals(3, desk.articles.count(letter.id(), ArticleState.UNREADABLE));
        assertEquals(List.of(), desk.later(poller).problems());
    }

    @Test
    void mailsNothingOfAPageThatIsNotReadYet() {
        var letter = letter("", true);
        desk.status("/a", 503);
        serve(url("/a"));
        var poller = desk.poller(letter);
        assertEquals(1, poller.pollDue().problems().size());
        assertEquals(List.of(), desk.waiting(letter));
        desk.article("/a", "A", "At last.");
        desk.later(poller);
        assertTrue(desk.waiting(letter).getFirst().content().body().contains("At last."));
    }

    @Test
    void givesUpAPageAfterFiveTries() {
        var letter = letter("", true);
        desk.status("/a", 503);
        serve(url("/a"));
        var poller = desk.poller(letter);
        poller.pollDue();
        for (int i = 0; i < 6; i++) desk.later(poller);
        assertEquals(5, desk.asked("/a"));
        assertEquals(1, desk.articles.count(letter.id(), ArticleState.UNREADABLE));
    }

    @Test
    void holdsAFloodAndReadsItBitByBit() {
        var letter = letter("", false);
        var poller = desk.poller(letter);
        serve();
        poller.pollDue();
        var urls = new String[45];
        for (int i = 0; i < urls.length; i++) {
            desk.article("/" + i, "Title " + i, "Number " + i + ".");
            urls[i] = url("/" + i);
        }
        serve(urls);
        assertEquals(1, desk.later(poller).problems().size());
        assertEquals(45, desk.articles.count(letter.id(), ArticleState.HELD));
        for (int i = 0; i < 3; i++) {
            desk.clock.pass(Duration.ofSeconds(2));
            assertEquals(new Round(i < 2 ? 1 : 0, 0, List.of()), poller.pollDue());
        }
        assertEquals(45, desk.asked.stream().filter(each -> each.matches("/\\d+")).count());
        new Decisions(desk.database).releaseHeld(letter.id());
        assertEquals(45, desk.waiting(letter).size());
        desk.later(poller);
        assertEquals(45, desk.asked.stream().filter(each -> each.matches("/\\d+")).count());
    }

    @Test
    void looksTwiceAtMostAtAnArticleThatHasAnotherAddress() {
        var letter = letter("", true);
        var page = "<link rel=canonical href=/a><article><h1>A</h1><p>" + WebDesk.PROSE.repeat(3) + "</p></article>";
        desk.page("/a", page).page("/a/amp", page);
        serve(url("/a"), url("/a/amp"));
        var poller = desk.poller(letter);
        assertEquals(1, poller.pollDue().found());
        for (int i = 0; i < 4; i++) desk.later(poller);
        assertEquals(1, desk.asked("/a"));
        assertEquals(2, desk.asked("/a/amp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><urlset><url><loc>&x;</loc></url></urlset>",
        "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>"
                + "<urlset><url><loc>&c;</loc></url></urlset>",
        "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\"><urlset><url><loc>", "<urlset><url>", ""
    })
    void readsNoBrokenOrHostileXml(String xml) {
        desk.body("/sitemap.xml", "text/xml", xml.getBytes(StandardCharsets.UTF_8));
        assertTrue(failure(letter("", false)).startsWith("the XML is cut off or broken"), xml);
    }

    @Test
    void saysWhatElseItIsOrThatItIsTooLarge() {
        desk.body("/sitemap.xml", "text/html", "<html><p>x</p></html>".getBytes(StandardCharsets.UTF_8));
        assertEquals("neither a sitemap nor an index of sitemaps but <html>", failure(letter("", false)));
    }

    @Test
    void keepsItsMemorySmallWhateverItIsSent() {
        var at = URI.create("https://example.org/");
        var deep = "<urlset>" + "<a>".repeat(100_000);
        assertEquals(new Sitemap.Unreadable("XML nested so deeply that it is no sitemap"), read(deep, at));
        var line = "<urlset><url><loc>https://example.org/" + "x".repeat(1_000_000) + "</loc></url></urlset>";
        assertEquals(new Sitemap.Pages(List.of()), read(line, at));
        var many = "<urlset>" + "<url><loc>https://example.org/a</loc></url>".repeat(50_001) + "</urlset>";
        assertTrue(((Sitemap.Unreadable) read(many, at)).reason().startsWith("more than 50,000 addresses"));
        assertEquals(new Sitemap.Pages(List.of()),
                Sitemap.read(body(many), at, PathPattern.of("/b")), "what does not count is not kept");
    }

    private Sitemap read(String xml, URI at) {
        return Sitemap.read(body(xml), at, PathPattern.of(""));
    }

    /** As it comes from the wire. */
    private Body body(String xml) {
        desk.body("/body", "text/xml", xml.getBytes(StandardCharsets.UTF_8));
        return desk.fetched("/body").body();
    }

    @Test
    void unpacksNoBomb() {
        desk.body("/sitemap.xml", "application/gzip", Web.gzip(new byte[60_000_000]));
        assertTrue(failure(letter("", false)).matches("cannot be unpacked: .*|the XML is cut off.*"));
    }

    @Test
    void keepsToRobotsTxt() {
        desk.web.on("/robots.txt", "text/plain", "User-agent: staytuned\nDisallow: /sitemap");
        serve();
        assertEquals("robots.txt of 127.0.0.1 disallows " + desk.web.at("/sitemap.xml"), failure(letter("", false)));
    }

    @ParameterizedTest
    @CsvSource({
        "'', /a, true", "/blog, /blog/a, true", "/blog/, /blog, false", "/blog/**, /blog/a/b, true",
        "/*/a, /blog/a, true", "/*/a, /blog/b/a, false", "/blog/*.html, /blog/a.html, true",
        "/blog/*.html, /blog/a.htm, false", "/a+b, /a+b, true", "/, '', true"
    })
    void knowsWhichPathsCount(String only, String path, boolean counts) {
        assertEquals(counts, PathPattern.of(only).test(URI.create("https://example.org" + path)));
    }
}
