package staytuned.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import staytuned.fetch.Fetcher;
import staytuned.testing.SettableClock;
import staytuned.testing.Web;

/** Letters whose links lead somewhere and nowhere, to a real web server. */
class ScoutTest {
    private static final URI SITE = URI.create("https://letters.example.org");

    private final Web web = new Web();
    private final SettableClock clock = new SettableClock("2026-11-22T08:00:00Z");
    private final Fetcher fetcher = new Fetcher(SITE, Set.of("127.0.0.1"), Fetcher.Limits.USUAL, clock);
    private final Scout scout = new Scout(fetcher, SITE, Duration.ofMillis(400), clock);

    @AfterEach
    void close() {
        fetcher.close();
        web.close();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "200, -", "204, -", "304, -",
        "404, error: is not there (HTTP 404)", "410, error: is not there (HTTP 410)",
        "401, warning: answers HTTP 401", "403, warning: answers HTTP 403", "429, warning: answers HTTP 429",
        "500, warning: answers HTTP 500", "503, warning: answers HTTP 503"
    })
    void saysWhatTheOtherEndSays(int status, String says) {
        web.status("/page", status);
        var found = scout.look("<a href='" + web.at("/page") + "#part'>A page</a>");
        if (says == null) {
            assertEquals(List.of(), found);
            return;
        }
        assertEquals(1, found.size());
        var finding = found.getFirst();
        assertEquals("HTML, <a href=" + web.at("/page") + "#part>", finding.place());
        assertEquals(says, (finding.holds() ? "error: " : "warning: ") + finding.says());
    }

    @Test
    void followsWhereItIsSent() {
        web.status("/old", 301, "Location", "/new").on("/new", "text/html", "x".repeat(100_000));
        web.status("/moved", 302, "Location", "/gone");
        web.status("/loop", 302, "Location", "/loop");
        assertEquals(List.of(), scout.look("<a href='" + web.at("/old") + "'>a</a>"));
        assertTrue(scout.look("<a href='" + web.at("/moved") + "'>a</a>").getFirst().holds());
        var loop = scout.look("<a href='" + web.at("/loop") + "'>a</a>").getFirst();
        assertTrue(!loop.holds() && loop.says().contains("more than 5 redirects"), loop.toString());
    }

    @Test
    void whatCannotBeAskedHoldsNothing() {
        var end = new CountDownLatch(1);
        web.on("/slow", _ -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        var found = scout.look("<a href='" + web.at("/slow") + "'>a</a><a href='http://127.0.0.1:1/'>b</a>");
        end.countDown();
        assertEquals(2, found.size());
        assertTrue(found.stream().noneMatch(Finding::holds), found.toString());
        assertTrue(found.getFirst().says().startsWith("could not be asked: no complete answer from 127.0.0.1 within"),
                found.toString());
        assertEquals("could not be asked: 127.0.0.1 refuses the connection", found.getLast().says());
    }

    /** An article names them, and so a stranger does. */
    @Test
    void privateNetworksAreNotAsked() {
        web.status("/secret", 404).status("/away", 302, "Location", "http://169.254.169.254/latest");
        try (var stranger = new Fetcher(SITE, Set.of(), Fetcher.Limits.USUAL, clock)) {
            for (var address : List.of(
                    web.at("/secret"), URI.create("http://[::1]/"), URI.create("http://10.0.0.1/"))) {
                var found = new Scout(stranger, SITE, clock).look("<a href='" + address + "'>a</a>");
                assertTrue(found.getFirst().says().contains("is in a private network"), found.toString());
            }
        }
        assertEquals(List.of(), web.requests);
        var led = scout.look("<a href='" + web.at("/away") + "'>a</a>");
        assertTrue(led.getFirst().says().contains("169.254.169.254/latest is in a private network"), led.toString());
    }

    @Test
    void ourOwnPagesAndExamplesAreNotAskedNorWhatIsNoAddressOfTheWeb() {
        assertEquals(List.of(), scout.look("""
                <a href="https://letters.example.org/issues/7">a</a><a href="https://letters.example.org">a</a>
                <a href="https://www.example.com/x">a</a><a href="https://unsubscribe.invalid/0123">a</a>
                <a href="mailto:a@b.test">a</a><a href="/relative">a</a><a href="javascript:alert(1)">a</a>
                <a href="https:// /">a</a><a>a</a><img src="data:image/png;base64,AAAA"><img>
                """));
        var near = new Scout(fetcher, web.at("/mail"), Duration.ofSeconds(5), clock);
        assertEquals(List.of(), near.look("<a href='" + web.at("/mail/issues/1") + "'>a</a>"));
        assertEquals(1, near.look("<a href='" + web.at("/mailing") + "'>a</a>").size());
    }

    @Test
    void asksForEachOnceAFewAtATimeAndAgainAfterAMinute() {
        var open = new AtomicInteger();
        var most = new AtomicInteger();
        web.on("/page", exchange -> {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            exchange.sendResponseHeaders(404, -1);
            open.decrementAndGet();
        });
        var html = new StringBuilder("<img src='" + web.at("/page") + "'>");
        for (var i = 0; i < 150; i++) html.append("<a href='").append(web.at("/page?" + i / 2)).append("'>a</a>");
        var found = scout.look(html.toString());
        assertEquals(76, found.size());
        assertEquals(76, web.requests.size());
        assertEquals("HTML, <img src=" + web.at("/page") + ">", found.getFirst().place());
        assertTrue(most.get() <= 4, most + " at once");
        scout.look(html.toString());
        assertEquals(76, web.requests.size());
        clock.pass(Duration.ofMinutes(1));
        scout.look(html.toString());
        assertEquals(152, web.requests.size());
    }
}
