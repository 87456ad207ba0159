package staytuned.template;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Writes each letter and page to target/gallery, to be looked at in a browser. */
class GalleryTest {
    private static final Path GALLERY = Path.of("target", "gallery");

    private final Templates templates = new Templates(null);

    @Test
    void writesEachLetter() throws IOException {
        Files.createDirectories(GALLERY);
        for (var letter : Letters.all().entrySet()) {
            var html = templates.render("letter/letter.ftlh", letter.getValue());
            var text = templates.render("letter/letter.ftl", letter.getValue());
            Files.writeString(GALLERY.resolve("letter-" + letter.getKey() + ".html"), html);
            Files.writeString(GALLERY.resolve("letter-" + letter.getKey() + ".txt"), text);
            assertFalse(html.isBlank() || text.isBlank(), letter.getKey());
        }
    }

    @Test
    void writesEachPage() throws IOException {
        Files.createDirectories(GALLERY);
        Files.writeString(GALLERY.resolve("style.css"), templates.file("pages/style.css"));
        for (var page : Pages.all().entrySet()) {
            var html = templates.render("pages/" + page.getValue().template() + ".ftlh", page.getValue().model());
            Files.writeString(GALLERY.resolve("page-" + page.getKey() + ".html"), html);
            assertFalse(html.isBlank(), page.getKey());
        }
    }
}
