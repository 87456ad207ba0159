package staytuned.outlook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import staytuned.newsletter.Cadence;
import staytuned.schedule.Cron;
import staytuned.schedule.Hours;
import staytuned.schedule.Times;

/** When an article goes, told before the editor does it. */
class TimingTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Hours NIGHT = new Hours(Hours.Quiet.parse("22:00-07:00"), List.of());

    @ParameterizedTest
    @CsvSource(
            textBlock = """
            # when,            missed,    handled,              now,                  found,                why,      goes
            at-once,           SEND_NOW,  2026-03-01T00:00:00Z, 2026-03-02T10:00:00Z, 2026-03-02T09:50:00Z, SETTLING, 2026-03-02T10:05:00Z
            at-once,           SEND_NOW,  2026-03-01T00:00:00Z, 2026-03-02T10:00:00Z, 2026-03-02T09:45:00Z, DUE,      2026-03-02T10:00:00Z
            # Its rest ends in the night.
            at-once,           SEND_NOW,  2026-03-01T00:00:00Z, 2026-03-02T20:55:00Z, 2026-03-02T20:50:00Z, SETTLING, 2026-03-03T06:00:00Z
            at-once,           SEND_NOW,  2026-03-01T00:00:00Z, 2026-03-02T22:00:00Z, 2026-03-02T20:50:00Z, QUIET,    2026-03-03T06:00:00Z
            # The night in which the clock is put forward is an hour shorter, the other one an hour longer.
            at-once,           SEND_NOW,  2026-03-01T00:00:00Z, 2026-03-28T22:00:00Z, 2026-03-28T21:00:00Z, QUIET,    2026-03-29T05:00:00Z
            at-once,           SEND_NOW,  2026-03-01T00:00:00Z, 2026-10-24T22:00:00Z, 2026-10-24T21:00:00Z, QUIET,    2026-10-25T06:00:00Z
            0 0 8 ? * MON-FRI, SEND_NOW,  2026-03-02T07:00:00Z, 2026-03-02T10:00:00Z, 2026-03-02T09:00:00Z, SLOT,     2026-03-03T07:00:00Z
            0 0 8 ? * MON-FRI, SEND_NOW,  2026-03-02T07:00:00Z, 2026-03-03T06:59:00Z, 2026-03-03T06:50:00Z, SETTLING, 2026-03-04T07:00:00Z
            0 0 8 ? * MON-FRI, SEND_NOW,  2026-03-06T07:00:00Z, 2026-03-06T12:00:00Z, 2026-03-06T11:00:00Z, SLOT,     2026-03-09T07:00:00Z
            # A time has come and nobody has handled it.
            0 0 8 ? * MON-FRI, SKIP,      2026-03-02T07:00:00Z, 2026-03-03T07:30:00Z, 2026-03-03T06:00:00Z, DUE,      2026-03-03T07:30:00Z
            0 0 8 ? * MON-FRI, SKIP,      2026-03-02T07:00:00Z, 2026-03-03T09:00:00Z, 2026-03-03T06:00:00Z, MISSED,
            0 0 8 ? * MON-FRI, NEXT_SLOT, 2026-03-02T07:00:00Z, 2026-03-03T09:00:00Z, 2026-03-03T06:00:00Z, SLOT,     2026-03-04T07:00:00Z
            0 0 8 ? * MON-FRI, SEND_NOW,  2026-03-02T07:00:00Z, 2026-03-03T09:00:00Z, 2026-03-03T06:00:00Z, DUE,      2026-03-03T09:00:00Z
            0 0 8 1 1 ? 2026,  SEND_NOW,  2026-03-02T07:00:00Z, 2026-03-03T09:00:00Z, 2026-03-03T06:00:00Z, NEVER,
            # 02:30 is skipped that Sunday, so that it happens at three.
            0 30 2 ? * *,      SEND_NOW,  2026-03-28T01:30:00Z, 2026-03-28T12:00:00Z, 2026-03-28T11:00:00Z, SLOT,     2026-03-29T05:00:00Z
            """)
    void sayWhatAnArticleWaitsFor(
            String when, Cadence.Missed missed, Instant handled, Instant now, Instant found, Waiting.Why why,
            Instant goes) {
        var cron = when.equals("at-once") ? null : Cron.parse(when);
        var cadence = new Cadence(new Times(cron, BERLIN, NIGHT, false), Duration.ofMinutes(15), missed,
                Cadence.Edited.IGNORE, false);
        var due = new Timing(cadence, handled, List.of(), now).of(found);
        assertEquals(why, due.why());
        assertEquals(goes, due.goes());
    }

    @Test
    void listsTheTimesToCome() {
        var cadence = new Cadence(Cron.parse("0 0 8 ? * MON-FRI"), BERLIN, Duration.ZERO, Cadence.Missed.SKIP);
        var now = Instant.parse("2026-03-26T12:00:00Z");
        var timing = new Timing(cadence, now, List.of(), now);
        assertEquals(
                Stream.of("2026-03-27T07:00:00Z", "2026-03-30T06:00:00Z", "2026-03-31T06:00:00Z")
                        .map(Instant::parse).toList(),
                timing.slots(Instant.parse("2026-03-31T12:00:00Z"), 9));
        assertEquals(2, timing.slots(Instant.parse("2036-03-31T12:00:00Z"), 2).size());
    }
}
