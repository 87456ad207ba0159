package staytuned.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import staytuned.testing.Web;

class FetcherTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Web web = new Web();
    private final Fetcher fetcher = fetcher(Set.of("127.0.0.1"));

    private static Fetcher fetcher(Set<String> named) {
        var limits = new Fetcher.Limits(Duration.ofSeconds(2), Duration.ofMillis(1500), 100_000);
        return new Fetcher(URI.create("https://letters.example.org"), named, limits, InstantSource.fixed(NOW));
    }

    @AfterEach
    void close() {
        fetcher.close();
        web.close();
    }

    private Fetched fetch(String path) {
        return fetcher.fetch(web.at(path), null, null);
    }

    private String failure(String path) {
        return assertInstanceOf(Fetched.Failed.class, fetch(path)).reason();
    }

    @Test
    void takesTheBodyAndWhatItSaysOfItself() {
        web.on("/feed", exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"a\"");
            exchange.getResponseHeaders().set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            Web.send(exchange, 200, "Grüße".getBytes(StandardCharsets.UTF_8));
        });
        assertEquals(
                new Fetched.Changed(new Body("Grüße".getBytes(StandardCharsets.UTF_8), "text/plain"), web.at("/feed"),
                        "\"a\"", "Thu, 01 Jan 2026 00:00:00 GMT", List.of(), null),
                fetch("/feed"));
        assertEquals(List.of("Staytuned/0.1 (+https://letters.example.org)"),
                web.requests.getFirst().get("User-agent"));
        assertNull(web.requests.getFirst().get("If-none-match"));
    }

    @Test
    void asksOnlyForWhatHasChanged() {
        web.status("/feed", 304);
        assertEquals(
                new Fetched.Unchanged(null),
                fetcher.fetch(web.at("/feed"), "\"a\"", "Thu, 01 Jan 2026 00:00:00 GMT"));
        assertEquals(List.of("\"a\""), web.requests.getFirst().get("If-none-match"));
        assertEquals(List.of("Thu, 01 Jan 2026 00:00:00 GMT"), web.requests.getFirst().get("If-modified-since"));
    }

    @ParameterizedTest
    @CsvSource({
        "404, HTTP 404 not found, true",
        "500, HTTP 500 the server has a problem, false",
        "403, HTTP 403 not allowed to read it, true",
        "206, HTTP 206 instead of 200, false"
    })
    void saysWhatTheServerSaid(int status, String reason, boolean lasting) {
        web.status("/feed", status);
        assertEquals(new Fetched.Failed(reason, null, lasting, status == 404), fetch("/feed"));
    }

    @Test
    void heedsRetryAfterInSecondsAndAsADate() {
        web.status("/seconds", 429, "Retry-After", "120")
                .status("/date", 503, "Retry-After", "Fri, 02 Jan 2026 05:00:00 GMT");
        web.status("/nonsense", 429, "Retry-After", "soon");
        assertEquals(new Fetched.Failed("HTTP 429 asked too often", NOW.plusSeconds(120)), fetch("/seconds"));
        assertEquals(
                new Fetched.Failed("HTTP 503 the server has a problem", Instant.parse("2026-01-02T05:00:00Z")),
                fetch("/date"));
        assertEquals(new Fetched.Failed("HTTP 429 asked too often", null), fetch("/nonsense"));
    }

    @Test
    void unpacksGzipWithinLimits() {
        gzip("/small", Web.gzip("hello".getBytes(StandardCharsets.UTF_8)));
        gzip("/bomb", Web.gzip(new byte[50_000_000]));
        var whole = Web.gzip("hello ".repeat(1000).getBytes(StandardCharsets.UTF_8));
        gzip("/cut", Arrays.copyOf(whole, whole.length - 12));
        gzip("/none", "hello".getBytes(StandardCharsets.UTF_8));
        assertEquals("hello", assertInstanceOf(Fetched.Changed.class, fetch("/small")).text());
        assertEquals("larger than 100000 bytes when unpacked", failure("/bomb"));
        assertEquals("the gzip body is cut off", failure("/cut"));
        assertTrue(failure("/none").startsWith("the body says gzip and is none"), failure("/none"));
    }

    private void gzip(String path, byte[] body) {
        web.on(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            Web.send(exchange, 200, body);
        });
    }

    @Test
    void endsAnEndlessBody() {
        web.on("/feed", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var chunk = new byte[8192];
            while (true) exchange.getResponseBody().write(chunk);
        });
        assertEquals("larger than 100000 bytes", failure("/feed"));
    }

    @Test
    void endsABodyThatDrips() {
        web.on("/feed", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('<');
            exchange.getResponseBody().flush();
            while (!Thread.interrupted() && web.requests.size() < 2) Thread.onSpinWait();
        });
        assertEquals("no complete answer from 127.0.0.1 within 1 s", failure("/feed"));
        web.requests.add(Map.of()); // lets the server's thread go
    }

    @Test
    void saysThatABodyWasCut() {
        web.on("/feed", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("<rss>".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            exchange.close();
        });
        web.on("/silent", HttpExchange::close);
        assertEquals("the connection closed in the middle of the body", failure("/feed"));
        assertEquals("127.0.0.1 closed the connection without an answer", failure("/silent"));
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        var failed = fetcher.fetch(URI.create("http://127.0.0.1:" + port + "/"), null, null);
        assertEquals(new Fetched.Failed("127.0.0.1 refuses the connection", null), failed);
    }

    @Test
    void followsRedirectsUpToALimit() {
        web.status("/old", 301, "Location", "/new").on("/new", "text/plain", "here");
        web.status("/loop", 302, "Location", "/loop").status("/nowhere", 302)
                .status("/odd", 302, "Location", "http://[");
        assertEquals(web.at("/new"), assertInstanceOf(Fetched.Changed.class, fetch("/old")).at());
        assertEquals("more than 5 redirects, the last to " + web.at("/loop"), failure("/loop"));
        assertEquals("HTTP 302 redirects to '', which is no address", failure("/nowhere"));
        assertEquals("HTTP 302 redirects to 'http://[', which is no address", failure("/odd"));
    }

    @Test
    void goesIntoNoPrivateNetworkThatIsNotNamed() {
        for (var target : List.of(
                "http://localhost/", "http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest",
                        "http://192.168.1.1:8080/",
                "http://0.0.0.0/", "http://[fc00::1]/", "http://100.64.0.1/")) {
            web.status("/feed", 302, "Location", target);
            assertEquals(target + " is in a private network and its host is not named in the config", failure("/feed"));
        }
        web.status("/feed", 302, "Location", "file:///etc/passwd");
        assertEquals("file:///etc/passwd is no http or https address", failure("/feed"));
        try (var other = fetcher(Set.of("example.org"))) {
            assertInstanceOf(Fetched.Failed.class, other.fetch(web.at("/feed"), null, null));
        }
        assertEquals(9, web.requests.size(), "the host that nobody named was not even asked");
    }
}
