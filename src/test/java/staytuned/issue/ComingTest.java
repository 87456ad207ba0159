package staytuned.issue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.db.Database;
import staytuned.newsletter.Cadence;
import staytuned.testing.Newsroom;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.SettableClock;

/** What a letter says of the articles that are scheduled. */
@OnEachDatabase
class ComingTest {
    private static final Duration SETTLE = Duration.ofMinutes(15);

    private final Database database;
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");

    @TempDir
    Path folder;

    ComingTest(Database database) {
        this.database = database;
    }

    private Newsroom room(boolean coming) {
        return new Newsroom(database, clock, folder, new Cadence(null, ZoneId.of("Europe/Berlin"), SETTLE,
                Cadence.Missed.SEND_NOW, Cadence.Edited.IGNORE, coming));
    }

    /** An item whose date is so many days ahead. */
    private String item(Newsroom room, int number, int days) {
        var at = clock.instant().plus(Duration.ofDays(days)).atOffset(ZoneOffset.UTC);
        return room.item(number, "About " + number + ".")
                .replace("<guid>", "<pubDate>" + DateTimeFormatter.RFC_1123_DATE_TIME.format(at) + "</pubDate><guid>");
    }

    private static Letter newest(Newsroom room) {
        return room.issues.letter(room.issues.list(room.newsletter.id(), 1).getFirst().id());
    }

    /** The letter about the first article, beside four that the feed and two that the folder has for later. */
    private Letter letter(Newsroom room) {
        room.serve(item(room, 5, 40), item(room, 4, 9), item(room, 3, 2), item(room, 2, 20), item(room, 1, 0));
        room.write("own.md", "---\ntitle: Own & <b>bold</b>\ndate: 2026-03-04\n---\nOwn.");
        room.write("draft.md", "---\ntitle: Hushed\ndate: 2026-03-02\ndraft: true\n---\nHushed.");
        room.poll();
        clock.pass(SETTLE);
        assertEquals(1, room.edit(room.editor()));
        return newest(room);
    }

    @Test
    void namesTheNextThreeOfTheFeedAndNoneThatNobodyElseSees() {
        try (var room = room(false)) {
            var letter = letter(room);
            assertTrue(letter.plain().contains("""
                    COMING NEXT
                    -----------

                    - Article 3 · March 3, 2026
                    - Article 4 · March 10, 2026
                    - Article 2 · March 21, 2026
                    """), letter.plain());
            assertTrue(letter.html().contains("Article 3") && letter.html().contains("March 21, 2026"));
            for (var part : new String[] {letter.plain(), letter.html()}) {
                assertFalse(part.contains("Article 5") || part.contains("Own") || part.contains("Hushed"), part);
            }
        }
    }

    @Test
    void namesThoseOfTheFolderWhereTheNewsletterSaysSoAndDraftsNever() {
        try (var room = room(true)) {
            var letter = letter(room);
            assertTrue(letter.plain().contains("""
                    - Article 3 · March 3, 2026
                    - Own & bold · March 4, 2026
                    - Article 4 · March 10, 2026
                    """), letter.plain());
            assertTrue(letter.html().contains("Own &amp; bold"));
            assertFalse(letter.plain().contains("Hushed") || letter.html().contains("Hushed"));
        }
    }

    @Test
    void whatCameIsMailedOnceAndNotComingAnyMore() {
        try (var room = room(false)) {
            letter(room);
            var editor = room.editor();
            clock.set("2026-03-03T09:00:00Z");
            room.poll();
            clock.pass(SETTLE.minusSeconds(1));
            assertEquals(0, room.edit(editor), "it settles from its date on");
            clock.pass(Duration.ofSeconds(1));
            assertEquals(1, room.edit(editor));
            assertEquals("Article 3", newest(room).subject());
            assertTrue(newest(room).plain().contains("- Article 4 · March 10, 2026\n- Article 2"));
            assertFalse(newest(room).plain().contains("- Article 3"));
            clock.pass(Newsroom.POLL);
            assertEquals(0, room.edit(editor));
        }
    }

    @Test
    void aLetterWithNothingToComeSaysNothing() {
        try (var room = room(true)) {
            room.serve(item(room, 1, 0));
            room.poll();
            clock.pass(SETTLE);
            assertEquals(1, room.edit(room.editor()));
            assertFalse(newest(room).plain().contains("COMING"));
        }
    }
}
