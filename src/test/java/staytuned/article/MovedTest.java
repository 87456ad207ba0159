package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import staytuned.db.Database;
import staytuned.newsletter.Newsletter;
import staytuned.testing.OnEachDatabase;

/** Feeds that move or end, and when each is asked again. */
@Tag("row-28")
@OnEachDatabase
class MovedTest extends Polls {
    MovedTest(Database database) {
        super(database);
    }

    private Newsletter at(String... paths) {
        return newsletter("a", Stream.of(paths).map(this::feed).toArray(Newsletter.Source[]::new));
    }

    /** Polls once, an hour later. */
    @Override
    Round later(Poller poller) {
        return later(poller, Duration.ofHours(1));
    }

    private Sources.Standing standing(Newsletter newsletter) {
        return sources.list(newsletter.id()).getFirst();
    }

    private void serve(String path) {
        web.on(path, "text/xml", FeedsTest.rss("<item><title>One</title><guid>1</guid></item>"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 308})
    void remembersWhereAFeedHasMovedForGood(int status) {
        var letter = at("/old");
        var poller = poller(letter);
        web.status("/old", status, "Location", "/between").status("/between", 301, "Location", "/new");
        serve("/new");
        assertEquals(List.of(), poller.pollDue().problems());
        assertEquals(web.at("/old").toString(), standing(letter).location(), "its name stays");
        assertEquals(web.at("/new").toString(), standing(letter).movedTo());
        assertEquals(3, web.requests.size());
        later(poller);
        assertEquals(4, web.requests.size(), "asked where it is");
        assertEquals(0, articles.count(letter.id(), ArticleState.WAITING), "mails nothing twice");
        web.status("/new", 304);
        later(poller);
        assertEquals(web.at("/new").toString(), standing(letter).movedTo());
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 303, 307})
    void remembersNoChainThroughATemporaryRedirect(int status) {
        var letter = at("/old");
        web.status("/old", 301, "Location", "/between").status("/between", status, "Location", "/new");
        serve("/new");
        poller(letter).pollDue();
        assertNull(standing(letter).movedTo());
        assertNotNull(standing(letter).succeededAt());
    }

    @Test
    void asksItsOldPlaceTooWhileTheNewOneFails() {
        var letter = at("/old");
        var poller = poller(letter);
        web.status("/old", 301, "Location", "/new");
        serve("/new");
        poller.pollDue();
        serve("/old");
        web.status("/new", 404);
        assertEquals(1, later(poller).problems().size());
        assertEquals(web.at("/new").toString(), standing(letter).movedTo());
        assertEquals(List.of(), later(poller).problems());
        assertNull(standing(letter).movedTo(), "it is back");
    }

    @Test
    void refusesToMoveIntoAPrivateNetwork() {
        var letter = at("/old");
        web.status("/old", 308, "Location", "http://10.0.0.1/feed");
        var problem = poller(letter).pollDue().problems().getFirst();
        assertTrue(problem.contains("http://10.0.0.1/feed is in a private network"), problem);
        assertNull(standing(letter).movedTo());
        // Named in the config then, and not any more.
        serve("/old");
        later(poller(letter));
        database.run(tx -> sources.succeeded(
                tx, standing(letter).id(), URI.create("http://192.168.0.1/feed"), now, now));
        problem = later(poller(letter)).problems().getFirst();
        assertTrue(problem.contains("http://192.168.0.1/feed is in a private network"), problem);
    }

    @Test
    void asksNoMoreForAFeedThatIsGone() {
        var letter = at("/feed");
        serve("/feed");
        poller(letter).pollDue();
        web.status("/feed", 410);
        assertEquals(
                new Round(1, 0, List.of("source " + web.at("/feed") + ": HTTP 410 gone for good; polled no more: give "
                        + "the config its new address, or take it out")),
                later(poller(letter)));
        assertEquals(now, standing(letter).endedAt());
        assertEquals("HTTP 410 gone for good", standing(letter).reason());
        assertEquals(START, standing(letter).succeededAt());
        int asked = web.requests.size();
        now = now.plus(Duration.ofDays(30));
        assertEquals(new Round(0, 0, List.of()), poller(letter).pollDue());
        assertEquals(new Round(0, 0, List.of()), poller(letter).pollAll());
        assertEquals(asked, web.requests.size());
        serve("/other");
        assertEquals(1, poller(at("/feed", "/other")).pollDue().polled(), "another address is another source");
    }

    @Test
    void endsAFeedThatHasMovedToNowhere() {
        var letter = at("/old");
        web.status("/old", 301, "Location", "/new").status("/new", 410);
        assertEquals(1, poller(letter).pollDue().problems().size());
        assertEquals(START, standing(letter).endedAt());
    }

    @Test
    void spreadsThePollsByATenth() {
        var letter = at("/feed");
        var poller = poller(new Random(7), letter);
        serve("/feed");
        assertSpread(poller, letter, POLL);
        web.status("/feed", 304);
        assertSpread(poller, letter, POLL);
    }

    @Test
    void spreadsTheBackOffByATenth() {
        var letter = at("/broken");
        var poller = poller(new Random(7), letter);
        for (int i = 0; i < 10; i++) {
            poller.pollDue();
            now = now.plus(Duration.ofDays(2));
        }
        assertSpread(poller, letter, Duration.ofDays(1));
    }

    private void assertSpread(Poller poller, Newsletter letter, Duration wait) {
        var waits = new HashSet<Duration>();
        for (int i = 0; i < 20; i++) {
            now = now.plus(wait.multipliedBy(2));
            assertEquals(1, poller.pollDue().polled());
            waits.add(Duration.between(now, standing(letter).nextPollAt()));
        }
        assertTrue(waits.size() > 15, waits.toString());
        var tenth = wait.dividedBy(10);
        for (var each : waits) assertTrue(each.minus(wait).abs().compareTo(tenth) <= 0, each.toString());
    }
}
