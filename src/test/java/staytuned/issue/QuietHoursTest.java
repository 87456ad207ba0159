package staytuned.issue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.article.ArticleState;
import staytuned.db.Database;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Cadence.Missed;
import staytuned.schedule.Cron;
import staytuned.schedule.Hours;
import staytuned.schedule.Times;
import staytuned.testing.Newsroom;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.SettableClock;

/** In quiet hours nothing is frozen: what was written in them is in the letter of the morning. */
@OnEachDatabase
class QuietHoursTest {
    private static final Duration SETTLE = Duration.ofMinutes(15);

    private final Database database;
    private final SettableClock clock = new SettableClock("2026-05-01T18:00:00Z"); // a Friday, 20:00 in Berlin
    private Newsroom room;

    @TempDir
    private Path folder;

    QuietHoursTest(Database database) {
        this.database = database;
    }

    @AfterEach
    void close() {
        room.close();
    }

    private Editor editor(String cron, Missed missed) {
        var hours = new Hours(Hours.Quiet.parse("22:00-07:00"), List.of(Hours.Day.parse("saturday")));
        var times = new Times(
                cron.isEmpty() ? null : Cron.parse(cron), ZoneId.of("Europe/Berlin"), hours, false);
        room = new Newsroom(
                database, clock, folder, new Cadence(times, SETTLE, missed, Cadence.Edited.CORRECTION, false));
        return room.editor();
    }

    @Test
    void whatSettlesInTheNightIsFrozenAsItIsInTheMorning() {
        var editor = editor("", Missed.SEND_NOW);
        clock.set("2026-05-01T19:50:00Z");
        room.write("a.txt", "How nerves heal\n\nAs it was in the evening, with a mistake.");
        room.poll();
        clock.set("2026-05-01T21:00:00Z");
        assertEquals(0, room.edit(editor));
        room.write("a.txt", "How nerves heal\n\nAs it was in the morning, with no mistake.");
        clock.set("2026-05-03T04:59:59Z");
        assertEquals(0, room.edit(editor), "Saturday, and the night after it");
        clock.set("2026-05-03T05:00:00Z");
        assertEquals(1, room.edit(editor));
        var issue = room.issues.list(room.newsletter.id(), 1).getFirst();
        assertEquals("As it was in the morning, with no mistake.", room.issues.letter(issue.id()).preheader());
    }

    @Test
    void aTimeInTheNightTakesAlongWhatHasSettledByTheMorning() {
        var editor = editor("0 0 23 * * ?", Missed.SKIP);
        room.write("a.txt", "In the evening\n\nThis one was there before eleven.");
        room.poll();
        clock.set("2026-05-01T21:00:00Z");
        assertEquals(0, room.edit(editor), "its time, but at night");
        clock.set("2026-05-03T04:40:00Z");
        room.write("b.txt", "Early in the morning\n\nThis one came in the quiet hours.");
        room.poll();
        clock.set("2026-05-03T04:59:00Z");
        room.write("c.txt", "Too fresh\n\nThis one has not settled.");
        room.poll();
        clock.set("2026-05-03T05:00:00Z");
        assertEquals(2, room.edit(editor));
        assertEquals(List.of("In the evening", "Early in the morning"), room.subjects());
        clock.set("2026-05-03T12:00:00Z");
        assertEquals(0, room.edit(editor));
        clock.set("2026-05-04T05:00:00Z");
        assertEquals(1, room.edit(editor));
    }

    @Test
    void aServiceThatStartsInTheNightHasMissedNothing() {
        editor("0 0 23 * * ?", Missed.SKIP);
        room.write("a.txt", "In the evening\n\nThis one was there before eleven.");
        room.poll();
        clock.set("2026-05-03T02:00:00Z");
        var restarted = room.editor();
        clock.set("2026-05-03T05:00:00Z");
        assertEquals(1, room.edit(restarted));
    }

    @Test
    void aTimeIsMissedWhenItsMorningIs() {
        editor("0 0 23 * * ?", Missed.SKIP);
        room.write("a.txt", "In the evening\n\nThis one was there before eleven.");
        room.poll();
        clock.set("2026-05-03T06:00:01Z");
        assertEquals(0, room.edit(room.editor()));
        assertEquals(ArticleState.SKIPPED, room.article("In the evening").state());
    }
}
