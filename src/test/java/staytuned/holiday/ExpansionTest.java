package staytuned.holiday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Calendars of holidays, from their text to their days. */
class ExpansionTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalDate FROM = LocalDate.parse("2026-03-01");

    static String calendar(String... events) {
        return Stream.of(events)
                .map(each -> "BEGIN:VEVENT\r\nUID:1\r\n" + each.replace(" / ", "\r\n") + "\r\nEND:VEVENT\r\n")
                .collect(Collectors.joining("", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "END:VCALENDAR\r\n"));
    }

    private static String days(String calendar) {
        try {
            return new TreeSet<>(Expansion.of(calendar, BERLIN, FROM, FROM.plusDays(800))).stream()
                    .map(LocalDate::toString)
                    .collect(Collectors.joining(" "));
        } catch (Unreadable e) {
            return e.getMessage();
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/holiday/events.txt", delimiter = '|', quoteCharacter = '`')
    void daysOfAnEvent(String event, String days) {
        var text = calendar(event.replace(" / _", "\r\n "));
        assertEquals(days, assertTimeoutPreemptively(Duration.ofSeconds(10), () -> days(text)));
    }

    @Test
    void aMovedDayIsNotCountedTwiceAndACancelledOneNotAtAll() {
        assertEquals("2026-05-04 2027-05-01 2028-05-01", days(calendar(
                "DTSTART;VALUE=DATE:20200501 / RRULE:FREQ=YEARLY",
                "RECURRENCE-ID;VALUE=DATE:20260501 / DTSTART;VALUE=DATE:20260504",
                "DTSTART;VALUE=DATE:20260601 / STATUS:CANCELLED")));
    }

    @Test
    void whatIsNoCalendarIsRefused() {
        assertEquals("it is no calendar: it does not begin with BEGIN:VCALENDAR", days("a:b"));
        assertEquals("it is no calendar: it does not begin with BEGIN:VCALENDAR", days(""));
        assertEquals("it holds no event", days(calendar()));
        var whole = calendar("DTSTART;VALUE=DATE:20261225");
        assertEquals("2026-12-25", days("\uFEFF" + whole.replace("\r\n", "\n")));
        assertEquals("it is not whole: it does not end with END:VCALENDAR",
                days(whole.substring(0, whole.indexOf("END:VCALENDAR"))));
        assertEquals("it holds more than 5000 events", days(calendar(
                IntStream.range(0, 5001).mapToObj(_ -> "DTSTART;VALUE=DATE:20261225").toArray(String[]::new))));
        assertEquals("line 5 is too long", days(calendar("SUMMARY:" + "x".repeat(30_000))));
        var nested = "BEGIN:VCALENDAR\n" + "BEGIN:X\n".repeat(100) + "END:VCALENDAR";
        assertEquals("line 6: BEGIN \"X\" stands inside too much else", days(nested));
    }
}
