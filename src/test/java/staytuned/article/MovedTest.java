package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import staytuned.db.Database;
import staytuned.fetch.Fetcher;
import staytuned.mail.Address;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Web;

/** Feeds that move or end, and when each is asked again. */
@OnEachDatabase
class MovedTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration POLL = Duration.ofMinutes(10);

    private final Database database;
    private final Sources sources;
    private final Web web = new Web();
    private final Fetcher fetcher;
    private Instant now = START;

    MovedTest(Database database) {
        this.database = database;
        sources = new Sources(database);
        fetcher = new Fetcher(URI.create("https://letters.example.org"), Set.of("127.0.0.1"), Fetcher.Limits.USUAL,
                () -> now);
    }

    @AfterEach
    void close() {
        fetcher.close();
        web.close();
    }

    private Newsletter newsletter(String... paths) {
        var id = new Newsletters(database).register("a", START);
        var cadence = new Cadence(null, ZoneOffset.UTC, Duration.ZERO, Cadence.Missed.SEND_NOW);
        var feeds = List.of(paths).stream().map(each -> (Newsletter.Source) feed(each)).toList();
        return new Newsletter(id, "a", "A", Address.parse("notes@example.org"), "", "en", "main", feeds, cadence);
    }

    private Newsletter.Feed feed(String path) {
        return new Newsletter.Feed(web.at(path), POLL, false, 20);
    }

    private Poller poller(RandomGenerator random, Newsletter newsletter) {
        var desk = new Poller.Desk(sources, new Articles(database), fetcher, () -> now, random);
        return new Poller(desk, List.of(newsletter));
    }

    private Poller poller(Newsletter newsletter) {
        return poller(() -> Long.MIN_VALUE, newsletter);
    }

    /** Polls once, an hour later. */
    private Round later(Poller poller) {
        now = now.plus(Duration.ofHours(1));
        return poller.pollDue();
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
        var letter = newsletter("/old");
        var poller = poller(letter);
        web.status("/old", status, "Location", "/between").status("/between", 301, "Location", "/new");
        serve("/new");
        assertEquals(List.of(), poller.pollDue().problems());
        assertEquals(web.at("/old").toString(), standing(letter).location(), "its name stays");
        assertEquals(web.at("/new").toString(), standing(letter).movedTo());
        assertEquals(3, web.requests.size());
        later(poller);
        assertEquals(4, web.requests.size(), "asked where it is");
        assertEquals(0, new Articles(database).count(letter.id(), ArticleState.WAITING), "mails nothing twice");
        web.status("/new", 304);
        later(poller);
        assertEquals(web.at("/new").toString(), standing(letter).movedTo());
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 303, 307})
    void remembersNoChainThroughATemporaryRedirect(int status) {
        var letter = newsletter("/old");
        web.status("/old", 301, "Location", "/between").status("/between", status, "Location", "/new");
        serve("/new");
        poller(letter).pollDue();
        assertNull(standing(letter).movedTo());
        assertNotNull(standing(letter).succeededAt());
    }

    @Test
    void asksItsOldPlaceTooWhileTheNewOneFails() {
        var letter = newsletter("/old");
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
        var letter = newsletter("/old");
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
        var letter = newsletter("/feed");
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
        assertEquals(1, poller(newsletter("/feed", "/other")).pollDue().polled(), "another address is another source");
    }

    @Test
    void endsAFeedThatHasMovedToNowhere() {
        var letter = newsletter("/old");
        web.status("/old", 301, "Location", "/new").status("/new", 410);
        assertEquals(1, poller(letter).pollDue().problems().size());
        assertEquals(START, standing(letter).endedAt());
    }

    @Test
    void spreadsThePollsByATenth() {
        var letter = newsletter("/feed");
        var poller = poller(new Random(7), letter);
        serve("/feed");
        assertSpread(poller, letter, POLL);
        web.status("/feed", 304);
        assertSpread(poller, letter, POLL);
    }

    @Test
    void spreadsTheBackOffByATenth() {
        var letter = newsletter("/broken");
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
