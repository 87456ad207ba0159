package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.article.Intake.Taken;
import staytuned.reading.Reading;
import staytuned.testing.Web;

class IntakeTest {
    private final Web web = new Web();
    private final Intake intake =
            new Intake(URI.create("https://letters.example.org"), "en", InstantSource.fixed(Instant.EPOCH));

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        web.close();
    }

    private Reading done(String source) {
        return assertInstanceOf(Taken.Done.class, intake.read(source)).reading();
    }

    private String failed(String source) {
        return assertInstanceOf(Taken.Failed.class, intake.read(source)).reason();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void readsFiles() throws IOException {
        assertEquals(
                new Reading("From above", "en", "The text.", null, null, 1),
                done(file("a.md", "---\r\ntitle: From above\r\n---\r\nThe text.\r\n")));
        assertEquals("In a heading", done(file("a.HTML", "<h1>In a heading</h1><p>x")).title());
        var latin = folder.resolve("latin.txt");
        Files.write(latin, "Über alte Zeichen".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("Über alte Zeichen", done(latin.toString()).lead());
    }

    @Test
    void readsPages() {
        web.on("/a", "text/html; charset=utf-8", "<html lang=de><h1>Ein Titel</h1><p>Text.");
        web.on("/b.md", "text/plain", "# Marked\n\nText.").on("/c", "text/plain", "Not # marked");
        assertEquals(new Reading("Ein Titel", "de", "Text.", null, null, 1), done(web.at("/a").toString()));
        assertEquals("Marked", done(web.at("/b.md").toString()).title());
        assertEquals("Not # marked", done(web.at("/c").toString()).title());
    }

    @Test
    void saysWhyItReadNothing() throws IOException {
        var missing = folder.resolve("missing.txt").toString();
        assertEquals(missing + ": does not exist", failed(missing));
        assertEquals("a.pdf: is no article: its name must end in .txt, .text, .md, .markdown, .html or .htm",
                failed("a.pdf"));
        var empty = file("empty.md", " \n");
        assertEquals(empty + ": is empty", failed(empty));
        var only = file("only.md", "---\ntitle: x\n---\n");
        assertEquals(only + ": has front matter and no text", failed(only));
        var broken = file("broken.md", "---\ntitle: x\nlist: [1,\n---\ny");
        assertEquals(broken + ": front matter line 4: expected the node content, but found '<stream end>'",
                failed(broken));
        Files.createDirectory(folder.resolve("folder.txt"));
        assertEquals(folder.resolve("folder.txt") + ": is a folder", failed(folder.resolve("folder.txt").toString()));
        assertEquals(web.at("/none") + ": HTTP 404 not found", failed(web.at("/none").toString()));
        web.on("/feed", "application/rss+xml", FeedsTest.rss("")).on("/empty", "text/html", " ");
        assertEquals(web.at("/feed") + ": is neither HTML nor text but application/rss+xml",
                failed(web.at("/feed").toString()));
        assertEquals(web.at("/empty") + ": is empty", failed(web.at("/empty").toString()));
        assertEquals("http://: is no web address: Expected authority", failed("http://"));
        web.status("/away", 302, "Location", "http://localhost:1/");
        assertEquals(
                web.at("/away")
                        + ": http://localhost:1/ is in a private network and its host is not named in the config",
                failed(web.at("/away").toString()));
    }

    @Test
    void takesWhatLooksLikeFrontMatterAndIsNoneAsText() throws IOException {
        assertEquals("Words between lines",
                done(file("a.txt", "---\nWords between lines\n---\nMore of them, a good deal more.")).title());
        assertEquals("x", done(file("b.md", "+++\ntitle = \"toml\"\n+++\nx")).lead());
        var bomb = "---\na: &a [x,x,x,x,x,x,x,x,x]\n" + "b: [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n".repeat(5)
                + "---\nx";
        assertEquals(folder.resolve("c.md")
                + ": front matter: Number of aliases for non-scalar nodes exceeds the specified max=50",
                failed(file("c.md", bomb)));
        assertEquals(folder.resolve("d.md") + ": front matter line 2: Global tag is not allowed: "
                + "tag:yaml.org,2002:java.net.URL", failed(file("d.md", "---\na: !!java.net.URL [x]\n---\nx")));
    }
}
