package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.testing.OnEachDatabase;

/** By what an article is known again. */
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
}
