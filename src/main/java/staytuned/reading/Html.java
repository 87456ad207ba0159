package staytuned.reading;

import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/** HTML as strangers write it. */
public final class Html {
    private static final int DEPTH = 256;

    private Html() {}

    /** The page, parsed to a limited depth; {@code link} is the base of its relative links, null where unknown. */
    public static Document parse(String html, @Nullable String link) {
        return Parser.htmlParser().setMaxDepth(DEPTH).parseInput(html, link == null ? "" : link);
    }
}
