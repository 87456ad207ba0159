package staytuned.reading;

import net.dankito.readability4j.Readability4J;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import staytuned.text.Characters;

/**
 * Finds the article inside a page: in one of the containers that name it so, else where Readability, the reader view of
 * browsers, finds it.
 */
public final class PageBodies {
    /** Fewer letters of prose, outside of links, are a notice and no article. */
    private static final int LEAST = 140;
    /** A page of more elements is a listing, or made to keep a machine busy. */
    private static final int MOST_ELEMENTS = 20_000;
    /** Readability's time grows with the depth; pages that people write are far from this. */
    private static final int DEEPEST = 100;

    private PageBodies() {}

    /** The article's HTML; null where the page holds none. The page stays as it is. */
    public static @Nullable String find(Document page) {
        if (page.getAllElements().size() > MOST_ELEMENTS) return null;
        var named = HtmlBlocks.article(page);
        if (!named.equals(page.body())) {
            var html = named.outerHtml();
            if (says(html)) return html;
        }
        if (depth(page) > DEEPEST) return null;
        var found = readable(page.clone());
        if (found == null) return null;
        var html = found.outerHtml();
        return says(html) ? html : null;
    }

    private static int depth(Document page) {
        var deepest = new int[1];
        page.traverse((_, depth) -> deepest[0] = Math.max(deepest[0], depth));
        return deepest[0];
    }

    private static @Nullable Element readable(Document page) {
        try {
            var base = page.baseUri().isEmpty() ? "https://page.invalid/" : page.baseUri();
            return new Readability4J(base, page).parse().getArticleContent();
        } catch (RuntimeException e) {
            return null; // a page that it cannot take apart
        }
    }

    private static boolean says(String html) {
        int letters = 0;
        for (var block : HtmlBlocks.parse(html, null).blocks()) {
            if (block.prose()) letters += weight(block.text()) - block.linked();
        }
        return letters >= LEAST;
    }

    /** Letters; those of Chinese, Japanese and Korean say three times as much. */
    private static int weight(String text) {
        return text.length() + 2 * Characters.countCjk(text);
    }
}
