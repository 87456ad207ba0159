package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RetryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    private final Retry retry = Retry.standard(new Random(1));

    @Test
    void waitsLongerEachTimeGiveOrTakeAFifth() {
        var minutes = List.of(0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 60.0, 60.0);
        for (var attempt = 1; attempt <= minutes.size(); attempt++) {
            var pause = Duration.between(NOW, retry.next(attempt, NOW).orElseThrow());
            var share = pause.toMillis() / (minutes.get(attempt - 1) * 60_000.0);
            assertTrue(share >= 0.8 && share <= 1.2, "attempt " + attempt + " after " + pause);
        }
    }

    @Test
    @Tag("row-11")
    void whatFailedTogetherDoesNotComeBackTogether() {
        var times = new HashSet<Instant>();
        for (var i = 0; i < 100; i++) times.add(retry.next(1, NOW).orElseThrow());
        assertTrue(times.size() > 90, times.size() + " different times");
    }

    @Test
    void givesUpAfterADay() {
        assertTrue(retry.next(29, NOW).isPresent());
        assertTrue(retry.next(30, NOW).isEmpty());
        assertTrue(retry.next(1_000, NOW).isEmpty());
    }

    @Test
    void givesUpWhenTheConfigSaysSo() {
        var patient = Retry.standard(Duration.ofDays(5), new Random(1));
        assertTrue(patient.next(29 + 4 * 24, NOW).isPresent());
        assertTrue(patient.next(30 + 4 * 24, NOW).isEmpty());
        assertTrue(Retry.standard(Duration.ofMinutes(1), new Random(1)).next(2, NOW).isEmpty());
    }

    @Test
    void otherPlansHoldToo() {
        var patient = new Retry(List.of(Duration.ofHours(6)), Duration.ofDays(5), new Random(1));
        assertTrue(patient.next(20, NOW).isPresent());
        assertTrue(patient.next(21, NOW).isEmpty());
    }
}
