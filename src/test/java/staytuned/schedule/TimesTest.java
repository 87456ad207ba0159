package staytuned.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import staytuned.schedule.Times.Slot;

class TimesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final List<ZoneId> READERS = List.of(NEW_YORK, TOKYO, BERLIN);

    private static Instant at(String time) {
        return Instant.parse(time + ":00Z");
    }

    private static Times times(String cron, Hours hours, boolean local) {
        return new Times(cron.isEmpty() ? null : Cron.parse(cron), BERLIN, hours, local);
    }

    /** 2026-03-29 is a Sunday, on which a clock in Berlin skips the hour from two to three. */
    @ParameterizedTest
    @CsvSource({
        "0 0 8 ? * MON, 2026-03-29T12:00, 2026-03-30T06:00 2026-04-06T06:00",
        "0 0 23 ? * MON, 2026-03-29T12:00, 2026-03-31T05:00 2026-04-07T05:00",
        "0 0 23 ? * SAT, 2026-03-28T23:00, 2026-03-30T05:00 2026-04-06T05:00", // at night, after its time
        "0 0 23 ? * SAT, 2026-03-30T05:00, 2026-04-06T05:00 2026-04-13T05:00",
        "0 0 0/2 ? * *, 2026-03-30T15:00, 2026-03-30T16:00 2026-03-30T18:00 2026-03-31T05:00 2026-03-31T06:00",
    })
    void theNextTimesAreThoseAtWhichLettersReallyGo(String cron, String after, String next) {
        var times = times(cron, HoursTest.hours("22:00-07:00", "sunday"), false);
        var found = new ArrayList<Instant>();
        var expected = List.of(next.split(" "));
        var time = at(after);
        while (found.size() < expected.size()) {
            time = times.next(time).orElseThrow();
            found.add(time);
        }
        assertEquals(expected.stream().map(TimesTest::at).toList(), found);
    }

    @Test
    void atOnceHasNoTimes() {
        var times = times("", HoursTest.hours("22:00-07:00"), false);
        assertEquals(Optional.empty(), times.next(at("2026-05-01T12:00")));
        assertEquals(Optional.empty(), times.latest(at("2026-05-01T12:00"), at("2026-05-03T12:00"), List.of()));
        assertTrue(times.areOpen(at("2026-05-01T12:00"), List.of()));
        assertFalse(times.areOpen(at("2026-05-01T21:00"), READERS), "one clock counts");
    }

    @Test
    void aTimeInQuietHoursComesAtTheirEnd() {
        var times = times("0 0 23,1 * * ?", HoursTest.hours("22:00-07:00"), false);
        var handled = at("2026-05-01T12:00");
        assertEquals(Optional.empty(), times.latest(handled, at("2026-05-02T04:59"), List.of()));
        var slot = times.latest(handled, at("2026-05-02T05:00"), List.of()).orElseThrow();
        assertEquals(new Slot(at("2026-05-01T23:00"), LocalDateTime.parse("2026-05-02T07:00"), at("2026-05-02T05:00"),
                at("2026-05-02T05:00")), slot, "both are one");
        assertEquals(Optional.empty(), times.latest(slot.id(), at("2026-05-02T12:00"), List.of()));
    }

    @Test
    void atEachReadersTimeItComesWithTheFirstOfThem() {
        var times = times("0 0 8 * * ?", Hours.ALWAYS, true);
        var handled = at("2026-05-01T12:00"); // eight o'clock has passed everywhere
        assertEquals(Optional.empty(), times.latest(handled, at("2026-05-01T22:59"), READERS));
        var slot = times.latest(handled, at("2026-05-01T23:00"), READERS).orElseThrow();
        assertEquals(new Slot(at("2026-05-02T06:00"), LocalDateTime.parse("2026-05-02T08:00"), at("2026-05-01T23:00"),
                at("2026-05-02T12:00")), slot);
        for (var hour = 0; hour < 24; hour++) {
            var later = at("2026-05-01T23:00").plusSeconds(hour * 3600 - 60);
            assertEquals(Optional.empty(), times.latest(slot.id(), later, READERS), "once in a day");
        }
        assertEquals(Optional.empty(), times.latest(handled, at("2026-05-02T05:59"), List.of()));
        assertTrue(times.latest(handled, at("2026-05-02T06:00"), List.of()).isPresent(), "nobody's zone is known");
    }

    @Test
    void theFirstReadersClockMayBeInTheGapOrShowAnHourTwice() {
        var times = new Times(Cron.parse("0 30 2 * * ?"), ZoneOffset.UTC, Hours.ALWAYS, true);
        var readers = List.<ZoneId>of(ZoneOffset.UTC, BERLIN);
        for (var change : List.of("2026-03-29", "2026-10-25")) {
            var slots = new ArrayList<Instant>();
            var handled = at(change + "T00:00").minusSeconds(36_000);
            for (var minute = 0; minute < 24 * 60; minute++) {
                var now = at(change + "T00:00").plusSeconds(minute * 60L - 7200);
                var slot = times.latest(handled, now, readers);
                if (slot.isEmpty()) continue;
                slots.add(now);
                handled = slot.get().id();
                assertEquals(now, slot.get().first());
                assertEquals(at(change + "T02:30"), slot.get().last());
            }
            assertEquals(List.of(at(change.equals("2026-03-29") ? change + "T01:00" : change + "T00:30")), slots);
        }
    }

    @Test
    void somebodyIsAwake() {
        var times = times("", HoursTest.hours("22:00-07:00"), true);
        assertTrue(times.areOpen(at("2026-05-01T22:00"), READERS), "it is morning in Tokyo");
        assertFalse(times.areOpen(at("2026-05-01T22:00"), List.of(BERLIN)));
    }
}
