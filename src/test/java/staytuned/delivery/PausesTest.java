package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static staytuned.delivery.Readership.daily;
import static staytuned.delivery.Readership.pause;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.subscriber.Choices;
import staytuned.testing.OnEachDatabase;

/** Nothing is sent to who pauses; what was missed comes afterwards only where it is wanted. */
@OnEachDatabase
class PausesTest {
    private static final String UNTIL = "2026-03-10T00:00:00Z";

    private final Database database;

    PausesTest(Database database) {
        this.database = database;
    }

    private Readership open() {
        return new Readership(database, "2026-03-02T09:00:00Z", false);
    }

    @Test
    void whatWasMissedComesTogetherOrNotAtAll() {
        try (var all = open()) {
            all.reader("later", pause(UNTIL, true));
            all.reader("never", pause(UNTIL, false));
            var one = all.write();
            all.settle();
            var two = all.write();
            all.at("2026-03-09T23:58:00Z");
            assertEquals(Map.of(), all.got);
            all.at(UNTIL);
            assertEquals(Map.of("later", List.of(Set.of(one, two))), all.got);
            var three = all.write();
            all.settle();
            assertEquals(
                    Map.of("later", List.of(Set.of(one, two), Set.of(three)), "never", List.of(Set.of(three))),
                    all.got);
        }
    }

    @Test
    void whoWantsALetterADayGetsWhatTheirPauseHeldBackWithIt() {
        try (var all = open()) {
            var choices = daily(7, "Europe/Berlin");
            var daily = all.reader("daily", choices);
            var before = all.write();
            all.settle();
            all.subscribers.choose(daily, new Choices(
                    null, choices.zone(), choices.cadence(), 7, pause(UNTIL, true).pausedUntil(), true, null, null,
                    null));
            var missed = all.write();
            all.at("2026-03-05T06:00:00Z");
            assertEquals(Map.of(), all.got);
            all.at(UNTIL);
            assertEquals(List.of(Set.of(before, missed)), all.of("daily"));
        }
    }

    @Test
    void itCountsAtOnceInsideARunningSend() {
        try (var all = open()) {
            var names = List.of("ann", "ben", "cleo", "dora");
            var ids = names.stream().map(each -> all.reader(each, Choices.NONE)).toList();
            all.office.courier.watch(letter -> {
                all.take(letter);
                if (all.got.size() > 1) return;
                for (var i = 0; i < 4; i++) {
                    if (names.get(i).equals(letter.to().name())) continue;
                    all.subscribers.choose(ids.get(i), pause(UNTIL, i % 2 == 0));
                }
            });
            var title = all.write();
            all.tick();
            assertEquals(1, all.got.size(), "the first is sent, all others pause: " + all.got);
            var first = all.got.keySet().iterator().next();
            all.tick();
            assertEquals(1, all.got.size());
            all.at(UNTIL);
            for (var i = 0; i < 4; i++) {
                var gets = i % 2 == 0 || names.get(i).equals(first);
                assertEquals(gets ? List.of(Set.of(title)) : List.of(), all.of(names.get(i)), names.get(i));
            }
        }
    }

    @Test
    void itCountsAtOnceInsideADigestToo() {
        try (var all = open()) {
            var ann = all.reader("ann", daily(7, "Europe/Berlin"));
            var ben = all.reader("ben", daily(7, "Europe/Berlin"));
            all.office.courier.watch(letter -> {
                all.take(letter);
                if (all.got.size() == 1) {
                    all.subscribers.choose(letter.to().name().equals("ann") ? ben : ann, pause(UNTIL, true));
                }
            });
            var title = all.write();
            all.settle();
            all.at("2026-03-03T06:00:00Z");
            assertEquals(1, all.got.size());
            all.at(UNTIL);
            assertEquals(Map.of("ann", List.of(Set.of(title)), "ben", List.of(Set.of(title))), all.got);
        }
    }

    @Test
    void whoPausesBeforeADigestIsQueuedGetsItAfterwards() {
        try (var all = open()) {
            var ann = all.reader("ann", daily(7, "Europe/Berlin"));
            var title = all.write();
            all.settle();
            all.clock.set("2026-03-03T06:00:00Z");
            assertEquals(1, all.collector.collectDue());
            all.subscribers.choose(ann, pause(UNTIL, true));
            all.settle();
            assertEquals(Map.of(), all.got);
            all.at(UNTIL);
            assertEquals(Map.of("ann", List.of(Set.of(title))), all.got);
        }
    }

    @Test
    void whoEndsTheirPauseByThemselvesNeedNotWait() {
        try (var all = open()) {
            var ann = all.reader("ann", pause(UNTIL, true));
            var title = all.write();
            all.settle();
            all.subscribers.choose(ann, Choices.NONE);
            all.clock.pass(Duration.ofMinutes(1));
            all.settle();
            assertEquals(Map.of("ann", List.of(Set.of(title))), all.got);
        }
    }
}
