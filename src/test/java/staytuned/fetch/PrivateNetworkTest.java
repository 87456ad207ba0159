package staytuned.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import staytuned.testing.Web;

/** Row 33: nothing inside a private network is asked, however its address is spelled. */
@Tag("row-33")
class PrivateNetworkTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.8.8.8",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1",
        "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1",
        "2001::1", "2001:1::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::1",
        "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "ff0e::1"
    })
    void isPrivate(String address) throws UnknownHostException {
        assertTrue(Network.isPrivate(InetAddress.getByName(address)));
    }

    /** Only looked at: no test asks them anything. */
    @ParameterizedTest
    @ValueSource(strings = {
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
        "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.255.255", "198.17.255.255",
        "198.20.0.0", "223.255.255.255", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2001:200::1", "2001:4860::1",
        "2003::1", "2606:4700::1", "2a00::1", "3ffe::1"
    })
    void isThePublics(String address) throws UnknownHostException {
        assertFalse(Network.isPrivate(InetAddress.getByName(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "http://localhost:PORT/", "http://LOCALHOST:PORT/", "http://127.0.0.1:PORT/", "http://127.1:PORT/",
        "http://2130706433:PORT/", "http://0x7f000001:PORT/", "http://0x7f.0.0.1:PORT/", "http://127.0.0.1.:PORT/",
        "http://[::1]:PORT/", "http://[::ffff:127.0.0.1]:PORT/", "http://[::ffff:7f00:1]:PORT/",
        "http://[0:0:0:0:0:ffff:7f00:1]:PORT/", "http://[::127.0.0.1]:PORT/", "http://[64:ff9b::7f00:1]:PORT/",
        "http://[fe80::1]:PORT/", "http://user@127.0.0.1:PORT/", "http://example.org@127.0.0.1:PORT/",
        "http://\u2460\u2461\u2466.\u24EA.\u24EA.\u2460:PORT/", "//127.0.0.1:PORT/", "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "jar:http://127.0.0.1:PORT/!/x", "gopher://127.0.0.1:PORT/", "http://127.0.0.1:99999/"
    })
    void isNotAsked(String target) {
        try (var inside = new Web(); var fetcher = fetcher("elsewhere.test")) {
            inside.on("/", "text/plain", "secret");
            var place = target.replace("PORT", String.valueOf(inside.at("/").getPort()));
            var failed = assertInstanceOf(Fetched.Failed.class, fetcher.fetch(
                    URI.create(place.startsWith("//") ? "http:" + place : place), null, null));
            assertFalse(failed.reason().contains("secret"), failed.reason());
            assertEquals(0, inside.requests.size(), "as a feed or link of its own");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "http://localhost:PORT/", "http://[::1]:PORT/", "http://[::ffff:7f00:2]:PORT/", "http://127.0.0.2:PORT/",
        "http://[64:ff9b::7f00:1]:PORT/", "http://2130706433:PORT/", "//localhost:PORT/"
    })
    void isNotAskedThroughARedirect(String target) {
        try (var inside = new Web(); var web = new Web(); var fetcher = fetcher("127.0.0.1")) {
            var place = target.replace("PORT", String.valueOf(inside.at("/").getPort()));
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                web.status("/feed", status, "Location", place);
                var failed = assertInstanceOf(Fetched.Failed.class, fetcher.fetch(web.at("/feed"), null, null));
                assertTrue(failed.reason().matches(".* is in a private network and its host is not named in the config"
                        + "|.* is no http or https address|.*which is no address|no host is called .*"),
                                failed.reason());
            }
            assertEquals(0, inside.requests.size());
            assertEquals(5, web.requests.size());
        }
    }

    private static Fetcher fetcher(String named) {
        return new Fetcher(URI.create("https://letters.example.org"), Set.of(named), Fetcher.Limits.USUAL,
                InstantSource.fixed(Instant.EPOCH));
    }
}
