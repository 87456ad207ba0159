package staytuned.article;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import staytuned.fetch.Fetched;
import staytuned.fetch.Fetcher;
import staytuned.fetch.Links;
import staytuned.reading.Html;
import staytuned.text.Characters;

/** Finds the feed of a site: where its page says, else in the usual places. */
public final class FeedFinder {
    private static final List<String> USUAL =
            List.of("feed/", "feed", "rss.xml", "atom.xml", "index.xml", "feed.xml", "feed.json");
    private static final int MOST_NAMED = 5;
    private static final int LONGEST_TITLE = 100;

    private final Fetcher fetcher;

    /**
     * A feed.
     *
     * @param title what its site calls itself; null where that is not known
     * @param language of its site, a BCP 47 tag; null where that is not known
     */
    public record Found(URI feed, @Nullable String title, @Nullable String language) {}

    /** The sentence says why there is none. */
    public static final class NotFound extends RuntimeException {
        NotFound(String says) {
            super(says);
        }
    }

    public FeedFinder(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    /**
     * The feed at an address, or of the site there.
     *
     * @throws NotFound there is none, or nothing can be had there
     */
    public Found find(URI site) {
        var there = fetcher.page(site, null, null);
        if (!(there instanceof Fetched.Changed page)) throw new NotFound(site + ": " + reason(there));
        if (isFeed(page)) return new Found(site, null, null);
        var html = Html.parse(page.text(), page.at().toString());
        var candidates = new LinkedHashSet<URI>();
        html.select("link[rel~=alternate][type~=(rss|atom|feed)]").stream()
                .limit(MOST_NAMED)
                .map(each -> Links.absolute(each.attr("href"), page.at()))
                .forEach(each -> {
                    if (each != null) candidates.add(URI.create(each));
                });
        USUAL.forEach(each -> candidates.add(page.at().resolve("/" + each)));
        for (var each : candidates) {
            if (fetcher.fetch(each, null, null) instanceof Fetched.Changed feed && isFeed(feed)) {
                return new Found(each, title(html).orElse(null), language(html));
            }
        }
        throw new NotFound(site + ": its page names no feed, and none is where feeds usually are; give the feed's own "
                + "address, or a folder of articles");
    }

    private static boolean isFeed(Fetched.Changed fetched) {
        return Feeds.parse(fetched.text(), fetched.at()) instanceof Feed.Items;
    }

    private static String reason(Fetched fetched) {
        return switch (fetched) {
            case Fetched.Failed failed -> failed.reason();
            case Fetched.Gone _ -> "it is gone for good";
            case Fetched.Changed _, Fetched.Unchanged _ -> "it cannot be read";
        };
    }

    private static Optional<String> title(Document html) {
        var named = html.selectFirst("meta[property=og:site_name]");
        var title = Characters.line(named == null ? html.title() : named.attr("content"), LONGEST_TITLE);
        return title == null || title.isBlank() ? Optional.empty() : Optional.of(title.strip());
    }

    private static @Nullable String language(Document html) {
        var root = html.selectFirst("html[lang]");
        return root == null || root.attr("lang").isBlank() ? null : root.attr("lang").strip();
    }
}
