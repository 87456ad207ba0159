package staytuned.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text can be read on its ground, by light and in the dark (WCAG 2.2, 1.4.3). */
class ContrastTest {
    private static final Pattern COLOUR = Pattern.compile("--(\\w+): (#[0-9a-f]{6})");

    private final Templates templates = new Templates(null);

    @ParameterizedTest
    @ValueSource(strings = {"serif", "sans", "magazine"})
    void eachThemeCanBeReadInBothModes(String theme) {
        assertReadable(colours(theme, "", "light"));
        assertReadable(colours(theme, "", "dark"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"#000000", "#ffffff", "#ffe600", "#0f5c5c", "#ff0000", "#7f7f7f", "#00ff00", "#1b1e21"})
    void whateverColourANewsletterHasItsLettersCanBeRead(String accent) {
        for (var theme : List.of("serif", "sans", "magazine")) {
            assertReadable(colours(theme, accent, "light"));
            assertReadable(colours(theme, accent, "dark"));
        }
    }

    @Test
    void thePagesHaveTheColoursOfTheLetter() {
        var style = templates.file("pages/style.css");
        colours(style, ":root {").forEach((name, colour) ->
                assertEquals(colours("serif", "", "light").get(name), colour, name));
        colours(style, "(prefers-color-scheme: dark) {").forEach((name, colour) ->
                assertEquals(colours("serif", "", "dark").get(name), colour, name));
    }

    private static void assertReadable(Map<String, String> colours) {
        for (var ground : List.of("paper", "sheet", "tint")) {
            for (var text : List.of("ink", "quiet", "accent")) assertContrast(colours, text, ground);
        }
        assertContrast(colours, "onaccent", "fill");
        assertContrast(colours, "boxink", "box");
        assertContrast(colours, "boxlabel", "box");
        assertContrast(colours, "onbutton", "button");
    }

    private static void assertContrast(Map<String, String> colours, String text, String ground) {
        var contrast = Colour.parse(colours.get(text)).contrast(Colour.parse(colours.get(ground)));
        assertTrue(contrast >= Colour.LEGIBLE, text + " on " + ground + " has only " + contrast + ": " + colours);
    }

    private Map<String, String> colours(String theme, String accent, String mode) {
        var look = Map.of("theme", theme, "accent", accent, "logo", "", "font", "");
        return templates.values("letter/theme.ftl", Map.of("look", look, "dir", "ltr", "language", "en"), mode);
    }

    private static Map<String, String> colours(String source, String after) {
        var from = source.indexOf(after);
        assertTrue(from >= 0, after);
        var colours = new HashMap<String, String>();
        var matcher = COLOUR.matcher(source.substring(from, source.indexOf('}', from)));
        while (matcher.find()) colours.put(matcher.group(1), matcher.group(2));
        assertEquals(8, colours.size());
        return colours;
    }
}
