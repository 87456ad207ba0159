package staytuned.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock = """
            0 0 99 * * ?        | hours: "99" is not in 0-23
            60 0 8 * * ?        | seconds: "60" is not in 0-59
            0 61 8 * * ?        | minutes: "61" is not in 0-59
            0 0 8 32 * ?        | day of month: "32" is not in 1-31
            0 0 8 0 * ?         | day of month: "0" is not in 1-31
            0 0 8 1 13 ?        | month: "13" is not in 1-12 or JAN-DEC
            0 0 8 ? * 8         | day of week: "8" is not in 1-7 or SUN-SAT
            0 0 8 ? * MONDAY    | day of week: "MONDAY" is not in 1-7 or SUN-SAT
            0 0 8 ? * MON-FRO   | day of week: "FRO" is not in 1-7 or SUN-SAT
            0 0 8 ? * TUE#6     | day of week: "6" in "TUE#6" is not in 1-5
            0 0 8 * * ? 1969    | year: "1969" is not in 1970-2099
            0 0 8 * * ? 2030-2029 | year: "2030-2029" is not understood; its range runs backwards
            0 0 8-24 * * ?      | hours: "24" is not in 0-23
            0 0/0 8 * * ?       | minutes: "0" in "0/0" is not in 1-59
            0 0/99 8 * * ?      | minutes: "99" in "0/99" is not in 1-59
            0 0 8 L-31 * ?      | day of month: "31" in "L-31" is not in 0-30
            0 0 8 ? * ?         | exactly one of day of month and day of week is "?", which says that the other one \
            decides: did you mean "0 0 8 * * ?"?
            0 0 8 * * *         | exactly one of day of month and day of week is "?", which says that the other one \
            decides: did you mean "0 0 8 * * ?"?
            0 0 8 * * MON       | exactly one of day of month and day of week is "?", which says that the other one \
            decides: did you mean "0 0 8 ? * MON"?
            0 0 8 1 * MON       | exactly one of day of month and day of week is "?", which says that the other one \
            decides: put it in place of "1" or of "MON"
            0 ? 8 * * ?         | minutes: "?" is not understood; "?" may stand only in day of month or day of week; \
            write *
            0 0 8 * * ? * *     | a Quartz cron has six or seven fields, seconds first: this one has 8; write for \
            example "0 0 8 ? * MON-FRI"
            0 8 * * 1-5         | a Quartz cron has six or seven fields, seconds first: did you mean \
            "0 0 8 ? * MON-FRI"?
            */15 8 * * *        | a Quartz cron has six or seven fields, seconds first: did you mean \
            "0 */15 8 * * ?"?
            0 8 1 * *           | a Quartz cron has six or seven fields, seconds first: did you mean \
            "0 0 8 1 * ?"?
            0 8 1 * 7           | a Quartz cron has six or seven fields, seconds first: write for example \
            "0 0 8 ? * MON-FRI"
            0 0 8 31 2 ?        | "0 0 8 31 2 ?" never comes true: no year has such a day; change the day or the month
            0 0 8 29 2 ? 2027   | "0 0 8 29 2 ? 2027" never comes true: no year has such a day; change the day or the \
            month
            0 0 8 31 4,6,9,11 ? | "0 0 8 31 4,6,9,11 ?" never comes true: no year has such a day; change the day or \
            the month
            """)
    void saysWhatIsWrong(String text, String why) {
        var thrown = assertThrows(IllegalArgumentException.class, () -> Cron.parse(text));
        assertEquals(why, thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "daily", "@daily", "0 0 8 * * ? x", "0 0 8,, * * ?", "0 0 8- * * ?", "0 0 -8 * * ?",
                "0 0 8 * * ?;",
                "0 0 1/2/3 * * ?", "0 0 8 15W,L * ?", "0 0 8 ? * MON#", "0 0 8 ? * #2", "0 0 8 W * ?", "0 0 8 C * ?",
                "0 0 8 40W * ?", "0 0 8 ? * 9L", "0 0 99999999999 * * ?", "0 0 ٨ * * ?", "0 0 8 1-L * ?",
                "0\u0000 0 8 * * ?"
            })
    void refusesNonsenseInOneLine(String text) {
        var why = assertThrows(IllegalArgumentException.class, () -> Cron.parse(text)).getMessage();
        assertTrue(why.chars().noneMatch(Character::isISOControl), why);
        assertTrue(why.length() > 20, why);
    }

    @Test
    void refusesWhatIsVeryLong() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> Cron.parse("0,".repeat(100_000)));
        assertTrue(thrown.getMessage().startsWith("a cron has at most"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
            0 0 8 ? * TUE-FRI | 2026-05-01T08:00 | 2026-05-05T08:00
            0 0 8 L * ?       | 2026-02-01T00:00 | 2026-02-28T08:00
            0 0 8 L-2 * ?     | 2026-02-01T00:00 | 2026-02-26T08:00
            0 0 8 LW * ?      | 2026-05-01T00:00 | 2026-05-29T08:00
            0 0 8 15W * ?     | 2026-08-01T00:00 | 2026-08-14T08:00
            0 0 8 ? * 6L      | 2026-05-01T00:00 | 2026-05-29T08:00
            0 0 8 ? * FRIL    | 2026-05-01T00:00 | 2026-05-29T08:00
            0 0 8 ? * TUE#2   | 2026-05-01T00:00 | 2026-05-12T08:00
            0 0 8 29 2 ?      | 2026-05-01T00:00 | 2028-02-29T08:00
            0 0 22-2 * * ?    | 2026-05-01T23:30 | 2026-05-02T00:00
            0 /20 8 * * ?     | 2026-05-01T08:00 | 2026-05-01T08:20
            0 0 8 1 jan ? 2030 | 2026-05-01T08:00 | 2030-01-01T08:00
            """)
    void findsTheNextTime(String text, LocalDateTime after, LocalDateTime next) {
        var found = Cron.parse(text).next(after.atZone(BERLIN).toInstant(), BERLIN);
        assertEquals(Optional.of(next.atZone(BERLIN).toInstant()), found);
    }

    @Test
    void endsWithItsLastYear() {
        var cron = Cron.parse("0 0 8 1 1 ? 2030");
        assertEquals(Optional.empty(), cron.next(Instant.parse("2030-01-01T08:00:00Z"), ZoneOffset.UTC));
        assertEquals(Optional.empty(), cron.next(Instant.MAX, BERLIN));
        assertEquals(Optional.of(Instant.parse("2030-01-01T07:00:00Z")), cron.next(Instant.MIN, BERLIN));
    }

    @Test
    @Tag("row-7")
    void aTimeThatTheClockSkipsHappensRightAfterTheGap() {
        var cron = Cron.parse("0 30 2 * * ?");
        var before = Instant.parse("2026-03-28T12:00:00Z");
        var gap = cron.next(before, BERLIN).orElseThrow();
        assertEquals(Instant.parse("2026-03-29T01:00:00Z"), gap);
        assertEquals(Instant.parse("2026-03-30T00:30:00Z"), cron.next(gap, BERLIN).orElseThrow());
    }

    @Test
    @Tag("row-7")
    void aWeeklyTimeInTheGapKeepsItsWeek() {
        var found = Cron.parse("0 0 2 ? * SUN").next(Instant.parse("2026-03-25T00:00:00Z"), BERLIN);
        assertEquals(Optional.of(Instant.parse("2026-03-29T01:00:00Z")), found);
    }

    @Test
    @Tag("row-7")
    void aTimeThatTheClockShowsTwiceHappensTheFirstTime() {
        var cron = Cron.parse("0 30 2 * * ?");
        var first = cron.next(Instant.parse("2026-10-24T12:00:00Z"), BERLIN).orElseThrow();
        assertEquals(Instant.parse("2026-10-25T00:30:00Z"), first);
        assertEquals(Instant.parse("2026-10-26T01:30:00Z"), cron.next(first, BERLIN).orElseThrow());
        var second = Instant.parse("2026-10-25T01:15:00Z"); // the clock shows 02:15 again
        assertEquals(Instant.parse("2026-10-26T01:30:00Z"), cron.next(second, BERLIN).orElseThrow());
    }

    static Stream<Arguments> walks() {
        var zones = List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
                "Asia/Kathmandu", "Pacific/Apia");
        var crons = List.of(
                "0 30 2 * * ?", "0 0 2 ? * SUN", "0 */10 * * * ?", "0 15,45 1-3 * * ?", "59 59 23 L * ?",
                "30 0 0 1 * ?",
                "0 0 0 * * ?");
        return zones.stream().flatMap(zone -> crons.stream().map(cron -> Arguments.of(cron, ZoneId.of(zone))));
    }

    /** Against a walk over every wall time of the years, placed in the zone by the rule's own words. */
    @ParameterizedTest
    @MethodSource("walks")
    void walksTwoYearsWithoutLosingOrRepeatingATime(String text, ZoneId zone) {
        var cron = Cron.parse(text);
        var start = LocalDateTime.parse("2011-01-01T00:00").atZone(zone).toInstant();
        var end = LocalDateTime.parse("2013-01-01T00:00").atZone(zone).toInstant();
        var walked = new ArrayList<Instant>();
        for (var at = cron.next(start, zone).orElseThrow(); at.isBefore(end); at = cron.next(at, zone).orElseThrow()) {
            assertTrue(walked.isEmpty() || at.isAfter(walked.getLast()), () -> "after " + walked.getLast());
            walked.add(at);
        }
        assertEquals(placed(cron, zone, start, end), walked);
    }

    private static List<Instant> placed(Cron cron, ZoneId zone, Instant start, Instant end) {
        var rules = zone.getRules();
        var placed = new ArrayList<Instant>();
        var wallEnd = LocalDateTime.ofInstant(end, zone).toInstant(ZoneOffset.UTC);
        for (var at = LocalDateTime.ofInstant(start, zone).toInstant(ZoneOffset.UTC); ; ) {
            at = cron.next(at, ZoneOffset.UTC).orElseThrow();
            if (!at.isBefore(wallEnd)) return placed;
            var wall = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
            var offsets = rules.getValidOffsets(wall);
            var instant = offsets.isEmpty()
                    ? rules.getTransition(wall).getInstant()
                    : wall.toInstant(offsets.getFirst());
            if (!instant.isBefore(end)) return placed;
            if (placed.isEmpty() || !placed.getLast().equals(instant)) placed.add(instant);
        }
    }

    /** From any instant at all, also inside gaps and overlaps: the next is later, and none lies between. */
    @Test
    void nextIsTheFirstOfAllLaterTimes() {
        var random = new Random(7);
        for (var zone : List.of(BERLIN, ZoneId.of("Australia/Lord_Howe"))) {
            var cron = Cron.parse("0 */10 * * * ?");
            for (var change : List.of("2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2026-04-04T15:00:00Z")) {
                for (var i = 0; i < 500; i++) {
                    var at = Instant.parse(change).plusMillis(random.nextInt(-7_200_000, 7_200_000));
                    var next = cron.next(at, zone).orElseThrow();
                    assertTrue(next.isAfter(at));
                    assertEquals(Optional.of(next), cron.next(next.minusNanos(1), zone));
                    assertEquals(Optional.empty(), cron.latest(at, next.minusNanos(1), zone));
                    assertEquals(Optional.of(next), cron.latest(at, next, zone));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"* * * * * ?", "* * * * 1 ?", "0 0 8 29 2 ?", "0 0 8 ? * MON", "* * 8 1 1 ? 2019"})
    void findsTheLatestInTenYearsAtOnce(String text) {
        var cron = Cron.parse(text);
        var from = Instant.parse("2016-06-01T12:00:00Z");
        var to = Instant.parse("2026-06-01T12:00:00.5Z");
        var last = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> cron.latest(from, to, BERLIN)).orElseThrow();
        assertTrue(last.isAfter(from) && !last.isAfter(to));
        assertTrue(cron.next(last, BERLIN).filter(next -> !next.isAfter(to)).isEmpty(), "there is a later one");
        assertEquals(Optional.of(last), cron.next(last.minusNanos(1), BERLIN), "it is one of its times");
    }

    @Test
    void theLatestLiesAfterTheFirstBoundAndUpToTheSecond() {
        var cron = Cron.parse("0 0 8 * * ?");
        var eight = Instant.parse("2026-06-01T08:00:00Z");
        var utc = ZoneOffset.UTC;
        assertEquals(Optional.of(eight), cron.latest(eight.minusNanos(1), eight, utc));
        assertEquals(Optional.empty(), cron.latest(eight, eight, utc));
        assertEquals(Optional.empty(), cron.latest(eight, eight.plus(Duration.ofHours(23)), utc));
        assertEquals(Optional.empty(), cron.latest(eight, eight.minusSeconds(1), utc));
        assertEquals(Optional.of(eight), cron.latest(Instant.MIN, eight.plusSeconds(1), utc));
        assertTrue(cron.latest(eight, Instant.MAX, utc).isPresent());
    }

    /** Quartz against sets of values: every step, range and list means what its documentation says. */
    @Test
    void listsRangesAndStepsMeanWhatTheySay() {
        var random = new Random(11);
        for (var round = 0; round < 400; round++) {
            var minutes = CronModel.random(random, 0, 59);
            var hours = CronModel.random(random, 0, 23);
            var months = CronModel.random(random, 1, 12);
            var text = "0 " + minutes.text() + " " + hours.text() + " * " + months.text() + " ?";
            var cron = Cron.parse(text);
            var at = LocalDateTime.parse("2026-01-01T00:00").plusMinutes(random.nextInt(525_600));
            var next = cron.next(at.toInstant(ZoneOffset.UTC), ZoneOffset.UTC).orElseThrow();
            var expected = at.plusMinutes(1);
            while (!months.holds(expected.getMonthValue()))
                    expected = expected.toLocalDate().plusDays(1).atStartOfDay();
            while (!(hours.holds(expected.getHour()) && minutes.holds(expected.getMinute())
                    && months.holds(expected.getMonthValue()))) expected = expected.plusMinutes(1);
            assertEquals(expected.toInstant(ZoneOffset.UTC), next, text + " after " + at);
        }
    }

    @Test
    void isSharedByManyThreads() throws Exception {
        var cron = Cron.parse("0 */7 8-20 ? * MON-FRI");
        var seen = new HashSet<List<Instant>>();
        var threads = Stream.generate(() -> Thread.ofPlatform().unstarted(() -> {
                    var times = new ArrayList<Instant>();
                    times.add(Instant.parse("2026-01-01T00:00:00Z"));
                    for (var i = 0; i < 2_000; i++) times.add(cron.next(times.getLast(), BERLIN).orElseThrow());
                    synchronized (seen) {
                        seen.add(times);
                    }
                }))
                .limit(4)
                .toList();
        threads.forEach(Thread::start);
        for (var thread : threads) thread.join();
        assertEquals(1, seen.size());
    }
}
