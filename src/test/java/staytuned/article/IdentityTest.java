package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.testing.OnEachDatabase;

/** By what an article is known again. */
@Tag("row-28")
@OnEachDatabase
class IdentityTest extends Polls {
    IdentityTest(Database database) {
        super(database);
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
        var one = newsletter("a", feed("/feed", true, 20),
                feed("/other", true, 20));
        var two = newsletter("b", feed("/feed", true, 20));
        assertEquals(new Round(3, 2, List.of()), poller(one, two).pollDue());
        assertEquals(1, articles.count(one.id(), ArticleState.WAITING));
        assertEquals(1, articles.count(two.id(), ArticleState.WAITING));
    }

    @Test
    void keepsEachArticleOnceWithManyPollersAtOnce() throws Exception {
        var letter = newsletter("a", feed("/feed", true, 20));
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
    void knowsAnArticleThroughManySmallChanges() {
        var letter = newsletter("a", feed("/feed"));
        var poller = poller(letter);
        var other = item("0", "https://example.org/0", "Zero");
        serve(item("1", "https://example.org/1", "One"), other);
        poller.pollDue();
        serve(item("2", "https://example.org/1", "One"), other);
        assertEquals(0, later(poller).found());
        serve(item("3", "https://www.example.org/1/", "Eno"), other);
        assertEquals(0, later(poller).found(), "the link and the date");
        serve(item("4", "https://example.org/moved/1", "Eno"), other);
        assertEquals(0, later(poller).found(), "the title and the date");
        serve(item("4", "https://example.org/moved/1", "Eno", START), other);
        serve(item("5", "https://example.org/moved/1", "Eno", START.plusSeconds(9)), other);
        assertEquals(0, later(poller).found(), "the title and the link");
        assertEquals(2, articles.count(letter.id(), ArticleState.BASELINE));
    }

    @Test
    void knowsTheArticlesOfAFeedThatHasANewAddressAndMissesNone() {
        var poller = poller(newsletter("a", feed("/feed")));
        serve(item("1", "https://old.example/1", "One"), item("2", "https://old.example/2", "Two two"));
        poller.pollDue();
        var here = web.at("").toString();
        web.on("/new", "text/xml", FeedsTest.rss(item("x3", here + "/3", "News", START)
                + item("x1", here + "/1", "One", START.minusSeconds(900)) + item("x2", here + "/2", "Two two")
                + item("x0", here + "/0", "Older than all", START.minusSeconds(9_000))));
        var letter = newsletter("a", feed("/new"));
        assertEquals(1, later(poller(letter)).found());
        assertEquals(List.of("News"), waiting(letter));
        assertEquals(3, articles.count(letter.id(), ArticleState.BASELINE));
    }

    @Test
    void keepsAnotherBlogsArticleOfTheSameTitleAndPath() {
        web.on("/other", "text/xml", FeedsTest.rss(item("1", "https://b.example/hello", "Hello", START)));
        serve(item("1", "https://a.example/hello", "Hello"));
        var letter = newsletter("a", feed("/feed", true, 20), feed("/other", true, 20));
        assertEquals(2, poller(letter).pollDue().found());
    }

    @Test
    void missesNothingThatASourceWasAddedWith() {
        var letter = newsletter("a", feed("/feed"));
        serve(item("1", "https://example.org/1", "One"));
        poller(letter).pollDue();
        later(poller(letter));
        var news = item("2", "https://example.org/2", "Two");
        web.on("/all", "text/xml", FeedsTest.rss(news));
        now = now.plusSeconds(60);
        var both = poller(newsletter("a", feed("/feed"), feed("/all")));
        assertEquals(0, both.pollDue().found(), "the baseline of the one that was added");
        serve(item("1", "https://example.org/1", "One"), news);
        assertEquals(1, later(both).found());
        assertEquals(0, later(both).found());
    }

    @Test
    void keepsAnArticleOfAFeedAndAFolderOnce() throws IOException {
        var letter = newsletter("a", feed("/feed", true, 20), files(true, 20));
        var poller = poller(letter);
        serve(item("1", "https://example.org/2026/one", "One", START), item("2", "https://example.org/2", "Two"));
        write("_posts/2026-01-02-one.md", "---\ntitle: One\n---\nText.");
        write("two.md", "---\ntitle: Another title\nlink: https://example.org/2/\n---\nText.");
        write("three.md", "---\ntitle: Three\n---\nText.");
        assertEquals(3, poller.pollDue().found());
        assertEquals(0, later(poller).found());
    }
}
