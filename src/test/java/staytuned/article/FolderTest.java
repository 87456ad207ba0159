package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.mail.Address;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;

/** The folders of site generators, as they are. */
class FolderTest {
    private static final Instant NOW = Instant.parse("2026-04-01T12:00:00Z");

    @TempDir
    Path folder;

    private void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(5)));
    }

    /** What is found, by the name that the admin sees; drafts are none. */
    private Map<String, Finding> gather() {
        var source = new Newsletter.Folder(folder, Duration.ofSeconds(10), false, 20);
        var cadence = new Cadence(null, ZoneOffset.UTC, Duration.ZERO, Cadence.Missed.SEND_NOW);
        var newsletter = new Newsletter(1, "a", "A", Address.parse("notes@example.org"), "", "en",
                List.of(source), cadence);
        var gathered = (Gathered.Candidates) new FolderGatherer().gather(newsletter, source, NOW, true);
        var out = new TreeMap<String, Finding>();
        for (var each : gathered.candidates()) {
            var finding = each.finding().get();
            if (finding != null) out.put(folder.relativize(Path.of(each.name().substring(5))).toString(), finding);
        }
        return out;
    }

    @Test
    void readsTomlAsHugoWritesIt() throws IOException {
        write("post.md", """
                +++
                title = "A \\"quoted\\" title" # a comment
                date = 2026-03-01T10:00:00+01:00
                author = "The Desk"
                url = 'https://example.org/post'
                lang = "de"
                tags = ["a", "b"]
                [params]
                draft = true
                +++
                Der Text.
                """);
        write("day.md", "+++\ndate = 2026-03-02\ncanonical = \"https://example.org/day\"\n+++\nText.");
        write("local.md", "+++\r\ndate = 2026-03-03 04:05:06\r\nauthor = {name = \"Desk\"}\r\n+++\r\nText.");
        write("draft.md", "+++\ndraft = true\n+++\nNot yet.");
        write("empty.md", "+++\n+++\nNothing above.");
        write("open.md", "+++\nNo second line of three, so it is all text.");
        var found = gather();
        var post = found.get("post.md").item();
        assertEquals("A \"quoted\" title", post.content().title());
        assertEquals(Instant.parse("2026-03-01T09:00:00Z"), post.published());
        assertEquals("The Desk", post.author());
        assertEquals("https://example.org/post", post.link());
        assertEquals("de", post.content().language());
        assertEquals("Der Text.\n", post.content().body());
        assertEquals(Instant.parse("2026-03-02T00:00:00Z"), found.get("day.md").item().published());
        assertEquals("https://example.org/day", found.get("day.md").item().link());
        assertEquals(Instant.parse("2026-03-03T04:05:06Z"), found.get("local.md").item().published());
        assertEquals("Desk", found.get("local.md").item().author());
        assertEquals("Nothing above.", found.get("empty.md").item().content().body());
        assertTrue(found.get("open.md").item().content().body().startsWith("+++"));
        assertEquals(List.of("day.md", "empty.md", "local.md", "open.md", "post.md"), new ArrayList<>(found.keySet()));
    }

    @Test
    void saysWhereTomlIsBroken() throws IOException {
        write("a.md", "+++\ntitle = \"A\"\ndate = \n+++\nText.");
        write("b.md", "+++\ntitle = \"A\"\ntitle = \"B\"\n+++\nText.");
        write("c.md", "+++\nx = " + "[".repeat(60_000) + "\n+++\nText.");
        write("d.md", "+++\nx = 1" + "0".repeat(50_000) + "\n+++\nText.");
        write("e.md", "+++\ndate = 2026-99-99\n+++\nText.");
        write("f.md", "+++\nyaml: yes\n+++\nText.");
        var found = gather();
        for (var name : List.of("a.md", "b.md", "c.md", "d.md", "f.md")) {
            var reason = String.valueOf(found.get(name).reason());
            assertTrue(reason.matches("front matter( line \\d+)?: .+"), name + " " + reason);
            assertTrue(reason.length() < 250, name);
        }
        assertEquals("front matter line 3: Newline not permitted here", found.get("a.md").reason());
        assertTrue(String.valueOf(found.get("b.md").reason()).endsWith(": Duplicate key"), found.get("b.md").reason());
        assertEquals("front matter line 2: Unknown token", found.get("f.md").reason());
        assertNull(found.get("e.md").item().published());
    }

    @Test
    void takesTheDateOfTheNameWhereTheArticleHasNone() throws IOException {
        write("_posts/2026-03-01-title.md", "---\ntitle: One\n---\nText.");
        write("_posts/2026-03-02-two.md", "---\ndate: 2026-03-05\n---\nText.");
        write("_posts/2026-13-45-three.md", "Text.");
        write("_posts/2026-03-04.md", "Text.");
        write("_posts/2026-03-06-hidden.md", "---\npublished: false\n---\nText.");
        var found = gather();
        assertEquals(Instant.parse("2026-03-01T00:00:00Z"), found.get("_posts/2026-03-01-title.md").item().published());
        assertEquals(Instant.parse("2026-03-05T00:00:00Z"), found.get("_posts/2026-03-02-two.md").item().published());
        assertNull(found.get("_posts/2026-13-45-three.md").item().published());
        assertNull(found.get("_posts/2026-03-04.md").item().published());
        assertEquals(4, found.size());
    }

    @Test
    void leavesOutWhatIsNoArticle() throws IOException {
        write("content/_index.md", "A list.");
        write("content/_index.de.md", "Eine Liste.");
        write("content/first/index.md", "An article.");
        for (var each : List.of("_drafts", "_site", "_includes", "node_modules/x", "public", "layouts/_default")) {
            write(each + "/page.html", "<p>No article.</p>");
        }
        write("publication/public.md", "An article.");
        assertEquals(List.of("content/first/index.md", "publication/public.md"), new ArrayList<>(gather().keySet()));
    }
}
