package staytuned.issue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.article.ArticleState;
import staytuned.db.Database;
import staytuned.newsletter.Cadence;
import staytuned.testing.Newsroom;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.SettableClock;

/** What happens to an article between its discovery and its letter. */
@OnEachDatabase
class SettleTest {
    private static final Duration SETTLE = Duration.ofMinutes(15);

    private final Database database;
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
    private Newsroom room;
    private Editor editor;

    @TempDir
    Path folder;

    SettleTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        var cadence = new Cadence(null, ZoneOffset.UTC, SETTLE, Cadence.Missed.SEND_NOW);
        room = new Newsroom(database, clock, folder, cadence);
        editor = room.editor();
        room.serve(room.item(1, "Old."), room.item(2, "Old too."));
        room.poll();
        clock.pass(SETTLE);
        assertEquals(2, room.edit(editor));
        clock.pass(Newsroom.POLL);
    }

    @AfterEach
    void close() {
        room.close();
    }

    private ArticleState state(String title) {
        return room.article(title).state();
    }

    @Test
    void freezesTheTextAsItIsThen() {
        room.serve(room.item(3, "Half of it."), room.item(2, "Old too."), room.item(1, "Old."));
        room.poll();
        clock.pass(SETTLE.minusSeconds(1));
        room.poll();
        assertEquals(0, room.edit(editor));
        room.serve(room.item(3, "All of it."), room.item(2, "Old too."), room.item(1, "Old."));
        clock.pass(Duration.ofMinutes(1));
        assertEquals(0, editor.assembleDue(), "first its source is asked again");
        assertEquals(1, room.edit(editor), "an edit does not make it settle anew");
        assertTrue(room.issues.letter(room.issues.list(room.newsletter.id(), 1).getFirst().id()).plain()
                .contains("All of it."));
    }

    @Test
    void sendsNothingThatIsGoneFromTheFeedAndWaitsAgainWhenItIsBack() {
        room.serve(room.item(3, "New."), room.item(2, "Old too."), room.item(1, "Old."));
        room.poll();
        room.serve(room.item(2, "Old too."), room.item(1, "Old."));
        clock.pass(SETTLE);
        assertEquals(0, room.edit(editor));
        assertEquals(ArticleState.WITHDRAWN, state("Article 3"));
        assertEquals("withdrawn: is gone from its feed", room.article("Article 3").reason());
        room.serve(room.item(3, "New."), room.item(2, "Old too."), room.item(1, "Old."));
        clock.pass(Newsroom.POLL);
        room.poll();
        assertEquals(ArticleState.WAITING, state("Article 3"));
        assertEquals(0, room.edit(editor), "it settles from when it is back");
        clock.pass(SETTLE);
        assertEquals(1, room.edit(editor));
    }

    @Test
    void sendsWhatHasOnlyRolledOffTheEnd() {
        room.serve(room.item(3, "New."), room.item(2, "Old too."), room.item(1, "Old."));
        room.web.on("/3", "text/html", "<p>It is there.</p>");
        room.poll();
        room.serve(room.item(6, "Six."), room.item(5, "Five."), room.item(4, "Four."), room.item(1, "A pinned one."));
        clock.pass(SETTLE);
        assertEquals(1, room.edit(editor));
        assertEquals("Article 3", room.subjects().getLast());
    }

    @Test
    void sendsNothingThatRolledOffAndWhosePageIsGone() {
        room.serve(room.item(3, "New."), room.item(2, "Old too."), room.item(1, "Old."));
        room.poll();
        room.serve(room.item(6, "Six."), room.item(5, "Five."), room.item(4, "Four."));
        room.web.status("/3", 410);
        clock.pass(SETTLE);
        assertEquals(0, room.edit(editor));
        assertEquals(ArticleState.WITHDRAWN, state("Article 3"));
        assertEquals("withdrawn: is gone from its feed, and so is its page", room.article("Article 3").reason());
    }

    @Test
    void sendsNoFileThatIsGoneOrADraftAgain() throws Exception {
        room.write("gone.md", "# Gone\n\nText of it.");
        room.write("draft.md", "# Draft\n\nText of it.");
        room.write("kept.md", "# Kept\n\nText of it.");
        room.poll();
        Files.delete(folder.resolve("gone.md"));
        clock.pass(SETTLE);
        room.write("draft.md", "---\ndraft: true\n---\n# Draft\n\nText of it.");
        assertEquals(1, room.edit(editor));
        assertEquals("Kept", room.subjects().getLast());
        assertEquals("withdrawn: its file is gone", room.article("Gone").reason());
        assertEquals("withdrawn: is a draft again", room.article("Draft").reason());
        room.write("draft.md", "# Draft\n\nText of it, whole.");
        clock.pass(Newsroom.POLL);
        room.poll();
        assertEquals(ArticleState.WAITING, state("Draft"));
    }

    @Test
    void aSourceThatFailsDelaysItsArticlesAndNoOthers() {
        room.serve(room.item(3, "New."), room.item(2, "Old too."), room.item(1, "Old."));
        room.write("file.md", "# File\n\nText of it.");
        room.poll();
        room.web.status("/feed", 503);
        clock.pass(SETTLE);
        assertEquals(1, room.edit(editor));
        assertEquals("File", room.subjects().getLast());
        clock.pass(Duration.ofMinutes(19));
        assertEquals(0, room.edit(editor), "its next try comes within half an hour");
        clock.pass(Duration.ofMinutes(2));
        assertEquals(1, room.edit(editor), "the one after that does not");
        assertEquals(List.of("Article 1", "Article 2", "File", "Article 3"), room.subjects());
    }

    @Test
    void twoNodesFreezeOneIssue() {
        room.serve(room.item(3, "New."), room.item(2, "Old too."), room.item(1, "Old."));
        room.poll();
        clock.pass(SETTLE);
        var other = room.editor();
        assertEquals(0, other.assembleDue() + editor.assembleDue());
        room.poll();
        assertEquals(1, other.assembleDue() + editor.assembleDue());
        assertEquals(3, room.subjects().size());
    }
}
