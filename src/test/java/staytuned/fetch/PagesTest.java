package staytuned.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import staytuned.testing.SettableClock;
import staytuned.testing.Web;

/** What robots.txt says is kept to, and nobody's server is hurried. */
class PagesTest {
    private final Web web = new Web();
    private final SettableClock clock = new SettableClock("2026-01-02T03:04:05Z");
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger robots = new AtomicInteger();
    private final Fetcher fetcher = new Fetcher(URI.create("https://letters.example.org"), Set.of("127.0.0.1"),
            new Fetcher.Limits(Duration.ofSeconds(2), Duration.ofSeconds(2), 100_000), clock,
            new Outside(InetAddress::getAllByName, pauses::add));

    @AfterEach
    void close() {
        fetcher.close();
        web.close();
    }

    private Fetched page(String path) {
        return fetcher.pages().page(web.at(path));
    }

    private String text(String path) {
        return assertInstanceOf(Fetched.Changed.class, page(path)).text();
    }

    private Fetched.Failed failed(String path) {
        return assertInstanceOf(Fetched.Failed.class, page(path));
    }

    private void robots(int status, String body) {
        web.on("/robots.txt", exchange -> {
            robots.incrementAndGet();
            Web.send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void leavesAloneWhatRobotsTxtDisallows() {
        robots(200, """
                User-agent: *
                Disallow: /
                User-Agent: Staytuned
                Disallow: /private
                Disallow: /*.pdf$
                Allow: /private/open
                """);
        web.on("/a", "text/html", "a").on("/private/open", "text/html", "open").on("/private/b", "text/html", "b");
        assertEquals("a", text("/a"));
        assertEquals("open", text("/private/open"));
        var reason = "robots.txt of 127.0.0.1 disallows " + web.at("/private/b");
        assertEquals(new Fetched.Failed(reason, null, true), page("/private/b"));
        assertTrue(failed("/x.pdf").lasting());
        assertTrue(failed("/%70rivate/b").lasting(), "the same path, spelled otherwise");
        assertEquals(1, robots.get(), "asked once");
        web.status("/away", 302, "Location", "/private/b");
        assertEquals(reason, failed("/away").reason());
        assertInstanceOf(Fetched.Changed.class, fetcher.fetch(web.at("/private/b"), null, null), "the admin named it");
    }

    @Test
    void remembersRobotsTxtForADay() {
        robots(200, "User-agent: *\nDisallow:");
        web.on("/a", "text/html", "a");
        text("/a");
        robots(200, "User-agent: *\nDisallow: /a");
        clock.pass(Duration.ofHours(23));
        text("/a");
        clock.pass(Duration.ofHours(1));
        assertTrue(failed("/a").lasting());
        assertEquals(2, robots.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 410})
    void takesAMissingRobotsTxtAsAnInvitation(int status) {
        robots(status, "");
        web.on("/a", "text/html", "a");
        assertEquals("a", text("/a"));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void readsNothingWhereRobotsTxtCannotBeRead(int status) {
        robots(status, "");
        web.on("/a", "text/html", "a");
        var failed = failed("/a");
        assertEquals(web.at("/robots.txt") + " cannot be read (HTTP " + status + "), so nothing is read there",
                failed.reason());
        assertFalse(failed.lasting());
        assertEquals(clock.instant().plus(Duration.ofMinutes(5)), failed.notBefore());
        robots(404, "");
        failed("/a");
        clock.pass(Duration.ofMinutes(5));
        assertEquals("a", text("/a"));
    }

    @Test
    void readsNothingWhereNobodyAnswersForRobotsTxt() {
        web.on("/robots.txt", exchange -> exchange.close());
        assertEquals(web.at("/robots.txt") + " cannot be read (127.0.0.1 closed the connection without an answer),"
                + " so nothing is read there", failed("/a").reason());
    }

    @Test
    void followsRobotsTxtWhereItHasMovedAndGivesUpOnALoop() {
        web.status("/robots.txt", 301, "Location", "/real.txt").on("/real.txt", "text/plain",
                "User-agent: *\nDisallow: /a");
        assertTrue(failed("/a").lasting());
        clock.pass(Duration.ofDays(1));
        web.status("/robots.txt", 302, "Location", "/robots.txt").on("/a", "text/html", "a");
        assertEquals("a", text("/a"));
    }

    @Test
    void looksAtTheFirst500KilobytesOfAnEndlessRobotsTxt() {
        web.on("/robots.txt", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("User-agent: *\nDisallow: /a\n".getBytes(StandardCharsets.UTF_8));
            var chunk = "# and so on\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
            while (true) exchange.getResponseBody().write(chunk);
        });
        web.on("/b", "text/html", "b");
        assertTrue(failed("/a").lasting());
        assertEquals("b", text("/b"));
    }

    @Test
    void asksOneHostForOneThingAtATimeWithAPauseBetween() throws Exception {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        web.on("/a", exchange -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inside.decrementAndGet();
            Web.send(exchange, 200, "a".getBytes(StandardCharsets.UTF_8));
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Fetched> fetch = () -> page("/a");
            for (var each : threads.invokeAll(Collections.nCopies(8, fetch))) {
                assertInstanceOf(Fetched.Changed.class, each.get());
            }
        }
        assertEquals(1, most.get());
        assertTrue(pauses.size() >= 8, pauses.toString());
        for (var each : pauses) {
            assertTrue(each.isPositive() && each.compareTo(Duration.ofSeconds(1)) <= 0, each.toString());
        }
    }

    @Test
    void unpacksAFileThatIsGzipItselfWithinALimit() throws Exception {
        web.on("/map.xml.gz", "application/gzip", Web.gzip("<urlset/>".getBytes(StandardCharsets.UTF_8)))
                .on("/bomb.gz", "application/gzip", Web.gzip(new byte[20_000_000]));
        var file = fetcher.pages().file(web.at("/map.xml.gz"), null, null, 1000);
        var body = assertInstanceOf(Fetched.Changed.class, file).body();
        assertEquals("<urlset/>", new String(body.stream(1000).readAllBytes(), StandardCharsets.UTF_8));
        var bomb = assertInstanceOf(Fetched.Changed.class,
                fetcher.pages().file(web.at("/bomb.gz"), null, null, 100_000)).body();
        try (var in = bomb.stream(100_000)) {
            var thrown = assertThrows(IOException.class, in::readAllBytes);
            assertEquals("larger than 100000 bytes when unpacked", thrown.getMessage());
        }
    }
}
