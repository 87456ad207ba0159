package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import staytuned.db.Database;
import staytuned.fetch.Fetcher;
import staytuned.mail.Address;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Web;

/** Row 26: a feed that cannot be read, in whatever way, keeps its old state, backs off, and says why. */
@OnEachDatabase
@Tag("row-26")
class FeedFaultsTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration POLL = Duration.ofMinutes(10);
    private static final String GOOD = "<item><title>One</title><guid>1</guid></item>";
    private static final byte[] TWO =
            FeedsTest.rss(GOOD + "<item><title>Two</title><guid>2</guid></item>").getBytes(StandardCharsets.UTF_8);

    private final Database database;
    private final Articles articles;
    private final Sources sources;
    private final Web web = new Web();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Fetcher fetcher;
    private Instant now = START;

    /** What the server does, and what the admin is told. */
    enum Fault {
        NOT_FOUND("HTTP 404 not found", status(404)),
        FORBIDDEN("HTTP 403 not allowed to read it", status(403)),
        BROKEN("HTTP 500 the server has a problem", status(500)),
        OVERLOADED("HTTP 503 the server has a problem", status(503)),
        TOO_OFTEN("HTTP 429 asked too often", status(429)),
        CUT_GZIP("the gzip body is cut off", gzip(packed -> Arrays.copyOf(packed, packed.length - 12))),
        NO_GZIP("the body says gzip and is none: Not in GZIP format", gzip(_ -> TWO)),
        CUT_BODY("the connection closed in the middle of the body", (exchange, _) -> {
            exchange.sendResponseHeaders(200, TWO.length + 1000L);
            exchange.getResponseBody().write(TWO);
            exchange.getResponseBody().flush();
            exchange.close();
        }),
        CUT_XML("the XML is cut off or broken at line 1, column .*",
                body("text/xml", Arrays.copyOf(TWO, TWO.length - 60))),
        PAGE("an HTML page and not a feed", body("text/html", bytes("<!DOCTYPE html><title>Parked</title>"))),
        XHTML_PAGE("an HTML page and not a feed", body("text/xml",
                bytes("<?xml version=\"1.0\"?><!-- x -->"
                        + "<!DOCTYPE html><html xmlns=\"http://www.w3.org/1999/xhtml\"/>"))),
        EMPTY("the answer is empty", body("text/xml", new byte[0])),
        BLANK("the answer is empty", body("text/xml", bytes(" \r\n"))),
        BINARY("neither XML nor JSON, so not a feed", body("text/xml", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1})),
        OTHER_XML("XML, but no feed that is known: .*", body("text/xml", bytes("<opml version='2.0'/>"))),
        OTHER_JSON("JSON, but no JSON Feed", body("application/json", bytes("{\"error\": \"no such feed\"}"))),
        DEEP("XML nested so deeply, or of so many elements, that it is no feed",
                body("text/xml", bytes("<rss>" + "<a>".repeat(10_000)))),
        DEEP_JSON("JSON nested so deeply, or of so many values, that it is no feed",
                body("application/json", bytes("{\"version\": " + "[".repeat(10_000)))),
        ENDLESS("larger than 1000000 bytes", (exchange, over) -> {
            exchange.sendResponseHeaders(200, 0);
            var chunk = new byte[8192];
            while (over.getCount() > 0) exchange.getResponseBody().write(chunk);
        }),
        DRIPPING("no complete answer from 127\\.0\\.0\\.1 within 1 s", (exchange, over) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('<');
            exchange.getResponseBody().flush();
            await(over);
        }),
        MUTE("no complete answer from 127\\.0\\.0\\.1 within 1 s", (_, over) -> await(over)),
        SILENT("127\\.0\\.0\\.1 closed the connection without an answer", (exchange, _) -> exchange.close()),
        LOOP("more than 5 redirects, the last to http://127\\.0\\.0\\.1:\\d+/feed", status(302, "Location", "/feed")),
        LOST("HTTP 302 redirects to '', which is no address", status(302)),
        INSIDE("http://10\\.0\\.0\\.1/ is in a private network and its host is not named in the config",
                status(302, "Location", "http://10.0.0.1/")),
        NO_HOST("no host is called a{64}\\.invalid", status(302, "Location", "http://" + "a".repeat(64) + ".invalid/"));

        private final String reason;
        private final Answer answer;

        Fault(String reason, Answer answer) {
            this.reason = reason;
            this.answer = answer;
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        private static Answer status(int status, String... headers) {
            return (exchange, _) -> {
                for (int i = 0; i < headers.length; i += 2) exchange.getResponseHeaders().set(headers[i],
                        headers[i + 1]);
                exchange.sendResponseHeaders(status, -1);
            };
        }

        private static Answer body(String type, byte[] body) {
            return (exchange, _) -> {
                exchange.getResponseHeaders().set("Content-Type", type);
                Web.send(exchange, 200, body);
            };
        }

        private static Answer gzip(UnaryOperator<byte[]> damage) {
            return (exchange, _) -> {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                Web.send(exchange, 200, damage.apply(Web.gzip(TWO)));
            };
        }

        private static void await(CountDownLatch over) {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private interface Answer {
        void to(HttpExchange exchange, CountDownLatch over) throws IOException;
    }

    FeedFaultsTest(Database database) {
        this.database = database;
        articles = new Articles(database);
        sources = new Sources(database);
        fetcher = fetcher(Duration.ofSeconds(30), 1_000_000);
    }

    private Fetcher fetcher(Duration whole, int bytes) {
        var limits = new Fetcher.Limits(whole, whole, bytes);
        return new Fetcher(URI.create("https://letters.example.org"), Set.of("127.0.0.1"), limits, () -> now);
    }

    @AfterEach
    void close() {
        over.countDown();
        fetcher.close();
        web.close();
    }

    private Newsletter newsletter() {
        var id = new Newsletters(database).register("a", START);
        var cadence = new Cadence(null, ZoneOffset.UTC, Duration.ZERO, Cadence.Missed.SEND_NOW);
        return new Newsletter(id, "a", "A", Address.parse("notes@example.org"), "", "en",
                List.of(new Newsletter.Feed(web.at("/feed"), POLL, false, 20)), cadence);
    }

    private Poller poller(Newsletter newsletter) {
        return poller(newsletter, fetcher);
    }

    private Poller poller(Newsletter newsletter, Fetcher fetcher) {
        var desk = new Poller.Desk(sources, articles, fetcher, () -> now, () -> Long.MIN_VALUE);
        return new Poller(desk, List.of(newsletter));
    }

    /** A newsletter whose feed was polled once, with success. */
    private Newsletter known() {
        var letter = newsletter();
        web.on("/feed", exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"one\"");
            Web.send(exchange, 200, FeedsTest.rss(GOOD).getBytes(StandardCharsets.UTF_8));
        });
        assertEquals(new Round(1, 0, List.of()), poller(letter).pollDue());
        return letter;
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheOldStateBacksOffAndSaysWhy(Fault fault) {
        var letter = known();
        web.on("/feed", exchange -> fault.answer.to(exchange, over));
        now = now.plus(POLL);
        // Only who never answers in full is given up early: a slow machine is no fault.
        boolean late = fault == Fault.DRIPPING || fault == Fault.MUTE;
        Round round;
        try (var impatient = fetcher(Duration.ofMillis(1500), 1_000_000)) {
            round = poller(letter, late ? impatient : fetcher).pollDue();
        }
        var standing = sources.list(letter.id()).getFirst();
        assertTrue(String.valueOf(standing.reason()).matches(fault.reason), standing.reason());
        assertEquals(List.of("source " + web.at("/feed") + ": " + standing.reason()
                + "; next try at 2026-01-02T03:34Z"),
                round.problems());
        assertEquals(Sources.State.FAILING, standing.state());
        assertEquals(START, standing.succeededAt());
        assertEquals("\"one\"", standing.etag());
        assertEquals(now.plus(POLL.multipliedBy(2)), standing.nextPollAt());
        assertEquals(0, articles.count(letter.id(), ArticleState.WAITING), "no issue can come of it");
        assertEquals(1, articles.list(letter.id(), 10).size());
        // When it is back, what is new is new, and nothing else.
        web.on("/feed", "text/xml", TWO);
        now = standing.nextPollAt();
        assertEquals(new Round(1, 1, List.of()), poller(letter).pollDue());
        assertEquals(Sources.State.OK, sources.list(letter.id()).getFirst().state());
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_FOUND", "CUT_XML", "PAGE"})
    void backsOffUpToADay(Fault fault) {
        var letter = known();
        web.on("/feed", exchange -> fault.answer.to(exchange, over));
        var wait = POLL;
        now = now.plus(POLL);
        for (int i = 0; i < 10; i++) {
            poller(letter).pollDue();
            wait = wait.multipliedBy(2).compareTo(Duration.ofDays(1)) < 0 ? wait.multipliedBy(2) : Duration.ofDays(1);
            assertEquals(now.plus(wait), sources.list(letter.id()).getFirst().nextPollAt());
            now = now.plus(wait);
        }
        assertEquals(Duration.ofDays(1), wait);
    }

    @Test
    void waitsAsLongAsItIsAskedToInSecondsOrAsADateUpToAWeek() {
        var letter = known();
        now = now.plus(POLL);
        assertRetried(letter, "7200", now.plusSeconds(7200));
        assertRetried(letter, "Sat, 03 Jan 2026 12:00:00 GMT", Instant.parse("2026-01-03T12:00:00Z"));
        assertRetried(letter, "999999999", now.plus(Duration.ofDays(7)));
        assertRetried(letter, "-5", null);
        assertRetried(letter, "Thu, 01 Jan 1970 00:00:00 GMT", null);
    }

    /** {@code until} is null where only the back-off counts. */
    private void assertRetried(Newsletter letter, String retryAfter, @Nullable Instant until) {
        web.status("/feed", 429, "Retry-After", retryAfter);
        int failures = sources.list(letter.id()).getFirst().failures();
        poller(letter).pollDue();
        var next = sources.list(letter.id()).getFirst().nextPollAt();
        assertEquals(until == null ? now.plus(POLL.multipliedBy(2L << failures)) : until, next, retryAfter);
        now = next;
    }

    @Test
    void aDoctypeIsNoFaultAndFetchesNothing() {
        var letter = known();
        var feed = new String(TWO, StandardCharsets.UTF_8).replace("<rss", "<!DOCTYPE rss SYSTEM \"" + web.at("/x.dtd")
                + "\" [<!ENTITY % p SYSTEM \"" + web.at("/p") + "\"> %p; <!ENTITY e SYSTEM \"" + web.at("/e")
                + "\">]><rss").replace("Two", "Two &e;");
        web.on("/feed", "text/xml", feed);
        now = now.plus(POLL);
        int asked = web.requests.size();
        assertEquals(new Round(1, 1, List.of()), poller(letter).pollDue());
        assertEquals(asked + 1, web.requests.size());
        assertEquals("Two &e;", articles.waiting(letter.id(), now, 1).getFirst().reading().title());
    }

    @Test
    void aWrongCharsetIsNoFault() {
        var letter = known();
        var feed = FeedsTest.rss("<item><title>Grüße, žluťoučký</title><guid>3</guid></item>");
        web.on("/feed", "text/xml; charset=us-ascii", feed.replace("1.0\"", "1.0\" encoding=\"UTF-16\"")
                .getBytes(StandardCharsets.UTF_8));
        now = now.plus(POLL);
        assertEquals(1, poller(letter).pollDue().found());
        assertEquals("Grüße, žluťoučký", articles.waiting(letter.id(), now, 1).getFirst().reading().title());
    }

    @Test
    void aLongFeedWhoseTagsAreAllEscapedIsNoFault() {
        var letter = known();
        var text = "&lt;p&gt;Words &amp;amp; words.&lt;/p&gt; ".repeat(25_000);
        web.on("/feed", "text/xml",
                FeedsTest.rss("<item><title>Two</title><guid>2</guid><description>" + text + "</description></item>"));
        now = now.plus(POLL);
        try (var larger = fetcher(Duration.ofSeconds(30), 10_000_000)) {
            assertEquals(new Round(1, 1, List.of()), poller(letter, larger).pollDue());
        }
    }

    @Test
    void aMarkThatNoHeaderMayHoldIsNotSentBack() {
        var letter = known();
        var id = sources.list(letter.id()).getFirst().id();
        database.run(tx -> sources.remember(tx, id, "\"\u0007\"", "\u0007", START));
        web.on("/feed", "text/xml", TWO);
        now = now.plus(POLL);
        assertEquals(new Round(1, 1, List.of()), poller(letter).pollDue());
    }

    @Test
    void aVeryLongLinkInPlaceOfATitleIsKept() {
        var letter = known();
        var link = "https://example.org/" + "x".repeat(1_900);
        web.on("/feed", "text/xml", FeedsTest.rss("<item><link>" + link + "</link><description>&lt;img src=x&gt;"
                + "</description></item><item><title>Two</title><guid>2</guid></item>"));
        now = now.plus(POLL);
        assertEquals(new Round(1, 2, List.of()), poller(letter).pollDue());
    }
}
