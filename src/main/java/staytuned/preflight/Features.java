package staytuned.preflight;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;

/** Which HTML and CSS some big mail program does not know (the data of caniemail.com), where that costs something. */
final class Features {
    private static final Pattern DECLARATION = Pattern.compile("(?:^|[;{])\\s*([a-z-]+)\\s*:\\s*([^;{}]+)");
    private static final Pattern LAYOUT = Pattern.compile("^(?:inline-)?(flex|grid)\\b");
    private static final Pattern RULE = Pattern.compile("@([a-z-]+)\\s*([^{;]*)");
    private static final Pattern ATTRIBUTE = Pattern.compile("(?:^|[,}\\s])[a-z.#*]*\\[[^\\]]+][^{}]*\\{");
    private static final Set<String> SECTIONS = Set.of(
            "article", "aside", "details", "figcaption", "figure", "footer", "header", "main", "nav", "section",
            "summary", "time");

    /** From a feature to the programs that lack it; without those that lose nothing. */
    private final Map<String, String> lacking = read("lacking.tsv");

    Features() {
        read("fallbacks.tsv").keySet().forEach(lacking::remove);
    }

    void look(Document page, List<Finding> findings) {
        var used = new TreeMap<String, String>();
        for (var element : page.select("*")) {
            var place = Markup.place(element);
            var name = element.normalName();
            used.putIfAbsent(SECTIONS.contains(name) ? "html-semantics" : "html-" + name, place);
            for (var attribute : element.attributes()) {
                if (!attribute.getKey().equals("style")) used.putIfAbsent(attribute(attribute.getKey()), place);
            }
            declarations(element.attr("style"), place, used);
        }
        for (var style : page.select("style")) sheet(style.data(), used);
        used.forEach((feature, place) -> {
            var who = lacking.get(feature);
            if (who == null) return;
            var shown = feature.replaceFirst("^css-", "CSS ").replaceFirst("^html-", "HTML ");
            findings.add(Finding.warning(place, "uses " + shown + ", which " + who + " does not know",
                    "see caniemail.com/features/" + feature + " and choose something else"));
        });
    }

    private static String attribute(String name) {
        return "html-" + switch (name) {
            case "loading" -> "loading-attribute";
            // These have the names of elements.
            case "body", "link", "form", "object", "select", "label", "abbr" -> "none";
            default -> name;
        };
    }

    private static void sheet(String css, Map<String, String> used) {
        declarations(css, "HTML, <style>", used);
        RULE.matcher(css).results().forEach(each -> {
            var media = each.group(1).equals("media")
                    ? Pattern.compile("prefers-[a-z-]+|orientation|device-pixel-ratio|hover").matcher(each.group(2))
                    : null;
            var suffix = media != null && media.find() ? "-" + media.group() : "";
            used.putIfAbsent("css-at-" + each.group(1) + suffix, "HTML, <style>");
        });
        if (ATTRIBUTE.matcher(css).find()) used.putIfAbsent("css-selector-attribute", "HTML, <style>");
        if (css.contains(":hover")) used.putIfAbsent("css-pseudo-class-hover", "HTML, <style>");
    }

    private static void declarations(String css, String place, Map<String, String> used) {
        DECLARATION.matcher(css).results().forEach(each -> {
            used.putIfAbsent("css-" + each.group(1), place);
            var value = each.group(2);
            var layout = LAYOUT.matcher(value);
            if (each.group(1).equals("display") && layout.find()) {
                used.putIfAbsent("css-display-" + layout.group(1), place);
            }
            for (var name : List.of("linear-gradient", "radial-gradient", "conic-gradient")) {
                if (value.contains(name)) used.putIfAbsent("css-" + name, place);
            }
            if (value.contains("var(")) used.putIfAbsent("css-variables", place);
            if (value.contains("calc(")) used.putIfAbsent("css-unit-calc", place);
        });
    }

    private static Map<String, String> read(String name) {
        try (var in = Objects.requireNonNull(
                Features.class.getResourceAsStream("/staytuned/preflight/" + name), name)) {
            var read = new HashMap<String, String>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(each -> !each.startsWith("#") && !each.isBlank())
                    .forEach(each -> {
                        int tab = each.indexOf('\t');
                        read.put(each.substring(0, tab), each.substring(tab + 1));
                    });
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
