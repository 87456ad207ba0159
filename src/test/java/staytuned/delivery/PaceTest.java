package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);
    private final Pace pace = new Pace(2, Duration.ofSeconds(1), nanos::get);

    @Test
    void spreadsMessagesEvenly() {
        assertEquals(Optional.of(Duration.ZERO), pace.reserve(Duration.ofMinutes(1)));
        assertEquals(Optional.of(Duration.ofMillis(500)), pace.reserve(Duration.ofMinutes(1)));
        assertEquals(Optional.of(Duration.ofMillis(1000)), pace.reserve(Duration.ofMinutes(1)));
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertEquals(Optional.of(Duration.ZERO), pace.reserve(Duration.ofMinutes(1)), "idle time is lost");
        assertEquals(Optional.of(Duration.ofMillis(500)), pace.reserve(Duration.ofMinutes(1)));
    }

    @Test
    void reservesNothingThatIsTooFarAway() {
        assertEquals(Optional.of(Duration.ZERO), pace.reserve(Duration.ZERO));
        assertEquals(Optional.empty(), pace.reserve(Duration.ofMillis(499)));
        assertEquals(Optional.of(Duration.ofMillis(500)), pace.reserve(Duration.ofMillis(500)));
    }

    @Test
    void countsWhatFitsIntoATime() {
        assertEquals(61, pace.within(Duration.ofSeconds(30), 500));
        assertEquals(10, pace.within(Duration.ofSeconds(30), 10));
        pace.reserve(Duration.ZERO);
        assertEquals(60, pace.within(Duration.ofSeconds(30), 500));
        assertEquals(0, pace.within(Duration.ofMillis(100), 500));
        assertEquals(500, Pace.unlimited().within(Duration.ofSeconds(1), 500));
    }
}
