package staytuned.issue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import staytuned.template.Templates;
import staytuned.testing.Browser;

/** Every letter in every theme, on a telephone and on a desk, by light and in the dark, as Chromium shows it. */
class LettersInBrowserTest {
    private static final Path SHOTS = Path.of("target", "shots");
    private static final List<Integer> WIDTHS = List.of(360, 700);
    private static final int NARROWEST = 320;

    @Test
    void holdsInEachThemeAndWidthAndIsAccessible() throws IOException {
        Files.createDirectories(SHOTS);
        var axe = resource("/axe.min.js");
        var specimens = new Specimens(new Templates(null));
        try (var browser = new Browser()) {
            for (var theme : Specimens.THEMES) {
                for (var each : specimens.all(theme).entrySet()) {
                    show(browser, theme + "-" + each.getKey(), pictured(each.getValue().html()), axe);
                }
            }
        }
    }

    private static void show(Browser browser, String name, String html, String axe) throws IOException {
        for (var width : WIDTHS) {
            for (var dark : List.of(false, true)) {
                browser.size(width, dark);
                browser.show(html);
                var shown = name + "-" + width + (dark ? "-dark" : "");
                assertEquals(width, browser.run("document.documentElement.scrollWidth").asInt(), shown);
                Files.write(SHOTS.resolve(shown + ".png"), browser.picture());
                // In the dark only the colours differ.
                if (width == 700) assertAccessible(browser, axe, dark ? "runOnly: ['color-contrast']," : "", shown);
            }
        }
        browser.size(NARROWEST, false);
        assertEquals(NARROWEST, browser.run("document.documentElement.scrollWidth").asInt(), name);
    }

    private static void assertAccessible(Browser browser, String axe, String rules, String name) {
        browser.run("if (!window.axe) {" + axe + "}; 0");
        var found = browser.run("axe.run(document, {" + rules
                + "resultTypes: ['violations']}).then(r => r.violations.map("
                + "v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join('; ')).join('\\n'))");
        assertEquals("", found.asText(), name);
    }

    /** With drawn pictures in the place of those that nobody can fetch. */
    private static String pictured(String html) {
        var drawing = """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 700" width="1200" height="700">
                <defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="#f3c98b"/><stop offset="1"
                stop-color="#b5533c"/></linearGradient></defs><rect width="1200" height="700" fill="url(#g)"/>
                <circle cx="860" cy="240" r="110" fill="#fbeed6"/><path d="M0 700 300 330 560 600 800 400 1200 700z"
                fill="#4a3b36"/></svg>""";
        var address = "data:image/svg+xml;base64,"
                + Base64.getEncoder().encodeToString(drawing.getBytes(StandardCharsets.UTF_8));
        assertTrue(!html.contains("<script"));
        return html.replaceAll("src=\"https://[^\"]*\"", "src=\"" + address + "\"");
    }

    private static String resource(String name) throws IOException {
        try (var in = Objects.requireNonNull(LettersInBrowserTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
