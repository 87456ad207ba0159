package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.db.Database;
import staytuned.newsletter.Newsletter;
import staytuned.testing.OnEachDatabase;

/** Folders that are polled. */
@OnEachDatabase
class FolderPollTest extends Polls {
    FolderPollTest(Database database) {
        super(database);
    }

    @Test
    void readsTheFilesOfAFolder() throws IOException {
        var letter = newsletter("a", files(false, 20));
        var poller = poller(letter);
        write("old.txt", "An old article, there before the service was.");
        assertEquals(new Round(1, 0, List.of()), poller.pollDue());
        write("2026/new.md", """
                ---
                title: "Front: matter"
                date: 2026-01-01 10:00
                author: The Desk
                url: https://example.org/new
                lang: de
                ---
                # Other

                Der Text.
                """);
        write("page.html", "<h1>A page</h1><p>Its text.</p>");
        write("draft.md", "---\ndraft: true\n---\nNot yet.");
        write(".hidden.txt", "hidden");
        write(".git/x.txt", "hidden");
        write("image.png", "no text");
        assertEquals(new Round(1, 2, List.of()), later(poller));
        assertEquals(List.of("Front: matter", "A page"), waiting(letter));
        var markdown = articles.waiting(letter.id(), now, 1).getFirst();
        assertEquals(Instant.parse("2026-01-01T10:00:00Z"), markdown.publishedAt());
        assertEquals("The Desk", markdown.author());
        assertEquals("https://example.org/new", markdown.link());
        assertEquals("de", markdown.reading().language());
        assertEquals("Der Text.", markdown.reading().lead());
        assertEquals(0, later(poller).found());
        write("draft.md", "Now it is.");
        assertEquals(1, later(poller).found());
    }

    @Test
    void reportsAnUnreadableFileOnceAndReadsItWhenItChanges() throws IOException {
        var letter = newsletter("a", files(false, 20));
        var poller = poller(letter);
        write("was-broken.md", "---\ntitle: [\n---\nText.");
        poller.pollDue();
        write("a.md", "---\ntitle: \"open\nx: 1\n---\nText.");
        write("b.txt", "");
        write("c.txt", "x".repeat(5_000_001));
        write("d.txt", "Good.");
        var round = later(poller);
        assertEquals(1, round.found());
        assertEquals(3, round.problems().size());
        assertTrue(round.problems().getFirst().startsWith("file " + folder.resolve("a.md") + ": front matter line "),
                round.problems().getFirst());
        assertEquals("file " + folder.resolve("b.txt") + ": is empty; read again when it changes",
                round.problems().get(1));
        assertEquals("file " + folder.resolve("c.txt") + ": is larger than 5 MB; read again when it changes",
                round.problems().get(2));
        assertEquals(List.of(), later(poller).problems());
        write("b.txt", "Mended.");
        write("was-broken.md", "---\ntitle: Mended too\n---\nText.");
        assertEquals(new Round(1, 1, List.of()), later(poller));
        assertEquals(List.of("Good.", "Mended."), waiting(letter), "what was there at the baseline stays there");
        assertEquals(2, articles.count(letter.id(), ArticleState.UNREADABLE));
    }

    @Test
    void waitsForAFileThatIsBeingWritten() throws IOException {
        var letter = newsletter("a", files(true, 20));
        var poller = poller(letter);
        write("a.txt", "Half of it");
        Files.setLastModifiedTime(folder.resolve("a.txt"), FileTime.from(now.minusMillis(300)));
        assertEquals(new Round(1, 0, List.of()), poller.pollDue());
        now = now.plusSeconds(2);
        assertEquals(new Round(1, 1, List.of()), poller.pollDue());
        write("b.txt", "Another");
        Files.setLastModifiedTime(folder.resolve("b.txt"), FileTime.from(now));
        assertEquals(1, poller.pollAll().found());
    }

    @Test
    void staysInsideTheFolder(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("secret.txt"), "Secret.");
        write("a.txt", "Inside.");
        Files.createSymbolicLink(folder.resolve("link.txt"), outside.resolve("secret.txt"));
        Files.createSymbolicLink(folder.resolve("links"), outside);
        Files.createSymbolicLink(folder.resolve("loop"), folder);
        Files.createSymbolicLink(folder.resolve("nowhere.txt"), folder.resolve("gone.txt"));
        var letter = newsletter("a", files(true, 20));
        assertEquals(new Round(1, 1, List.of()), poller(letter).pollDue());
        assertEquals(List.of("Inside."), waiting(letter));
    }

    @Test
    void saysThatAFolderIsMissing() {
        var missing = folder.resolve("none");
        var round = poller(newsletter("a", new Newsletter.Folder(missing, POLL, false, 20))).pollDue();
        assertEquals(
                List.of("source " + missing
                        + ": the folder does not exist: create it or correct the path; next try at 2026-01-02T03:24Z"),
                round.problems());
    }
}
