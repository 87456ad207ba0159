package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import staytuned.db.Database;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletter.FullText;
import staytuned.reading.Content;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Web;

/** Feeds that hold only the beginnings of their articles. */
@OnEachDatabase
class CompleterTest {
    private final WebDesk desk;

    CompleterTest(Database database) {
        desk = new WebDesk(database);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private Newsletter.Feed feed(FullText fullText, boolean sends) {
        return new Newsletter.Feed(desk.web.at("/feed"), fullText, WebDesk.POLL, sends, 20);
    }

    private String item(String path, String title, String text) {
        return "<item><title>" + title + "</title><link>" + desk.web.at(path) + "</link><guid>" + desk.web.at(path)
                + "</guid><description>" + text + "</description></item>";
    }

    private void serve(String... items) {
        desk.web.on("/feed", exchange -> {
            var same = "\"v1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            exchange.getResponseHeaders().set("ETag", "\"v1\"");
            if (same) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                Web.send(exchange, 200,
                        FeedsTest.rss(String.join("", items)).getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    @Test
    void takesTheArticleFromItsPage() {
        var letter = desk.newsletter(feed(FullText.AUTO, true));
        desk.article("/one", "On the page", "It begins here.");
        serve(item("/one", "In the feed",
                "It begins here, and &lt;a href='x'&gt;Continue reading &amp;rarr;&lt;/a&gt;")
                .replace("<guid>", "<category>Wood</category><guid>"));
        var poller = desk.poller(letter);
        assertEquals(new Round(1, 1, List.of()), poller.pollDue());
        var article = desk.waiting(letter).getFirst();
        assertEquals("In the feed", article.reading().title(), "the feed's title counts");
        assertTrue(article.content().body().contains(WebDesk.PROSE.strip()));
        assertEquals(desk.web.at("/one").toString(), article.link());
        var writings = desk.database.inTransaction(tx -> Writings.of(tx, List.of(article.id())));
        assertEquals(Set.of("wood"), writings.getFirst().tags(), "and its tags");
        assertEquals(new Round(1, 0, List.of()), desk.later(poller));
        assertEquals(1, desk.asked("/one"), "never fetched twice");
    }

    @Test
    void fetchesNoPageOfTheBaselineAndNoneWhereItShallNot() {
        var letter = desk.newsletter(feed(FullText.ALWAYS, false));
        desk.article("/one", "One", "x").article("/two", "Two", "y");
        serve(item("/one", "One", "Short …"));
        desk.poller(letter).pollDue();
        var never = desk.newsletter(feed(FullText.NEVER, false));
        serve(item("/one", "One", "Short …"), item("/two", "Two", "Short …").replace("guid>", "guid>x"));
        desk.web.on("/feed", "text/xml", FeedsTest.rss(item("/two", "Two", "Short …")));
        assertEquals(1, desk.later(desk.poller(never)).found());
        assertEquals(List.of(), desk.asked);
    }

    @Test
    void looksForThePageOfAScheduledArticleWhenItsDateComes() {
        var letter = desk.newsletter(feed(FullText.AUTO, false));
        var soon = desk.clock.instant().plus(Duration.ofDays(3));
        serve(item("/soon", "Soon", "It begins here …").replace("<guid>", "<pubDate>"
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(soon.atOffset(ZoneOffset.UTC)) + "</pubDate><guid>"));
        var poller = desk.poller(letter);
        assertEquals(List.of(), poller.pollDue().problems());
        assertEquals(new Round(1, 0, List.of()), desk.later(poller));
        assertEquals(0, desk.asked("/soon"));
        desk.article("/soon", "Soon", "It begins here.");
        assertEquals(new Round(1, 1, List.of()), desk.later(poller));
        assertTrue(desk.waiting(letter).getFirst().content().body().contains(WebDesk.PROSE.strip()));
        assertEquals(new Round(1, 0, List.of()), desk.later(poller));
        assertEquals(1, desk.asked("/soon"));
    }

    @Test
    void keepsTheFeedsTextWhereThePageGivesNothingAndSaysWhy() {
        var letter = desk.newsletter(feed(FullText.AUTO, true));
        desk.page("/login", "<html><body><p>Please log in.</p></body></html>");
        desk.web.on("/robots.txt", "text/plain", "User-agent: *\nDisallow: /closed");
        serve(item("/none", "None", "Only this …"), item("/closed", "Closed", "Only that …"),
                item("/login", "Login", "And that …"));
        var poller = desk.poller(letter);
        var round = poller.pollDue();
        assertEquals(3, round.found());
        var feed = " of " + desk.web.at("/feed") + ": its page gives nothing: ";
        assertEquals(
                List.of(
                        "item 'None'" + feed + "HTTP 404 not found; taken as the feed has it",
                        "item 'Closed'" + feed + "robots.txt of 127.0.0.1 disallows " + desk.web.at("/closed")
                                + "; taken as the feed has it",
                        "item 'Login'" + feed + "holds no article: no running text was found on the page; taken as "
                                + "the feed has it"),
                round.problems());
        assertEquals("Only this …", desk.waiting(letter).stream().filter(each -> each.reading().title().equals("None"))
                .findFirst().orElseThrow().reading().lead());
        assertEquals(List.of(), desk.later(poller).problems());
        assertEquals(1, desk.asked("/login"));
    }

    @Test
    void triesAgainWhileItWaitsAndTakesThePageThen() {
        var letter = desk.newsletter(feed(FullText.AUTO, true));
        desk.status("/one", 503);
        serve(item("/one", "One", "Only this …"));
        var poller = desk.poller(letter);
        assertTrue(poller.pollDue().problems().getFirst().endsWith(
                "HTTP 503 the server has a problem; tried again at the next poll"));
        assertEquals("Only this …", desk.waiting(letter).getFirst().reading().lead());
        desk.article("/one", "One", "At last.");
        assertEquals(new Round(1, 0, List.of()), desk.later(poller));
        assertTrue(desk.waiting(letter).getFirst().content().body().contains("At last."));
        desk.later(poller);
        assertEquals(2, desk.asked("/one"));
    }

    @Test
    void givesUpAfterFiveTries() {
        var letter = desk.newsletter(feed(FullText.AUTO, true));
        desk.status("/one", 500);
        serve(item("/one", "One", "Only this …"));
        var poller = desk.poller(letter);
        var last = poller.pollDue();
        for (int i = 1; i < 5; i++) last = desk.later(poller);
        assertTrue(last.problems().getFirst().endsWith("taken as the feed has it"), last.toString());
        assertEquals(new Round(1, 0, List.of()), desk.later(poller));
        assertEquals(5, desk.asked("/one"));
        assertEquals(1, desk.waiting(letter).size());
    }

    @Test
    void readsTwentyPagesAPollAndTheOthersSoonAfter() {
        var letter = desk.newsletter(feed(FullText.AUTO, true));
        var items = new String[30];
        for (int i = 0; i < items.length; i++) {
            desk.article("/" + i, "Title " + i, "Number " + i + ".");
            items[i] = item("/" + i, "Title " + i, "Number " + i + " …");
        }
        serve(items);
        var poller = desk.poller(letter);
        assertEquals(new Round(1, 30, List.of()), poller.pollDue());
        assertEquals(20, desk.asked.size());
        desk.clock.pass(Duration.ofSeconds(2));
        assertEquals(new Round(1, 0, List.of()), poller.pollDue());
        assertEquals(30, desk.asked.size());
        for (var each : desk.waiting(letter)) assertTrue(each.content().body().contains(WebDesk.PROSE.strip()));
    }

    @Test
    void leavesAlonePagesInAPrivateNetwork() {
        var letter = desk.newsletter(feed(FullText.AUTO, true));
        serve("<item><title>T</title><link>http://localhost:1/secret</link><description>Short …</description></item>");
        var problem = desk.poller(letter).pollDue().problems().getFirst();
        assertTrue(problem.contains("private network") || problem.contains("robots.txt"), problem);
        assertEquals(1, desk.waiting(letter).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "A short description.", "<p>Words.</p><p>The post <a>T</a> appeared first on <a>Blog</a>.</p>",
        "@ … [...]", "@ [&hellip;]", "@…", "@ <a href='x'>Read more</a>", "@ <a>Continue reading The title →</a>",
        "@ <a>Weiterlesen »</a>", "@ Lire la suite", "@ Читать далее", "これは長い。続きを読む"
    })
    void knowsABeginning(String text) {
        assertTrue(Stubs.stub(of(text.replace("@", WebDesk.PROSE.repeat(4)))), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", "@ You can read more of it in my book.", "@@@@ Read more", "<p>@</p><p>The end!</p>"})
    void knowsAWholeArticle(String text) {
        assertFalse(Stubs.stub(of(text.replace("@", WebDesk.PROSE.repeat(4)))), text);
    }

    private static Item of(String html) {
        return new Item(null, null, null, new Content(Content.HTML, html, "T", null, "https://example.org/t"));
    }
}
