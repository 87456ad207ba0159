package staytuned.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Patience patience = new Patience(nanos::get);

    @Test
    void thirtyMistakesInAMinuteAreForgiven() {
        for (var i = 0; i < 30; i++) assertFalse(patience.failed("a"), "" + i);
        assertTrue(patience.failed("a"));
        assertFalse(patience.failed("b"));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(61)); // over the end of the clock's numbers
        assertFalse(patience.failed("a"));
    }

    @Test
    void itRemembersNoMoreThanTenThousandClients() {
        for (var i = 0; i < 31; i++) patience.failed("first");
        for (var i = 0; i < 10_000; i++) patience.failed("client " + i);
        assertFalse(patience.failed("first"), "it was the one that had not asked for longest");
    }

    @Test
    void onlyAWebServerOnThisMachineSaysForWhomItAsks() {
        var here = InetAddress.ofLiteral("127.0.0.1");
        var elsewhere = InetAddress.ofLiteral("203.0.113.7");
        assertEquals(client("198.51.100.9"), Patience.client(here, "203.0.113.7, 198.51.100.9"));
        assertEquals(client("203.0.113.7"), Patience.client(elsewhere, "198.51.100.9"));
        assertEquals(client("2001:db8:0:1::5"), Patience.client(here, "2001:db8:0:1:9::1"), "one line of IPv6");
        assertNotEquals(client("2001:db8:0:2::5"), Patience.client(here, "2001:db8:0:1::5"));
        for (var odd : new String[] {"", "example.org", "fe", "x".repeat(100_000), null}) {
            assertEquals(client("127.0.0.1"), Patience.client(here, odd), odd);
        }
    }

    private static String client(String address) {
        return Patience.client(InetAddress.ofLiteral(address), null);
    }
}
