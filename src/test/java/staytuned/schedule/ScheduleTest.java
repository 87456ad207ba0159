package staytuned.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Duration OFTEN = Duration.ofMillis(5);

    @Test
    void callsEachTickAgainAndAgain() throws Exception {
        var first = new CountDownLatch(3);
        var second = new CountDownLatch(3);
        try (var schedule = new Schedule(InstantSource.system())) {
            schedule.every(OFTEN, "first", first::countDown);
            schedule.every(OFTEN, "second", second::countDown);
            schedule.start();
            assertTrue(first.await(10, TimeUnit.SECONDS));
            assertTrue(second.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void callsNothingBeforeItStarts() {
        var calls = new AtomicInteger();
        try (var schedule = new Schedule(InstantSource.system())) {
            schedule.every(OFTEN, "tick", calls::incrementAndGet);
        }
        assertEquals(0, calls.get());
    }

    @Test
    void neverCallsATickTwiceAtOnceAndASlowOneHoldsUpNoOther() throws Exception {
        var inside = new AtomicInteger();
        var together = new AtomicBoolean();
        var held = new CountDownLatch(1);
        var others = new CountDownLatch(20);
        try (var schedule = new Schedule(InstantSource.system())) {
            schedule.every(OFTEN, "slow", () -> {
                if (inside.incrementAndGet() > 1) together.set(true);
                await(held);
                inside.decrementAndGet();
            });
            schedule.every(OFTEN, "quick", others::countDown);
            schedule.start();
            assertTrue(others.await(10, TimeUnit.SECONDS));
            held.countDown();
        }
        assertFalse(together.get());
    }

    @Test
    void aTickThatFailsIsCalledAgain() throws Exception {
        var calls = new CountDownLatch(3);
        try (var schedule = new Schedule(InstantSource.system())) {
            schedule.every(OFTEN, "failing", () -> {
                calls.countDown();
                throw new IllegalStateException("on purpose");
            });
            schedule.start();
            assertTrue(calls.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void closingWaitsForWhatIsUnderWay() throws Exception {
        var begun = new CountDownLatch(1);
        var held = new CountDownLatch(1);
        var ended = new AtomicBoolean();
        var schedule = new Schedule(InstantSource.system());
        schedule.every(OFTEN, "slow", () -> {
            begun.countDown();
            await(held);
            ended.set(true);
        });
        schedule.start();
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        var closing = Thread.ofVirtual().start(schedule::close);
        held.countDown();
        assertTrue(closing.join(Duration.ofSeconds(10)));
        assertTrue(ended.get());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
