package staytuned.article;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import staytuned.fetch.Fetched;
import staytuned.reading.Content;
import staytuned.reading.Html;
import staytuned.reading.PageBodies;
import staytuned.text.Characters;

/** The article that a page holds, or why it holds none. */
sealed interface PageArticle {
    record Read(Item item) implements PageArticle {}

    record None(String reason) implements PageArticle {}

    /** Takes the article from a page. */
    static PageArticle of(Fetched.Changed page) {
        var type = mediaType(page);
        if (type == null) return new None("is neither HTML nor text but " + page.contentType());
        var text = Characters.clean(page.text());
        if (text.isBlank()) return new None("is empty");
        if (!type.equals(Content.HTML)) {
            return new Read(new Item(null, null, null, new Content(type, text, null, null, page.at().toString())));
        }
        var parsed = Html.parse(text, page.at().toString());
        var body = PageBodies.find(parsed);
        if (body == null) return new None("holds no article: no running text was found on the page");
        var meta = PageMeta.of(parsed, page.at());
        return new Read(new Item(null, meta.author(), meta.published(),
                new Content(type, body, meta.title(), meta.language(), meta.link())));
    }

    /** HTML, Markdown or text; null for anything else. */
    static @Nullable String mediaType(Fetched.Changed page) {
        var type = page.contentType() == null ? ""
                : page.contentType().toLowerCase(Locale.ROOT).replaceFirst("[;\\s].*", "");
        return switch (type) {
            case "text/html", "application/xhtml+xml" -> Content.HTML;
            case "text/markdown" -> Content.MARKDOWN;
            case "text/plain" -> markdown(page.at()) ? Content.MARKDOWN : Content.TEXT;
            case "" -> Feeds.mediaType(page.text());
            default -> null;
        };
    }

    private static boolean markdown(URI at) {
        var path = at.getPath() == null ? "" : at.getPath();
        return path.endsWith(".md") || path.endsWith(".markdown");
    }
}
