package staytuned.article;

import java.net.URI;
import java.util.Locale;
import staytuned.fetch.Links;
import staytuned.reading.Content;
import staytuned.reading.Html;

/** Reads a feed of any kind: RSS, Atom, JSON Feed. */
final class Feeds {
    /** How much of a page that is no feed is looked at. */
    private static final int HEAD = 100_000;

    private Feeds() {}

    /** Parses {@code text}, which was found {@code at}. */
    static Feed parse(String text, URI at) {
        var start = text.substring(0, Math.min(text.length(), 1000)).stripLeading().replace("\uFEFF", "");
        if (start.isEmpty()) {
            return new Feed.Unreadable(text.isBlank() ? "the answer is empty" : "not a feed but white space");
        }
        if (start.startsWith("{")) return JsonFeeds.parse(text, at);
        if (html(start)) return new Feed.Unreadable("an HTML page and not a feed" + advice(text, at));
        if (!start.startsWith("<")) return new Feed.Unreadable("neither XML nor JSON, so not a feed");
        return XmlFeeds.parse(text, at);
    }

    private static boolean html(String start) {
        var lower = start.toLowerCase(Locale.ROOT).replaceFirst("^<\\?xml[^>]{0,200}>\\s*", "")
                .replaceFirst("^(?:<!--.{0,500}?-->\\s*)+", "");
        return lower.startsWith("<!doctype html") || lower.startsWith("<html") || lower.startsWith("<head")
                || lower.startsWith("<body");
    }

    /** Pages name their feeds: say which, so that the admin need not look. */
    private static String advice(String html, URI at) {
        var feed = Html.parse(html.substring(0, Math.min(html.length(), HEAD)), at.toString())
                .selectFirst("link[rel~=alternate][type~=(rss|atom|feed)]");
        var address = feed == null ? null : Links.absolute(feed.attr("href"), at);
        return address == null ? "" : "; the page names this feed: " + address;
    }

    /** The media type of a body that its feed does not name clearly: without any tag it is plain text. */
    static String mediaType(String body) {
        for (int i = body.indexOf('<'); i >= 0 && i + 1 < body.length(); i = body.indexOf('<', i + 1)) {
            char next = body.charAt(i + 1);
            if (Character.isLetter(next) || next == '/' || next == '!') return Content.HTML;
        }
        return Content.TEXT;
    }
}
