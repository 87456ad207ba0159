package staytuned.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import staytuned.testing.Web;

/**
 * A name server that answers with an open address while somebody looks, and with a closed one afterwards. Here 127.0.0.1
 * is open and 127.0.0.2 is closed, and both have a server that listens.
 */
class RebindingTest {
    private static final String OPEN = "127.0.0.1";
    private static final String CLOSED = "127.0.0.2";

    private final Web open = new Web();
    private final AtomicInteger visits = new AtomicInteger();
    private final Queue<List<String>> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private HttpServer closed;

    @BeforeEach
    void listen() throws IOException {
        closed = HttpServer.create(new InetSocketAddress(CLOSED, open.at("").getPort()), 0);
        closed.createContext("/", exchange -> {
            visits.incrementAndGet();
            Web.send(exchange, 200, "secret".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        closed.start();
        open.on("/page", "text/html", "open");
    }

    @AfterEach
    void close() {
        closed.stop(0);
        open.close();
    }

    private final class Rebinding implements Outside.Names {
        @Override
        public InetAddress[] of(String host) throws UnknownHostException {
            asked.add(host);
            var answer = answers.size() > 1 ? answers.remove() : answers.element();
            var out = new ArrayList<InetAddress>();
            for (var each : answer) out.add(InetAddress.getByName(each));
            return out.toArray(InetAddress[]::new);
        }

        @Override
        public boolean closed(InetAddress address) {
            return address.getHostAddress().equals(CLOSED);
        }
    }

    private Fetcher fetcher(Set<String> named) {
        return new Fetcher(URI.create("https://letters.example.org"), named, Fetcher.Limits.USUAL,
                InstantSource.fixed(Instant.EPOCH), new Outside(new Rebinding(), _ -> {}));
    }

    private URI at(String host, String path) {
        return URI.create("http://" + host + ":" + open.at("").getPort() + path);
    }

    @Test
    void connectsToTheAddressThatWasLookedAt() {
        answers.add(List.of(OPEN));
        answers.add(List.of(CLOSED));
        try (var fetcher = fetcher(Set.of())) {
            var page = at("blog.example.org", "/page");
            assertEquals("open", assertInstanceOf(Fetched.Changed.class, fetcher.fetch(page, null, null)).text());
            assertEquals(List.of("blog.example.org"), asked, "asked once for one connection");
            assertEquals(
                    new Fetched.Failed(
                            page + " is in a private network and its host is not named in the config", null, true),
                    fetcher.fetch(page, null, null));
        }
        assertEquals(0, visits.get());
    }

    @Test
    void looksAgainAtEachRedirect() {
        answers.add(List.of(OPEN));
        answers.add(List.of(CLOSED));
        open.status("/page", 302, "Location", "/secret");
        try (var fetcher = fetcher(Set.of())) {
            var failed = fetcher.fetch(at("blog.example.org", "/page"), null, null);
            assertTrue(assertInstanceOf(Fetched.Failed.class, failed).reason().contains("/secret is in a private"));
        }
        assertEquals(2, asked.size());
        assertEquals(0, visits.get());
    }

    @Test
    void refusesANameThatIsBothOpenAndClosed() {
        answers.add(List.of(OPEN, CLOSED));
        try (var fetcher = fetcher(Set.of())) {
            assertInstanceOf(Fetched.Failed.class, fetcher.fetch(at("blog.example.org", "/page"), null, null));
        }
        assertEquals(0, visits.get() + open.requests.size());
    }

    @Test
    void letsAHostThatWasNamedStandAnywhereHoweverItIsSpelled() {
        answers.add(List.of(CLOSED));
        try (var fetcher = fetcher(Set.of("Blog.Example.org"))) {
            assertInstanceOf(Fetched.Changed.class, fetcher.fetch(at("blog.example.org", "/page"), null, null));
            assertInstanceOf(Fetched.Changed.class, fetcher.fetch(at("BLOG.example.org.", "/page"), null, null));
            assertInstanceOf(Fetched.Failed.class, fetcher.fetch(at("www.blog.example.org", "/page"), null, null));
        }
        assertEquals(2, visits.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "2130706433", "0x7f.1", "0x7f000001", "127.1", "127.0.0.1.", "localhost", "LOCALHOST",
        "localhost.", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[fe80::1]", "[fec0::1]", "169.254.169.254"
    })
    void findsNoSpellingOfThisMachine(String host) {
        try (var fetcher = new Fetcher(URI.create("https://letters.example.org"), Set.of("example.org"),
                Fetcher.Limits.USUAL, InstantSource.fixed(Instant.EPOCH))) {
            open.status("/away", 302, "Location", at(host, "/page").toString());
            var failed = assertInstanceOf(Fetched.Failed.class, fetcher.fetch(at(host, "/page"), null, null));
            assertTrue(failed.reason().matches(".* (is in a private network|is no http).*|no host is called .*"),
                    failed.reason());
        }
        assertEquals(0, open.requests.size());
    }
}
