package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import staytuned.testing.RecordingCourier;

class SharesTest {
    private static final int BATCH = 500;
    private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

    private final Carrier main = carrier("main");
    private final Carrier second = carrier("second");
    private final Carrier spare = carrier("spare");
    private final Shares shares = new Shares(Map.of(main, 3, second, 1, spare, 0));
    private final Map<Carrier, Integer> taken = new HashMap<>();
    private Instant now = Instant.parse("2026-03-01T08:00:00Z");

    private static Carrier carrier(String name) {
        return new Carrier(name, new RecordingCourier(), Terms.of(4));
    }

    private void fails(Carrier carrier) {
        carrier.rest(now, Retry.standard(new Random(1)), false);
    }

    /** Each takes a batch as often as it may. */
    private Map<Carrier, Integer> take(int rounds) {
        taken.clear();
        for (var i = 0; i < rounds; i++) {
            for (var each : new Carrier[] {main, second, spare}) {
                if (!shares.mayTake(each, now, 0)) continue;
                shares.took(each, BATCH);
                taken.merge(each, 1, Integer::sum);
            }
        }
        return taken;
    }

    @Test
    void eachTakesItsShareAndTheSpareNone() {
        var batches = take(40);
        assertEquals(3.0, (double) batches.get(main) / batches.get(second), 0.25, batches.toString());
        assertFalse(batches.containsKey(spare));
    }

    @Test
    void theShareOfOneThatRestsIsTheOthers() {
        take(10);
        fails(main);
        assertEquals(Map.of(second, 10), take(10));
        fails(second);
        assertEquals(Map.of(spare, 10), take(10));
    }

    @Test
    void oneThatComesBackHasItsShareOfWhatIsLeftAndNoMore() {
        take(10);
        fails(main);
        take(100);
        now = now.plus(Duration.ofMinutes(1));
        assertTrue(take(1).containsKey(second), "it has yet to prove itself, and nobody waits for it");
        main.works();
        var batches = take(40);
        assertEquals(3.0, (double) batches.get(main) / batches.get(second), 0.3, batches.toString());
    }

    @Test
    void theSpareGoesOnUntilAnotherHasProvedItself() {
        fails(main);
        fails(second);
        now = now.plus(Duration.ofMinutes(1));
        assertTrue(shares.mayTake(main, now, 0));
        assertTrue(shares.mayTake(spare, now, 0));
        main.works();
        assertFalse(shares.mayTake(spare, now, 0));
    }

    @Test
    void oneThatTakesNothingIsNotWaitedForLong() {
        shares.took(main, BATCH);
        assertFalse(shares.mayTake(main, now, 0));
        assertTrue(shares.waits(main));
        assertFalse(shares.mayTake(main, now, PATIENCE - 1));
        assertTrue(shares.mayTake(main, now, PATIENCE));
        shares.took(main, 100 * BATCH);
        assertTrue(shares.mayTake(main, now, PATIENCE + 1), "and not again");
        shares.took(second, BATCH);
        assertFalse(shares.mayTake(second, now, PATIENCE + 2), "what it missed is not made up for");
    }

    @Test
    void whatIsGivenBackIsNotCounted() {
        shares.took(main, BATCH);
        shares.took(main, -BATCH);
        assertTrue(shares.mayTake(main, now, 0));
    }
}
