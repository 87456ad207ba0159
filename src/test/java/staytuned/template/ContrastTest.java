package staytuned.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every text can be read on its ground, by light and in the dark (WCAG 2.2, 1.4.3). */
class ContrastTest {
    private static final Pattern COLOUR = Pattern.compile("\"?(?:--)?(\\w+)\"?: \"?#([0-9a-f]{6})");
    private static final double ENOUGH = 4.5;

    private final Templates templates = new Templates(null);

    @Test
    void theLetterCanBeReadInBothModes() {
        var theme = templates.file("letter/theme.ftl");
        assertReadable(colours(theme, "light = {"));
        assertReadable(colours(theme, "dark = {"));
    }

    @Test
    void thePagesHaveTheColoursOfTheLetter() {
        var theme = templates.file("letter/theme.ftl");
        var style = templates.file("pages/style.css");
        assertEquals(colours(theme, "light = {"), colours(style, ":root {"));
        assertEquals(colours(theme, "dark = {"), colours(style, "(prefers-color-scheme: dark) {"));
    }

    private static void assertReadable(Map<String, Integer> colours) {
        for (var ground : List.of("paper", "sheet", "tint")) {
            for (var text : List.of("ink", "quiet", "accent")) assertContrast(colours, text, ground);
        }
        assertContrast(colours, "onaccent", "accent");
    }

    private static void assertContrast(Map<String, Integer> colours, String text, String ground) {
        var a = luminance(colours.get(text));
        var b = luminance(colours.get(ground));
        var contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        assertTrue(contrast >= ENOUGH, text + " on " + ground + " has only " + contrast);
    }

    private static double luminance(int colour) {
        return 0.2126 * linear(colour >> 16) + 0.7152 * linear(colour >> 8) + 0.0722 * linear(colour);
    }

    private static double linear(int channel) {
        var c = (channel & 0xff) / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    private static Map<String, Integer> colours(String source, String after) {
        var from = source.indexOf(after);
        assertTrue(from >= 0, after);
        var colours = new HashMap<String, Integer>();
        var end = source.indexOf('}', from);
        var matcher = COLOUR.matcher(source.substring(from, end));
        while (matcher.find()) colours.put(matcher.group(1), Integer.parseInt(matcher.group(2), 16));
        assertEquals(8, colours.size());
        return colours;
    }
}
