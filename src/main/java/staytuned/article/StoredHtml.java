package staytuned.article;

import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document.OutputSettings;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter.FilterResult;
import org.jspecify.annotations.Nullable;
import staytuned.reading.Html;

/**
 * A post's body as WordPress stores it, made into what WordPress shows: blank lines make paragraphs and single ones
 * line breaks, the block editor's comments go, and so do shortcodes.
 */
final class StoredHtml {
    private static final Pattern CAPTION = Pattern.compile("\\[(/)?caption\\b[^\\[\\]]{0,1000}\\]");
    private static final Pattern EMBED = Pattern.compile("\\[embed\\b[^\\[\\]]{0,500}\\][^\\[\\]]{0,2000}\\[/embed\\]");
    private static final Pattern SHORTCODE =
            Pattern.compile("\\[/?(?:gallery|playlist|audio|video)\\b[^\\[\\]]{0,1000}\\]");
    private static final Pattern BLANK_LINE = Pattern.compile("\\n[ \\t]*\\n\\s*");

    private final Element parent;
    private @Nullable Element paragraph;

    private StoredHtml(Element parent) {
        this.parent = parent;
    }

    static String shown(String stored) {
        var text = EMBED.matcher(stored.replace("\r\n", "\n")).replaceAll("");
        text = CAPTION.matcher(SHORTCODE.matcher(text).replaceAll("")).replaceAll(found ->
                found.group(1) == null ? "<figure><figcaption>" : "</figcaption></figure>");
        var page = Html.parse(text, null);
        page.outputSettings(new OutputSettings().prettyPrint(false));
        var body = page.body();
        body.filter((node, _) -> node instanceof Comment ? FilterResult.REMOVE : FilterResult.CONTINUE);
        for (var each : body.select("blockquote, div")) if (each.children().stream().noneMatch(Element::isBlock)) {
            new StoredHtml(each).paragraphs();
        }
        new StoredHtml(body).paragraphs();
        return body.html();
    }

    private void paragraphs() {
        for (var node : List.copyOf(parent.childNodes())) {
            if (node instanceof Element element && element.isBlock()) paragraph = null;
            else if (node instanceof TextNode words) lines(words);
            else into(node);
        }
    }

    private void lines(TextNode words) {
        var parts = BLANK_LINE.split(words.getWholeText(), -1);
        for (int i = 0; i < parts.length; i++) {
            if (i > 0) paragraph = null;
            if (parts[i].isBlank()) {
                if (paragraph != null) paragraph.appendText(" ");
                continue;
            }
            var lines = parts[i].split("\n", -1);
            for (int j = 0; j < lines.length; j++) {
                if (j > 0 && paragraph != null) paragraph.appendElement("br");
                if (!lines[j].isEmpty()) into(new TextNode(lines[j]), words);
            }
        }
        words.remove();
    }

    private void into(Node node) {
        into(node, node);
    }

    /** Adds {@code node} to the paragraph, which begins before {@code place} where there is none yet. */
    private void into(Node node, Node place) {
        var home = paragraph;
        if (home == null) {
            home = new Element("p");
            place.before(home);
            paragraph = home;
        }
        home.appendChild(node);
    }
}
