package staytuned.preflight;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import staytuned.template.Colour;

/** Whether every text stands out from its ground (WCAG 2.2, 1.4.3), by the colours in the style attributes. */
final class Contrasts {
    private static final Pattern TEXT = Pattern.compile("(?:^|;)\\s*color:\\s*(#[0-9A-Fa-f]{6})");
    private static final Pattern GROUND =
            Pattern.compile("(?:^|;)\\s*background(?:-color)?:\\s*(#[0-9A-Fa-f]{6})");
    private static final Colour WHITE = new Colour(255, 255, 255);
    private static final Colour BLACK = new Colour(0, 0, 0);

    private Contrasts() {}

    static void look(Document page, List<Finding> findings) {
        for (var each : page.select("body *")) {
            if (each.ownText().isBlank() || each.closest("[style*='display:none']") != null) continue;
            var text = nearest(each, TEXT).orElse(BLACK);
            var ground = nearest(each, GROUND).orElse(WHITE);
            var contrast = text.contrast(ground);
            if (contrast < Colour.LEGIBLE) {
                findings.add(Finding.warning(Markup.place(each), "has a contrast of only "
                        + Math.round(contrast * 10) / 10.0 + " (" + text + " on " + ground + ")",
                        "4.5 can be read; choose other colours"));
            }
        }
    }

    private static Optional<Colour> nearest(Element element, Pattern pattern) {
        for (var each = element; each != null; each = each.parent()) {
            var found = pattern.matcher(each.attr("style"));
            if (found.find()) return Optional.of(Colour.parse(found.group(1)));
        }
        return Optional.empty();
    }
}
