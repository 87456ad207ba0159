package staytuned.preflight;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import staytuned.template.Colour;

/**
 * Whether every text stands out from its ground (WCAG 2.2, 1.4.3): by light, after the colours in the style attributes,
 * and in the dark, after those that the style sheet gives to classes then.
 */
final class Contrasts {
    private static final Pattern TEXT = Pattern.compile("(?:^|;)\\s*color:\\s*(#[0-9A-Fa-f]{6})");
    private static final Pattern GROUND =
            Pattern.compile("(?:^|;)\\s*background(?:-color)?:\\s*(#[0-9A-Fa-f]{6})");
    private static final Pattern DARK =
            Pattern.compile("prefers-color-scheme:\\s*dark\\s*\\)\\s*\\{((?:[^{}]*\\{[^{}]*})*+)");
    private static final Pattern RULE = Pattern.compile("\\.([\\w-]+)\\s*\\{([^{}]*)}");
    private static final Colour WHITE = new Colour(255, 255, 255);
    private static final Colour BLACK = new Colour(0, 0, 0);

    /** What the style sheet says of a class in the dark. */
    private final Map<String, String> dark = new HashMap<>();

    private Contrasts(Document page) {
        for (var style : page.select("style")) {
            DARK.matcher(style.data()).results().forEach(block -> RULE.matcher(block.group(1)).results()
                    .forEach(rule -> dark.merge(rule.group(1), rule.group(2), (a, b) -> a + ";" + b)));
        }
    }

    static void look(Document page, List<Finding> findings) {
        var contrasts = new Contrasts(page);
        for (var each : page.select("body *")) {
            if (each.ownText().isBlank() || each.closest("[style*='display:none']") != null) continue;
            contrasts.look(each, false, findings);
            if (!contrasts.dark.isEmpty()) contrasts.look(each, true, findings);
        }
    }

    private void look(Element element, boolean inTheDark, List<Finding> findings) {
        var text = nearest(element, TEXT, inTheDark).orElse(BLACK);
        var ground = nearest(element, GROUND, inTheDark).orElse(WHITE);
        var contrast = text.contrast(ground);
        if (contrast >= Colour.LEGIBLE) return;
        var says = "has a contrast of only " + Math.round(contrast * 10) / 10.0 + " (" + text + " on " + ground + ")";
        findings.add(inTheDark
                ? Finding.warning(Markup.place(element), says + " in the dark",
                        "4.5 can be read; give it the class ink, quiet or accent")
                : Finding.warning(Markup.place(element), says, "4.5 can be read; choose other colours"));
    }

    private Optional<Colour> nearest(Element element, Pattern pattern, boolean inTheDark) {
        for (var each = element; each != null; each = each.parent()) {
            if (inTheDark) {
                for (var name : each.classNames()) {
                    var found = pattern.matcher(dark.getOrDefault(name, ""));
                    if (found.find()) return Optional.of(Colour.parse(found.group(1)));
                }
            }
            var found = pattern.matcher(each.attr("style"));
            if (found.find()) return Optional.of(Colour.parse(found.group(1)));
        }
        return Optional.empty();
    }
}
