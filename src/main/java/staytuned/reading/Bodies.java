package staytuned.reading;

import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.nodes.Document.OutputSettings;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;
import org.jspecify.annotations.Nullable;

/** An article's whole body as HTML that is safe to show on a page of ours. */
public final class Bodies {
    /** Everything else goes, its text stays; of script and style nothing stays. */
    private static final Safelist SAFE = Safelist.relaxed()
            .addTags("hr", "del", "ins", "s", "mark", "kbd", "samp", "var", "figure", "figcaption", "details",
                    "summary")
            .removeAttributes("img", "height", "width", "align")
            .removeProtocols("a", "href", "ftp");

    /** In characters; a quarter of a million words. */
    private static final int LONGEST = 1_500_000;

    private Bodies() {}

    /** Relative links are resolved against the content's link; without one they are dropped. */
    public static String html(Content content) {
        return safe(source(content), content.link());
    }

    /** The body as HTML, not yet safe. */
    static String source(Content content) {
        return switch (content.mediaType()) {
            case Content.HTML -> content.body();
            case Content.MARKDOWN -> MarkdownBlocks.html(content.body());
            default -> marked(content.body());
        };
    }

    /** The web addresses that the body leads to, at most 500. */
    public static Set<String> links(Content content) {
        return Html.parse(html(content), content.link()).select("a[href]").stream()
                .map(each -> each.absUrl("href"))
                .filter(each -> each.startsWith("http"))
                .limit(500)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String safe(String html, @Nullable String link) {
        var page = Html.parse(html, link);
        var part = Document.createShell(link == null ? "" : link);
        part.body().appendChildren(HtmlBlocks.article(page).childNodesCopy());
        Embeds.link(part.body());
        var clean = new Cleaner(SAFE).clean(part);
        // The cleaner takes a forbidden src away and leaves the image: without one it shows nothing.
        clean.select("img:not([src]), img[src='']").remove();
        for (var image : clean.select("img")) if (!image.hasAttr("alt")) image.attr("alt", "");
        clean.select("a:not([href])").unwrap();
        clean.outputSettings(new OutputSettings().prettyPrint(false));
        return limited(clean.body());
    }

    /** As many whole blocks as one page can show. */
    private static String limited(Element body) {
        var out = new StringBuilder();
        for (var each : body.childNodes()) {
            var block = each.outerHtml();
            if (out.length() + block.length() > LONGEST) return out.append("<p>…</p>").toString();
            out.append(block);
        }
        return out.toString();
    }

    private static String marked(String text) {
        var page = Document.createShell("");
        page.outputSettings(new OutputSettings().prettyPrint(false));
        var body = page.body();
        Element list = null;
        for (var block : TextBlocks.parse(text)) {
            if (block.is(Block.Kind.ITEM)) {
                if (list == null) list = body.appendElement("ul");
                list.appendElement("li").text(block.text());
                continue;
            }
            list = null;
            switch (block.kind()) {
                case HEADING -> body.appendElement("h2").text(block.text());
                case QUOTE -> body.appendElement("blockquote").text(block.text());
                case BREAK -> body.appendElement("hr");
                default -> body.appendElement("p").text(block.text());
            }
        }
        return body.html();
    }
}
