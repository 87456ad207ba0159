package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import staytuned.db.Database;
import staytuned.newsletter.Newsletter;
import staytuned.reading.Html;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Web;

/** Pages: which article each holds, and what it says of it. */
@OnEachDatabase
class PageTest {
    private static final URI AT = URI.create("https://blog.example.org/2026/a");

    private final WebDesk desk;

    PageTest(Database database) {
        desk = new WebDesk(database);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private static PageMeta meta(String html) {
        return PageMeta.of(Html.parse(html, AT.toString()), AT);
    }

    private Item read(String html) {
        desk.page("/p", html);
        return assertInstanceOf(PageArticle.Read.class, PageArticle.of(desk.fetched("/p"))).item();
    }

    @Test
    void mailsAPageOnceAndTakesWhatChangesBefore() {
        var page = new Newsletter.Page(desk.web.at("/a"), WebDesk.POLL, true, 20);
        var letter = desk.newsletter(page);
        var poller = desk.poller(letter);
        desk.article("/a", "A", "First.");
        assertEquals(new Round(1, 1, List.of()), poller.pollDue());
        desk.article("/a", "A", "Second.");
        assertEquals(new Round(1, 0, List.of()), desk.later(poller));
        assertTrue(desk.waiting(letter).getFirst().content().body().contains("Second."));
        desk.page("/a", "<html><body><p>Gone fishing.</p></body></html>");
        assertTrue(desk.later(poller).problems().getFirst().startsWith("page " + desk.web.at("/a") + ": holds no"));
        desk.web.status("/a", 410);
        assertTrue(desk.later(poller).problems().getFirst().contains("gone for good"));
    }

    @Test
    void asksForAPageOnlyWhenItHasChangedAndWithoutRobotsTxt() {
        desk.web.on("/robots.txt", "text/plain", "User-agent: *\nDisallow: /");
        var body = ("<article><h1>A</h1><p>" + WebDesk.PROSE.repeat(2)).getBytes(StandardCharsets.UTF_8);
        desk.web.on("/a", exchange -> {
            boolean same = "\"v\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            exchange.getResponseHeaders().set("ETag", "\"v\"");
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            if (same) exchange.sendResponseHeaders(304, -1);
            else Web.send(exchange, 200, body);
        });
        var letter = desk.newsletter(new Newsletter.Page(desk.web.at("/a"), WebDesk.POLL, true, 20));
        assertEquals(1, desk.poller(letter).pollDue().found());
        assertEquals(new Round(1, 0, List.of()), desk.later(desk.poller(letter)));
        assertEquals(List.of("\"v\""), desk.web.requests.getLast().get("If-none-match"));
    }

    @Test
    void takesWhatJsonLdSays() {
        var meta = meta("""
                <html><head><title>A | Blog</title>
                <script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "Blog"},
                 {"@type": ["BlogPosting"], "headline": "A &amp; B", "datePublished": "2026-01-01T10:00:00+0100",
                  "author": [{"@type": "Person", "name": "The Desk"}], "inLanguage": "de"}]}</script>
                <link rel=canonical href="/2026/a/"></head><h1>Blog</h1>""");
        assertEquals(new PageMeta("A &amp; B", "The Desk", Instant.parse("2026-01-01T09:00:00Z"), "de",
                "https://blog.example.org/2026/a/"), meta);
    }

    @Test
    void takesWhatMetaElementsAndMarkupSay() {
        assertEquals(
                new PageMeta("Shared", "Desk", Instant.parse("2026-01-01T00:00:00Z"), "pt-BR", AT.toString()),
                meta("<html lang=pt-BR><meta property=og:title content=Shared><meta name=author content=Desk>"
                        + "<meta property=article:published_time content=2026-01-01>"));
        assertEquals(
                new PageMeta("Headed", "Desk", Instant.parse("2026-01-01T08:00:00Z"), null, AT.toString()),
                meta("<title>x</title><article><h1>Headed</h1><a rel=author>Desk</a>"
                        + "<time datetime='2026-01-01 08:00'>today</time>"));
        assertEquals(new PageMeta(null, null, null, null, AT.toString()), meta(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{", "[[[[[[[[", "null", "{\"@type\": \"Article\", \"headline\": {\"a\": 1}, \"author\": 7}",
        "{\"@type\": \"Article\", \"author\": {}, \"datePublished\": \"soon\"}"
    })
    void passesOverOddJson(String json) {
        var meta = meta("<title>T</title><script type=\"application/ld+json\">" + json + "</script>");
        assertEquals("T", meta.title());
        assertEquals(AT.toString(), meta.link());
    }

    @ParameterizedTest
    @CsvSource({
        "https://blog.example.org/other, https://blog.example.org/other",
        "http://www.blog.example.org/a, http://www.blog.example.org/a",
        "https://evil.example.net/a, https://blog.example.org/2026/a",
        "https://blog.example.org.evil.net/a, https://blog.example.org/2026/a",
        "https://blog.example.org:8443/a, https://blog.example.org/2026/a",
        "https://blog.example.org/, https://blog.example.org/2026/a",
        "javascript:alert(1), https://blog.example.org/2026/a",
        "//evil.example.net/a, https://blog.example.org/2026/a"
    })
    void takesNoNameOfAnotherSite(String canonical, String link) {
        assertEquals(link, meta("<link rel=canonical href=\"" + canonical + "\">").link());
    }

    @Test
    void takesTheContainerThatIsNamedAndElseWhatReadsLikeAnArticle() {
        var prose = "<p>" + WebDesk.PROSE.repeat(2) + "</p>";
        var named = read("<body><div class=sidebar><p>Side.</p></div><div class=entry-content>" + prose + "</div>");
        assertTrue(named.content().body().startsWith("<div class=\"entry-content\">"), named.content().body());
        var unnamed = read("<body><div id=menu><a href=/>Home</a> <a href=/b>B</a></div><div id=x><div class=text>"
                + prose.repeat(4) + "</div></div><div id=footer>Imprint</div>");
        assertTrue(unnamed.content().body().contains(WebDesk.PROSE.strip()));
        assertFalse(unnamed.content().body().contains("Imprint"), unnamed.content().body());
    }

    @Test
    void readsTextAndMarkdownAsTheyAre() {
        desk.body("/a.md", "text/plain", "# A\n\nText.".getBytes(StandardCharsets.UTF_8));
        var item = assertInstanceOf(PageArticle.Read.class, PageArticle.of(desk.fetched("/a.md"))).item();
        assertEquals("text/markdown", item.content().mediaType());
    }
}
