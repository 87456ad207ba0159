package staytuned.reading;

import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/** HTML as strangers write it. */
public final class Html {
    private static final int DEPTH = 256;
    /** More than any article has: each costs memory a hundred times over, and what follows them is left out. */
    private static final int TAGS = 300_000;

    private Html() {}

    /** The page, parsed to a limited depth; {@code link} is the base of its relative links, null where unknown. */
    public static Document parse(String html, @Nullable String link) {
        return Parser.htmlParser().setMaxDepth(DEPTH).parseInput(limited(html), link == null ? "" : link);
    }

    private static String limited(String html) {
        int at = html.indexOf('<');
        for (int tags = 1; at >= 0 && tags <= TAGS; tags++) at = html.indexOf('<', at + 1);
        return at < 0 ? html : html.substring(0, at);
    }
}
