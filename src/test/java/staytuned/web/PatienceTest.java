package staytuned.web;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
