package staytuned.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HoursTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    static Hours hours(String quiet, String... blackout) {
        return new Hours(
                quiet.isEmpty() ? null : Hours.Quiet.parse(quiet), Stream.of(blackout).map(Hours.Day::parse).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "22:00-07:00, '', 2026-05-01T21:59:59, 2026-05-01T21:59:59",
        "22:00-07:00, '', 2026-05-01T22:00, 2026-05-02T07:00",
        "22:00-07:00, '', 2026-05-02T00:00, 2026-05-02T07:00",
        "22:00-07:00, '', 2026-05-02T06:59:59.999, 2026-05-02T07:00",
        "22:00-07:00, '', 2026-05-02T07:00, 2026-05-02T07:00",
        "9:00-17:30, '', 2026-05-01T08:00, 2026-05-01T08:00",
        "9:00-17:30, '', 2026-05-01T12:00, 2026-05-01T17:30",
        "22:00-00:00, '', 2026-05-01T23:00, 2026-05-02T00:00",
        "'', 2026-12-24, 2026-12-24T00:00, 2026-12-25T00:00",
        "'', 2026-12-24, 2027-12-24T00:00, 2027-12-24T00:00",
        "'', 12-24 12-25 12-26, 2031-12-24T12:00, 2031-12-27T00:00",
        "'', 02-29, 2028-02-29T12:00, 2028-03-01T00:00",
        "'', Sunday, 2026-05-03T12:00, 2026-05-04T00:00",
        "22:00-07:00, saturday sunday, 2026-05-01T22:00, 2026-05-04T07:00",
        "22:00-00:00, saturday, 2026-05-01T22:00, 2026-05-03T00:00",
    })
    void knowsTheNextTimeAtWhichLettersMayGo(String quiet, String days, LocalDateTime at, LocalDateTime next) {
        var hours = hours(quiet, days.isEmpty() ? new String[0] : days.split(" "));
        assertEquals(next, hours.next(at));
        assertEquals(next.atZone(BERLIN).toInstant(), hours.next(at.atZone(BERLIN).toInstant(), BERLIN));
        assertEquals(at.equals(next), hours.areOpen(at.atZone(BERLIN).toInstant(), BERLIN));
    }

    @Test
    void anEndThatTheClockSkipsIsTheFirstMomentAfterTheGap() {
        var hours = hours("22:00-02:30");
        var opens = Instant.parse("2026-03-29T01:00:00Z");
        assertEquals(opens, hours.next(Instant.parse("2026-03-28T23:00:00Z"), BERLIN));
        assertTrue(hours.areOpen(opens, BERLIN));
        assertFalse(hours.areOpen(opens.minusNanos(1), BERLIN));
    }

    @Test
    void hoursThatTheClockShowsTwiceAreQuietOnce() {
        var hours = hours("02:15-02:45");
        var day = "2026-10-25T";
        assertEquals(Instant.parse(day + "00:45:00Z"), hours.next(Instant.parse(day + "00:15:00Z"), BERLIN));
        for (var minute = 45; minute < 300; minute++) {
            var at = Instant.parse(day + "00:00:00Z").plus(Duration.ofMinutes(minute));
            assertTrue(hours.areOpen(at, BERLIN), at.toString());
        }
        // What begins in the hour that comes twice lasts until it ends on the wall.
        var night = hours("02:30-06:00");
        assertEquals(Instant.parse(day + "05:00:00Z"), night.next(Instant.parse(day + "01:10:00Z"), BERLIN));
    }

    /** Minute by minute over days on which the clock is changed, or a day is left out. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-28T12:00:00Z", "Europe/Berlin, 2026-10-24T12:00:00Z",
        "America/Havana, 2026-03-07T12:00:00Z", "America/Havana, 2026-10-31T12:00:00Z",
        "Australia/Lord_Howe, 2026-04-04T00:00:00Z", "Pacific/Apia, 2011-12-29T00:00:00Z"
    })
    void theNextMomentIsOpenAndEveryOneBeforeItIsNot(ZoneId zone, Instant start) {
        for (var hours : List.of(hours("23:30-02:30"), hours("00:30-01:30", "sunday"), hours("01:45-01:15"))) {
            for (var minute = 0; minute < 2 * 24 * 60; minute++) {
                var at = start.plus(Duration.ofMinutes(minute));
                var next = hours.next(at, zone);
                assertTrue(!next.isBefore(at) && hours.areOpen(next, zone), () -> hours + " " + at + " " + next);
                assertEquals(next.equals(at), hours.areOpen(at, zone), () -> hours + " " + at);
                for (var between = at; between.isBefore(next); between = between.plus(Duration.ofMinutes(15))) {
                    assertFalse(hours.areOpen(between, zone), () -> hours + " " + at + " " + next);
                }
            }
        }
    }

    @Test
    void whatNeverOpensIsRefused() {
        var week = new String[] {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
        var thrown = assertThrows(IllegalArgumentException.class, () -> hours("", week));
        assertEquals("leaves no day at all on which letters may go; remove one", thrown.getMessage());
        var year = LocalDate.of(2028, 1, 1).datesUntil(LocalDate.of(2029, 1, 1))
                .map(each -> each.toString().substring(5))
                .toArray(String[]::new);
        assertThrows(IllegalArgumentException.class, () -> hours("", year));
        var allButLeapDays = Stream.of(year).filter(each -> !each.equals("02-29")).toArray(String[]::new);
        var hours = hours("22:00-07:00", allButLeapDays);
        assertEquals(LocalDateTime.parse("2028-02-29T07:00"),
                assertTimeoutPreemptively(
                        Duration.ofSeconds(5), () -> hours.next(LocalDateTime.parse("2026-01-01T00:00"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"22:00", "22-7", "24:00-07:00", "22:60-07:00", "22:00-22:00", "٢2:00-07:00", "", "\r\n-\n"})
    void refusesWhatAreNoHours(String text) {
        var why = assertThrows(IllegalArgumentException.class, () -> Hours.Quiet.parse(text)).getMessage();
        assertTrue(why.contains("22:00-07:00") && why.chars().noneMatch(Character::isISOControl), why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"25-12", "2026-02-30", "02-30", "2026-1-1", "sun", "", "26-12-24", "٢026-12-24"})
    void refusesWhatIsNoDay(String text) {
        var why = assertThrows(IllegalArgumentException.class, () -> Hours.Day.parse(text)).getMessage();
        assertTrue(why.contains("is no day"), why);
    }

    @Test
    void isWrittenAsItIsRead() {
        assertEquals("22:00-07:00", Hours.Quiet.parse("22:00 - 7:00").toString());
        for (var day : List.of("2026-12-24", "12-25", "sunday")) assertEquals(day, Hours.Day.parse(day).toString());
    }
}
