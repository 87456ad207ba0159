package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Web;

/** When a source is asked, and what one poll of it keeps. */
@OnEachDatabase
class PollerTest extends Polls {
    PollerTest(Database database) {
        super(database);
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
        var letter = newsletter("a", feed("/feed", true, 20));
        serve(item("1", "", "One"), item("2", "", "Two, older"));
        assertEquals(new Round(1, 2, List.of()), poller(letter).pollDue());
        assertEquals(List.of("Two, older", "One"), waiting(letter), "oldest first");
        assertEquals("One", articles.list(letter.id(), 1).getFirst().reading().title(), "newest first");
    }

    @Test
    void readsAnArticleAgainWhenItIsEditedAndLeavesAnIssuedOneIssued() {
        var letter = newsletter("a", feed("/feed", true, 20));
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
        assertEquals("One, mended twice", articles.find(id).orElseThrow().reading().title(), "its page shows it");
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
    @Tag("row-27")
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
        var letter = newsletter("a", feed("/feed", true, 20));
        serve(item("1", "", "Tomorrow", START.plus(Duration.ofDays(1))));
        poller(letter).pollDue();
        assertNull(articles.list(letter.id(), 1).getFirst().publishedAt());
    }
}
