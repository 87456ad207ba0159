package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.delivery.Readership.at;
import static staytuned.delivery.Readership.daily;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.mail.Reply;
import staytuned.subscriber.Choices;
import staytuned.testing.OnEachDatabase;

/** Readers who want a letter a day or a week get one with all articles since their last. */
@OnEachDatabase
class CadencesTest {
    private static final List<ZoneId> ZONES = Stream.of(
                    "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Asia/Kathmandu")
            .map(ZoneId::of)
            .toList();

    private final Database database;

    CadencesTest(Database database) {
        this.database = database;
    }

    private Readership open(String start) {
        return new Readership(database, start, false);
    }

    @Test
    void whoWantsALetterADayGetsOneAtTheirHour() {
        try (var all = open("2026-03-02T09:00:00Z")) {
            all.reader("each", Choices.NONE);
            all.reader("daily", daily(7, "Europe/Berlin"));
            var one = all.write();
            all.settle();
            all.clock.set("2026-03-02T20:00:00Z");
            var two = all.write();
            all.settle();
            assertEquals(List.of(Set.of(one), Set.of(two)), all.of("each"));
            all.at("2026-03-03T05:58:00Z");
            assertEquals(List.of(), all.of("daily"));
            all.at("2026-03-03T06:00:00Z");
            assertEquals(List.of(Set.of(one, two)), all.of("daily"));
            assertEquals(3, all.issues());
            all.at("2026-03-04T06:00:00Z");
            all.at("2026-03-05T06:00:00Z");
            assertEquals(3, all.issues(), "an empty digest is none");
            assertEquals(2, all.of("each").size());
        }
    }

    @Test
    void whoWantsALetterAWeekGetsItOnMonday() {
        try (var all = open("2026-03-04T09:00:00Z")) {
            all.reader("weekly", at(Choices.Cadence.WEEKLY, null, null));
            var titles = new TreeSet<String>();
            for (var day = 4; day < 9; day++) {
                all.clock.set("2026-03-0" + day + "T09:00:00Z");
                titles.add(all.write());
                all.settle();
            }
            all.at("2026-03-09T06:57:00Z");
            assertEquals(List.of(), all.of("weekly"));
            all.at("2026-03-09T07:00:00Z"); // eight in Berlin, where nothing else is chosen
            assertEquals(List.of(titles), all.of("weekly"));
        }
    }

    @Test
    void readersWhoAreToGetTheSameHaveOneIssueTogether() {
        try (var all = open("2026-03-02T09:00:00Z")) {
            for (var zone : List.of("Europe/Berlin", "Europe/Paris", "Africa/Lagos")) {
                for (var i = 0; i < 3; i++) all.reader(zone.substring(7) + i, daily(7, zone));
            }
            all.reader("tokyo", daily(7, "Asia/Tokyo"));
            var title = all.write();
            all.settle();
            all.at("2026-03-02T22:00:00Z");
            assertEquals(List.of(Set.of(title)), all.of("tokyo"));
            all.at("2026-03-03T06:00:00Z");
            assertEquals(3, all.issues());
            assertEquals(10, all.got.values().stream().filter(List.of(Set.of(title))::equals).count());
        }
    }

    @Test
    void anHourThatTheClockSkipsOrShowsTwiceHasOneLetter() {
        var last = new TreeMap<String, String>();
        for (var now : List.of(
                "2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z", "2026-10-25T00:00:00Z", "2026-10-25T01:30:00Z",
                "2026-10-26T00:59:59Z")) {
            var group = new Arrears.Group("daily", 2, "Europe/Berlin");
            last.put(now, Collector.until(group, ZoneId.of("Europe/Berlin"), Instant.parse(now)).toString());
        }
        assertEquals(Map.of(
                "2026-03-29T00:59:59Z", "2026-03-28T01:00:00Z",
                "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z",
                "2026-10-25T00:00:00Z", "2026-10-25T00:00:00Z",
                "2026-10-25T01:30:00Z", "2026-10-25T00:00:00Z",
                "2026-10-26T00:59:59Z", "2026-10-25T00:00:00Z"), last);
    }

    @Test
    void whoWasDownAtTheHourSendsOneLetterLater() {
        try (var all = open("2026-03-02T09:00:00Z")) {
            all.reader("daily", daily(7, "Europe/Berlin"));
            var one = all.write();
            all.settle();
            all.clock.set("2026-03-06T12:00:00Z");
            all.settle();
            assertEquals(List.of(Set.of(one)), all.of("daily"));
        }
    }

    @Test
    void whatDoesNotFitIntoOneLetterComesInTwo() {
        try (var all = open("2026-03-02T09:00:00Z")) {
            all.reader("daily", daily(7, "Europe/Berlin"));
            for (var i = 0; i < 25; i++) all.write();
            all.settle();
            all.at("2026-03-03T06:00:00Z");
            assertEquals(List.of(20, 5), all.of("daily").stream().map(Set::size).toList());
        }
    }

    @Test
    void ofANewsletterWithDigestsToo() {
        try (var all = new Readership(database, "2026-03-02T10:00:00Z", true)) {
            all.reader("asItIs", Choices.NONE);
            all.reader("each", at(Choices.Cadence.EACH, null, null));
            all.reader("daily", daily(18, "Europe/Berlin"));
            var titles = Set.of(all.write(), all.write());
            all.at("2026-03-03T09:00:00Z");
            assertEquals(List.of(titles), all.of("asItIs"));
            assertEquals(List.of(titles), all.of("each"), "there are none of single articles");
            assertEquals(List.of(), all.of("daily"));
            all.at("2026-03-03T17:00:00Z");
            assertEquals(List.of(titles), all.of("daily"));
        }
    }

    @Test
    void whatAnAdminHasStoppedWaitsAndWhatIsCancelledIsGone() {
        try (var all = open("2026-03-02T09:00:00Z")) {
            all.reader("each", Choices.NONE);
            all.reader("daily", daily(7, "Europe/Berlin"));
            var waiting = all.write();
            all.clock.pass(Duration.ofSeconds(1));
            var gone = all.write();
            // Nothing is taken, so that both are still going out.
            all.office.courier.refuse(Reply.parse("421 4.3.2 come back later"));
            all.settle();
            var issues = all.office.issues.list(all.newsletter.id(), 2);
            var second = issues.stream().filter(each -> each.subject().contains(gone)).findFirst().orElseThrow();
            var first = issues.stream().filter(each -> each.subject().contains(waiting)).findFirst().orElseThrow();
            assertTrue(all.office.outbox.cancel(second.id()));
            assertTrue(all.office.outbox.pause(first.id()));
            all.office.courier.refuse(null);
            all.at("2026-03-03T06:00:00Z");
            assertEquals(Map.of(), all.got);
            assertTrue(all.office.outbox.resume(first.id()));
            all.at("2026-03-03T07:00:00Z");
            assertEquals(Map.of("each", List.of(Set.of(waiting)), "daily", List.of(Set.of(waiting))), all.got);
        }
    }

    @Test
    void whoHasLeftGetsNothingOfWhatWaited() {
        try (var all = open("2026-03-02T09:00:00Z")) {
            var daily = all.reader("daily", daily(7, "Europe/Berlin"));
            all.write();
            all.settle();
            all.subscribers.unsubscribe(daily);
            all.at("2026-03-03T06:00:00Z");
            assertEquals(Map.of(), all.got);
            assertEquals(1, all.issues());
        }
    }

    @Test
    void eachArticleComesOnceHoweverOftenAReaderChangesTheirMind() {
        // Clocks change in New York on the 8th, in Berlin on the 29th.
        try (var all = open("2026-03-05T00:00:00Z")) {
            var random = new Random(20260329);
            var readers = new HashMap<String, Long>();
            for (var i = 0; i < 10; i++) readers.put("reader" + i, all.reader("reader" + i, random(all, random)));
            var paused = new HashMap<String, Instant>();
            all.office.courier.watch(letter -> {
                var until = paused.getOrDefault(letter.to().name(), Instant.MIN);
                assertTrue(!until.isAfter(all.clock.instant()), letter.to() + " pauses until " + until);
                all.take(letter);
            });
            var titles = new HashSet<String>();
            var end = Instant.parse("2026-04-04T00:00:00Z");
            while (all.clock.instant().isBefore(end)) {
                if (random.nextInt(3) == 0) titles.add(all.write());
                all.tick();
                all.clock.pass(Duration.ofMinutes(60 + random.nextInt(600)));
                for (var i = 0; i < 2; i++) {
                    var who = "reader" + random.nextInt(10);
                    var choices = random(all, random);
                    all.subscribers.choose(readers.get(who), choices);
                    paused.put(who, choices.pausedUntil() == null ? Instant.MIN : choices.pausedUntil());
                }
            }
            readers.forEach((name, id) -> {
                all.subscribers.choose(id, Choices.NONE);
                paused.remove(name);
            });
            all.settle();
            all.settle();
            assertTrue(titles.size() > 20, "there is something to get: " + titles.size());
            for (var name : readers.keySet()) {
                var got = new ArrayList<>(all.of(name).stream().flatMap(Set::stream).toList());
                for (var title : titles) assertTrue(got.remove(title), name + " misses " + title);
                assertEquals(List.of(), got, name + " got these twice");
                assertTrue(all.of(name).stream().noneMatch(Set::isEmpty), name + " got an empty letter");
            }
        }
    }

    /** Anything but topics, and a pause only with what it has held back. */
    private static Choices random(Readership all, Random random) {
        var cadence = List.of(Choices.Cadence.values()).get(random.nextInt(3));
        var hour = cadence == Choices.Cadence.EACH || random.nextInt(4) == 0 ? null : random.nextInt(24);
        var zone = ZONES.get(random.nextInt(ZONES.size()));
        var pauses = random.nextInt(3) == 0;
        var until = pauses ? all.clock.instant().plusSeconds(random.nextInt(500_000) + 1) : null;
        return new Choices(
                null, zone, hour == null && random.nextBoolean() ? null : cadence, hour, until, pauses, null,
                null, null);
    }
}
