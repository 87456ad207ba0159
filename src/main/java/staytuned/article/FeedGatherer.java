package staytuned.article;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import staytuned.fetch.Fetched;
import staytuned.fetch.Fetcher;
import staytuned.newsletter.Newsletter;
import staytuned.reading.Reader;
import staytuned.text.Characters;

/** Looks at a feed. */
final class FeedGatherer {
    private final Fetcher fetcher;
    private final Completer completer;
    private final Reader reader = new Reader();

    FeedGatherer(Fetcher fetcher, Completer completer) {
        this.fetcher = fetcher;
        this.completer = completer;
    }

    /** {@code others} are the newsletter's other sources, which see to their own articles. */
    Gathered gather(Newsletter newsletter, Newsletter.Feed feed, Sources.Standing standing, Set<Long> others) {
        var start = start(feed, standing);
        return switch (fetcher.fetch(start, standing.etag(), standing.lastModified())) {
            case Fetched.Failed failed -> new Gathered.Failed(failed.reason(), failed.notBefore());
            case Fetched.Gone _ -> new Gathered.Ended("HTTP 410 gone for good");
            case Fetched.Unchanged same -> new Gathered.Unchanged(movedTo(feed, start, same.moved()));
            case Fetched.Changed changed -> switch (Feeds.parse(changed.text(), changed.at())) {
                case Feed.Unreadable unreadable -> new Gathered.Failed(unreadable.reason(), null);
                case Feed.Items items -> {
                    var hub = Hub.of(changed.links(), items.announced(), changed.at());
                    var found = new Gathered.Candidates(
                            candidates(newsletter, feed, items), items.problems(), changed.etag(),
                            changed.lastModified(), movedTo(feed, start, changed.moved()), hub, false);
                    // What nobody is mailed needs no page.
                    boolean baseline = standing.succeededAt() == null && !feed.sendsFirstPoll();
                    yield baseline ? found : completed(newsletter, feed, found, others);
                }
            };
        };
    }

    /**
     * Where it has moved to. While it fails there, its place in the config is asked every second time: the redirect may
     * have been a mistake.
     */
    private static URI start(Newsletter.Feed feed, Sources.Standing standing) {
        var moved = standing.movedTo();
        return moved == null || standing.failures() % 2 == 1 ? feed.url() : URI.create(moved);
    }

    private static @Nullable URI movedTo(Newsletter.Feed feed, URI start, @Nullable URI moved) {
        var now = moved == null ? start : moved;
        return now.equals(feed.url()) ? null : now;
    }

    private Gathered completed(Newsletter newsletter, Newsletter.Feed feed, Gathered.Candidates found,
            Set<Long> others) {
        var completed = completer.complete(newsletter, feed, found.candidates(), others);
        var problems = new ArrayList<>(found.problems());
        problems.addAll(completed.problems());
        // What is tried again must come again, although the feed has not changed by then.
        boolean again = completed.again();
        return new Gathered.Candidates(completed.candidates(), problems, again ? null : found.etag(),
                again ? null : found.lastModified(), found.movedTo(), found.hub(), completed.soon());
    }

    /** The candidates in what a hub has pushed; null where that is no feed, or some need their pages first. */
    @Nullable List<Candidate> pushed(
            Newsletter newsletter, Newsletter.Feed feed, Sources.Standing standing, String text) {
        return switch (Feeds.parse(text, start(feed, standing))) {
            case Feed.Unreadable _ -> null;
            case Feed.Items items -> {
                var found = candidates(newsletter, feed, items);
                yield found.stream().anyMatch(each -> Completer.wanted(feed, each.item())) ? null : found;
            }
        };
    }

    private List<Candidate> candidates(Newsletter newsletter, Newsletter.Feed feed, Feed.Items items) {
        var identities = Identity.of(items.items(), feed.location());
        var out = new ArrayList<Candidate>();
        for (int i = 0; i < identities.size(); i++) {
            var item = items.items().get(i);
            var identity = identities.get(i);
            var content = item.content();
            var name = Objects.requireNonNullElse(content.title(),
                    Objects.requireNonNullElse(item.link(), "without title"));
            var version = Identity.hash(content.body(), Objects.requireNonNullElse(content.title(), ""));
            out.add(new Candidate(
                    "item '" + Characters.cut(name, 100) + "' of " + feed.location(),
                    identity,
                    version,
                    item,
                    () -> read(identity, item, name, newsletter.language())));
        }
        return out;
    }

    private Finding read(Identity identity, Item item, String name, String language) {
        if (item.content().title() == null && item.content().body().isBlank()) {
            return Finding.unreadable(identity, name, language, "has neither title nor text");
        }
        try {
            return Finding.readable(identity, item, reader.read(item.content(), language));
        } catch (RuntimeException | StackOverflowError e) {
            return Finding.unreadable(
                    identity, name, language, "cannot be read: " + Characters.line(e.toString(), 300));
        }
    }
}
