package staytuned.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a newsletter's articles come from. */
public sealed interface SourceSettings permits FeedSettings, FolderSettings, ExportSettings, SitemapSettings,
        PageSettings {
    /** The keys of which a source has one. */
    List<String> KINDS = List.of("feed", "folder", "export", "sitemap", "page");

    /** How long to wait between two polls. */
    Duration poll();

    /** Whether what is there at the first poll is mailed, or is the baseline that mails nothing. */
    boolean sendsFirstPoll();

    /** How many new articles of one poll may be mailed without an admin's word; 0 for any number. */
    int flood();

    /**
     * Reads one source.
     *
     * @param earlier places of the sources above it in the same newsletter; its own is added
     */
    static @Nullable SourceSettings read(Section keys, Set<Object> earlier) {
        var kinds = keys.oneOf(KINDS);
        if (kinds.isEmpty()) {
            keys.mistake("feed", "missing; a source has one of feed, folder, export, sitemap or page, such as "
                    + "\"feed: https://example.org/feed/\"");
        }
        for (var other : kinds.stream().skip(1).toList()) {
            keys.mistake(kinds.getFirst(), "stands beside " + (other.equals("export") ? "an " : "a ") + other
                    + "; make two sources of them, each with its own \"- \"");
        }
        var kind = kinds.isEmpty() ? "feed" : kinds.getFirst();
        var feed = keys.maybe("feed", Hosts::feedUrl);
        var path = keys.maybe("folder", keys.reading()::folder);
        var export = keys.maybe("export", keys.reading()::file);
        var sitemap = keys.maybe("sitemap", Hosts::sitemapUrl);
        var page = keys.maybe("page", Hosts::pageUrl);
        var usual = switch (kind) {
            case "folder", "export" -> Duration.ofSeconds(10);
            case "sitemap" -> Duration.ofHours(1);
            default -> Duration.ofMinutes(10);
        };
        var least = Duration.ofSeconds(path != null || export != null ? 1 : 10);
        var poll = keys.or("poll", usual, text -> Notation.duration(text, least));
        // A page is named because it is to be mailed; all else may hold years of articles.
        var first = kind.equals("page") ? FirstPoll.SEND : FirstPoll.BASELINE;
        boolean sends = keys.or("first-poll", first, text -> Notation.word(FirstPoll.class, text)) == FirstPoll.SEND;
        int flood = keys.or("flood", 20, text -> Notation.whole(text, 0, 10_000));
        var fullText = kind.equals("feed")
                ? keys.or("full-text", FullText.AUTO, text -> Notation.word(FullText.class, text))
                : FullText.NEVER;
        if (!kind.equals("feed")) keys.refuse("full-text", "is for feeds; all others hold whole articles; remove it");
        var only = kind.equals("sitemap") ? keys.or("only", "", Notation::pathPattern) : "";
        if (!kind.equals("sitemap")) keys.refuse("only", "is for sitemaps; remove it");
        Object place = switch (kind) {
            case "folder" -> path;
            case "export" -> export;
            case "sitemap" -> sitemap;
            case "page" -> page;
            default -> feed;
        };
        if (place != null && !earlier.add(place)) {
            keys.mistake(kind, "stands twice in this newsletter; remove one of them");
        }
        if (feed != null) return new FeedSettings(feed, fullText, poll, sends, flood);
        if (path != null) return new FolderSettings(path, poll, sends, flood);
        if (export != null) return new ExportSettings(export, poll, sends, flood);
        if (sitemap != null) return new SitemapSettings(sitemap, only, poll, sends, flood);
        return page == null ? null : new PageSettings(page, poll, sends, flood);
    }
}
