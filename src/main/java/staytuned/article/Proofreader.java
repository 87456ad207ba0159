package staytuned.article;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Database;
import staytuned.fetch.Fetcher;
import staytuned.newsletter.Newsletter;

/**
 * Sees to it that an article is frozen as it is now, and not when it was taken back: before that, its source is polled
 * again. A source that fails just then delays its articles by half an hour at most, and not at all where it would only
 * be asked later than that.
 */
public final class Proofreader {
    private static final Logger LOG = LoggerFactory.getLogger(Proofreader.class);

    /** What was polled since then need not be polled again. */
    private static final Duration RECENT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    /** A poll that was under way when the source was asked again may set its next one this far off, and no nearer. */
    private static final Duration SOON = Duration.ofMinutes(5);
    /** How many pages are asked for at the most, and at once. */
    private static final int PAGES = 40;
    private static final int AT_ONCE = 4;
    /** How many articles to come a letter names at the most. */
    private static final int COMING = 3;

    private final Database database;
    private final Sources sources;
    private final Articles articles;
    private final Fetcher fetcher;
    private final InstantSource clock;
    private final Map<Long, Instant> asked = new HashMap<>();

    public Proofreader(Sources sources, Articles articles, Fetcher fetcher, InstantSource clock) {
        this.database = sources.database();
        this.sources = sources;
        this.articles = articles;
        this.fetcher = fetcher;
        this.clock = clock;
    }

    /**
     * Has the sources of the waiting articles that were found by {@code foundBy} polled again, and gives those that are
     * not yet: their articles rest a moment longer.
     */
    public Set<Long> resting(Newsletter newsletter, Instant foundBy) {
        var now = clock.instant();
        var due = articles.sourcesWaiting(newsletter.id(), foundBy);
        if (due.isEmpty()) return Set.of();
        var named = newsletter.sources().stream().map(Newsletter.Source::location).collect(Collectors.toSet());
        var out = new HashSet<Long>();
        for (var each : sources.list(newsletter.id())) {
            boolean polled = named.contains(each.location()) && each.endedAt() == null;
            if (polled && due.contains(each.id()) && !read(each, now)) out.add(each.id());
        }
        return out;
    }

    /** Whether it was polled a moment ago, or there is no use in waiting for it. */
    private boolean read(Sources.Standing source, Instant now) {
        var since = asked.putIfAbsent(source.id(), now);
        var wanted = since == null ? now.minus(RECENT) : since;
        var succeeded = source.succeededAt();
        boolean first = since == null;
        var until = (since == null ? now : since).plus(PATIENCE);
        boolean hopeless = !now.isBefore(until) || (source.failures() > 0 && source.nextPollAt().isAfter(until));
        boolean fresh = succeeded != null && !succeeded.isBefore(wanted);
        if (fresh || hopeless) {
            asked.remove(source.id());
            if (!fresh) LOG.warn("source {}: fails; its articles are mailed as they were", source.location());
            return true;
        }
        if (source.failures() == 0 && (first || source.nextPollAt().isAfter(now.plus(SOON)))) {
            sources.hurry(source, now);
        }
        return false;
    }

    /**
     * The next articles that letters may say are coming: those that a feed shows, and, only where the newsletter says
     * so, those of its folders and exports.
     */
    public List<Coming> coming(Newsletter newsletter) {
        boolean all = newsletter.cadence().coming();
        var shown = newsletter.sources().stream()
                .filter(each -> all || each instanceof Newsletter.Feed)
                .map(Newsletter.Source::location)
                .collect(Collectors.toSet());
        var ids = sources.list(newsletter.id()).stream()
                .filter(each -> each.endedAt() == null && shown.contains(each.location()))
                .map(Sources.Standing::id)
                .toList();
        return ids.isEmpty() ? List.of() : database.inTransaction(tx ->
                ScheduledArticles.coming(tx, newsletter.id(), ids, clock.instant(), COMING));
    }

    /** Withdraws the waiting articles that are gone from their feed and whose own page is gone too. */
    public void withdrawGone(Newsletter newsletter, Instant foundBy) {
        var missing = articles.missing(newsletter.id(), foundBy, PAGES);
        if (missing.isEmpty()) return;
        try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            missing.forEach((id, link) -> threads.execute(() -> {
                if (!fetcher.pages().isGone(URI.create(link))) return;
                LOG.info("article {}: withdrawn: its page {} is gone", id, link);
                database.run(tx -> articles.withdraw(tx, id, "withdrawn: is gone from its feed, and so is its page"));
            }));
        }
    }
}
