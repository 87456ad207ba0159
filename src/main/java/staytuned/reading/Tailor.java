package staytuned.reading;

import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import staytuned.text.Weight;

/** Gives each element of an article the form and the style that mail programs show. */
final class Tailor {
    /** What an element keeps beside its style. */
    private static final Set<String> KEPT = Set.of("href", "src", "alt", "colspan", "rowspan", "start");
    private static final int MOST_PICTURES = 60;
    private static final int WIDTH = 524;

    private final LetterBody.Dress dress;

    Tailor(LetterBody.Dress dress) {
        this.dress = dress;
    }

    /** Dresses as many blocks as there is room for, and removes the rest; says whether there was any. */
    boolean fit(Element body, int room) {
        var top = top(body);
        var left = room;
        var pictures = 0;
        var full = false;
        for (var block : List.copyOf(body.children())) {
            if (full) {
                block.remove();
                continue;
            }
            pictures += block.select("img").size();
            var dressed = dress(block, top);
            left -= Weight.of(dressed.outerHtml());
            full = left < 0 || pictures > MOST_PICTURES;
            if (full) dressed.remove();
        }
        // What a heading announces was left out.
        if (full) {
            for (var block : List.copyOf(body.children()).reversed()) {
                if (!block.normalName().matches("h[1-6]")) break;
                block.remove();
            }
        }
        return full;
    }

    /** The highest level of heading, which is set as h2 whatever it is. */
    private static int top(Element body) {
        return body.select("h1, h2, h3, h4, h5, h6").stream().mapToInt(Tailor::level).min().orElse(2);
    }

    private static int level(Element heading) {
        return heading.normalName().charAt(1) - '0';
    }

    private Element dress(Element block, int top) {
        block.select("img").forEach(Tailor::secure);
        if (block.normalName().matches("h[1-6]")) block.tagName("h" + Math.min(4, 2 + level(block) - top));
        for (var each : block.select("h1, h5, h6")) each.tagName("h4");
        var whole = gallery(block) ? paired(block) : block;
        for (var each : whole.select("*")) style(each);
        for (var each : whole.select("figure")) each.tagName("div");
        for (var each : whole.select("figcaption")) each.tagName("p");
        return whole;
    }

    /** Mail programs show pictures from https only; of others the words stay. */
    private static void secure(Element image) {
        var alt = image.attr("alt");
        if (image.absUrl("src").startsWith("https://")) image.attr("src", image.absUrl("src"));
        else image.clearAttributes().tagName("span").text(alt);
    }

    /** Pictures and captions, and nothing else. */
    private static boolean gallery(Element block) {
        if (block.select("img").size() < 2 || block.normalName().equals("table")) return false;
        var rest = block.clone();
        rest.select("figcaption").remove();
        return !rest.hasText();
    }

    /** Two in a row, in a table: no other columns hold in every mail program. */
    private static Element paired(Element gallery) {
        var table = new Element("table").attr("role", "presentation").attr("width", "100%");
        Element row = null;
        for (var image : gallery.select("img")) {
            var figure = image.closest("figure");
            var caption = figure == null || figure.select("img").size() > 1 ? null : figure.selectFirst("figcaption");
            var shown = image.parent() != null && image.parent().normalName().equals("a") ? image.parent() : image;
            if (row == null || row.childrenSize() == 2) row = table.appendElement("tr");
            var cell = row.appendElement("td").addClass("pair").attr("width", "50%");
            cell.appendChild(shown.clone());
            if (caption != null) cell.appendChild(caption.clone());
        }
        gallery.children().select("figure").remove();
        var words = gallery.selectFirst("figcaption");
        if (words == null) {
            gallery.replaceWith(table);
            return table;
        }
        var whole = new Element("figure").appendChild(table).appendChild(words.clone());
        gallery.replaceWith(whole);
        return whole;
    }

    private void style(Element element) {
        var name = kind(element);
        var laidOut = element.attr("role").equals("presentation");
        for (var each : List.copyOf(element.attributes().asList())) {
            if (!KEPT.contains(each.getKey()) && !laidOut && !name.equals("pair")) element.removeAttr(each.getKey());
        }
        if (laidOut) {
            element.attr("cellspacing", "0").attr("cellpadding", "0").attr("border", "0");
            return;
        }
        element.removeClass("pair");
        var style = dress.styles().get(name);
        if (style != null) element.attr("style", style);
        var dark = dress.classes().get(name);
        if (dark != null) element.attr("class", dark);
        else element.removeAttr("class");
        if (name.equals("img")) element.attr("width", within(element, "pair") ? "50%" : String.valueOf(WIDTH));
    }

    private static String kind(Element element) {
        var name = element.normalName();
        if (name.equals("p") && within(element, "li", "blockquote", "td", "th", "dd")) return "inner";
        if (name.equals("code") && within(element, "pre")) return "none";
        return element.hasClass("pair") ? "pair" : name;
    }

    private static boolean within(Element element, String... names) {
        for (var up = element.parent(); up != null; up = up.parent()) {
            for (var each : names) {
                var pair = each.equals("pair") && up.attr("width").equals("50%");
                if (pair || up.normalName().equals(each)) return true;
            }
        }
        return false;
    }
}
