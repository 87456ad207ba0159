package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Set;
import org.junit.jupiter.api.Test;
import staytuned.delivery.Gates.Mood;

class GatesTest {
    private static final long MILLI = Duration.ofMillis(1).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Gates gates = new Gates(20, receiver -> receiver.equals("corp") ? 4 : Integer.MAX_VALUE);
    private long now = 1;

    /** How many more letters of a receiver may begin now. */
    private int enterAll(String receiver, boolean others) {
        var count = 0;
        while (gates.isOpen(receiver, now, others)) {
            gates.enter(receiver, now);
            count++;
        }
        return count;
    }

    private void leave(String receiver, int letters, long took, Mood mood) {
        for (var i = 0; i < letters; i++) gates.leave(receiver, now, took, mood);
    }

    /** One letter after another goes, each in so many nanoseconds. */
    private void go(String receiver, int letters, long took) {
        for (var i = 0; i < letters; i++) {
            gates.enter(receiver, now);
            now += took;
            gates.leave(receiver, now, took, Mood.CONTENT);
        }
    }

    @Test
    void beginsWithFewAndHasOneMoreAfterEachRun() {
        gates.enter("gmail", now);
        go("gmail", Gates.RUN - 1, MILLI);
        assertEquals(1, enterAll("gmail", true), "two in all");
        leave("gmail", 1, MILLI, Mood.CONTENT);
        assertEquals(2, enterAll("gmail", true), "three");
        assertEquals(Gates.FEW, enterAll("example.net", true), "each receiver has its own");
    }

    @Test
    void growsToAllConnectionsOrToWhatTheAdminAllows() {
        for (var receiver : Set.of("gmail", "corp")) {
            gates.enter(receiver, now);
            go(receiver, 50 * Gates.RUN, MILLI);
            leave(receiver, 1, 0, Mood.UNKNOWN);
        }
        assertEquals(20, enterAll("gmail", true));
        assertEquals(4, enterAll("corp", true));
    }

    @Test
    void hasHalfWhenTheReceiverHasHadEnoughAndOneAtLeast() {
        gates.enter("gmail", now);
        go("gmail", 50 * Gates.RUN, MILLI);
        leave("gmail", 1, MILLI, Mood.HAD_ENOUGH);
        assertEquals(10, enterAll("gmail", true));
        leave("gmail", 10, MILLI, Mood.HAD_ENOUGH);
        assertEquals(1, enterAll("gmail", true));
        assertEquals(Set.of("gmail"), gates.closed(now, true));
    }

    @Test
    void isSilentForAWhileAndBeginsWithOneThen() {
        gates.silence("gmail", now + 600 * SECOND, now);
        assertEquals(0, enterAll("gmail", true));
        assertEquals(now + 600 * SECOND, gates.opens(now));
        now += 600 * SECOND;
        assertEquals(1, enterAll("gmail", true));
        assertEquals(Gates.FEW, enterAll("yahoo", true), "the others went on");
    }

    @Test
    void aSlowReceiverHasASmallPartOfTheConnections() {
        gates.enter("quick.example", now);
        go("quick.example", 100, 20 * MILLI);
        go("slow.example", 1, 5 * SECOND);
        assertEquals(0, enterAll("slow.example", true), "as long a pause as the letter took");
        now += 5 * SECOND;
        assertTrue(gates.isOpen("slow.example", now, true));
        go("slow.example", 50 * Gates.RUN, 5 * SECOND);
        now += 5 * SECOND;
        assertEquals(2, enterAll("slow.example", true), "a tenth of 20");
        assertFalse(gates.isOpen("slow.example", now, true));
        assertEquals(8, enterAll("slow.example", false), "half of them where nobody else waits");
        assertEquals(0, enterAll("slow.example", false));
    }

    /** Row 17, in time of its own: what the others get in a minute, beside what they would get alone. */
    @Test
    void theOthersKeepNineTenthsOfTheirLetters() {
        var alone = lettersInAMinute(new Gates(10, _ -> Integer.MAX_VALUE), "quick.example");
        var beside = lettersInAMinute(
                new Gates(10, _ -> Integer.MAX_VALUE), "slow.example", "quick.example", "tarpit.example");
        assertTrue(beside >= 0.9 * alone, beside + " of " + alone);
    }

    /** Ten connections; each takes a letter of the first receiver, in turn, that may get one. */
    private static int lettersInAMinute(Gates gates, String... receivers) {
        record Busy(long until, String receiver, long took) {}
        var busy = new PriorityQueue<Busy>(Comparator.comparingLong(Busy::until));
        var quick = 0;
        for (var time = 1L; time < 60 * SECOND; time += MILLI) {
            while (!busy.isEmpty() && busy.peek().until <= time) {
                var done = busy.remove();
                gates.leave(done.receiver, time, done.took, Mood.CONTENT);
                if (done.receiver.equals("quick.example")) quick++;
            }
            for (var i = 0; i < receivers.length && busy.size() < 10; i++) {
                var receiver = receivers[i];
                while (busy.size() < 10 && gates.isOpen(receiver, time, true)) {
                    var took = receiver.equals("quick.example") ? 20 * MILLI : 5 * SECOND;
                    gates.enter(receiver, time);
                    busy.add(new Busy(time + took, receiver, took));
                }
            }
        }
        return quick;
    }

    @Test
    void allSlowReceiversTogetherHaveNoMore() {
        gates.enter("quick.example", now);
        go("quick.example", 100, 20 * MILLI);
        for (var i = 0; i < 5; i++) go("slow" + i + ".example", 1, 5 * SECOND);
        now += 5 * SECOND;
        var all = 0;
        for (var i = 0; i < 5; i++) all += enterAll("slow" + i + ".example", true);
        assertEquals(2, all);
    }

    @Test
    void firstLettersThatDoNotEndAreSlowToo() {
        assertEquals(Gates.FEW, enterAll("tarpit.example", true));
        assertTrue(gates.anyQuick(now));
        now += SECOND;
        assertFalse(gates.anyQuick(now));
        assertTrue(gates.isSlow("tarpit.example", now));
    }

    @Test
    void aReceiverIsQuickAgainWhenItsLettersAre() {
        gates.enter("quick.example", now);
        go("quick.example", 100, 20 * MILLI);
        go("slow.example", 3, 5 * SECOND);
        assertTrue(gates.isSlow("slow.example", now));
        go("slow.example", 20, 20 * MILLI);
        assertFalse(gates.isSlow("slow.example", now));
    }

    @Test
    void whereAllAreSlowNobodyIs() {
        for (var i = 0; i < 10; i++) go("a" + i + ".example", 3, 2 * SECOND);
        assertFalse(gates.isSlow("a9.example", now));
        assertEquals(Gates.FEW, enterAll("a9.example", true));
    }
}
