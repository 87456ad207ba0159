package staytuned.reading;

import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** Brings an article's blocks to the top: what only wraps them goes, and words that stand alone get a paragraph. */
final class Unboxing {
    private static final Set<String> BLOCKS = Set.of(
            "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "table", "figure", "hr",
            "div", "details");
    /** Wrappers in wrappers: more than the parser keeps. */
    private static final int DEPTH = 300;

    private Unboxing() {}

    static boolean isBlock(Node node) {
        return node instanceof Element element && BLOCKS.contains(element.normalName());
    }

    static void unwrap(Element body) {
        for (var each : body.select("details > summary")) {
            each.tagName("p").html("<strong>" + each.html() + "</strong>");
        }
        for (var round = 0; round < DEPTH; round++) {
            var wrappers = body.children().stream().filter(Unboxing::wraps).toList();
            if (wrappers.isEmpty()) break;
            wrappers.forEach(Element::unwrap);
        }
        for (var each : body.select("div, details")) {
            if (holdsBlocks(each)) each.unwrap();
            else each.tagName("p");
        }
        gather(body);
    }

    private static boolean wraps(Element element) {
        var name = element.normalName();
        return (name.equals("div") || name.equals("details") || name.equals("span") || !isBlock(element))
                && holdsBlocks(element);
    }

    private static boolean holdsBlocks(Element element) {
        return element.childNodes().stream().anyMatch(Unboxing::isBlock);
    }

    /** Puts runs of text and inline elements between blocks into paragraphs of their own. */
    private static void gather(Element body) {
        Element paragraph = null;
        for (var node : List.copyOf(body.childNodes())) {
            if (isBlock(node)) {
                paragraph = null;
            } else if (paragraph != null) {
                paragraph.appendChild(node);
            } else if (!(node instanceof TextNode words) || !words.isBlank()) {
                paragraph = new Element("p");
                node.before(paragraph);
                paragraph.appendChild(node);
            }
        }
        for (var each : body.select("> p")) if (!each.hasText() && each.selectFirst("img") == null) each.remove();
    }
}
