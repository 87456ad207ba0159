package staytuned.issue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.article.Article;
import staytuned.article.Articles;
import staytuned.article.Writings;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.followup.Dates;
import staytuned.followup.Matcher;
import staytuned.followup.Pledge;
import staytuned.followup.Series;
import staytuned.followup.Topics;
import staytuned.followup.Writing;

/**
 * Keeps what articles promise, and finds the later ones that keep it.
 *
 * <p>An article is compared as soon as it waits, so that an admin may confirm what is only likely before its letter is
 * frozen. What is certain is decided when the letter is frozen, in the same transaction.
 */
public final class Tracker {
    private static final Logger LOG = LoggerFactory.getLogger(Tracker.class);

    /** So many articles of a newsletter are compared with, the newest. */
    private static final int LIBRARY = 5_000;

    private static final int AT_ONCE = 100;
    private static final Duration EXPIRY = Duration.ofHours(1);

    private final Database database;
    private final Articles articles;
    private final Promises promises;
    private final SiteLinks links;
    private final InstantSource clock;
    private final Matcher matcher = new Matcher();
    /** The last article of each newsletter that the matcher knows. */
    private final Map<Long, Long> learned = new ConcurrentHashMap<>();
    /** The waiting articles that have been compared, by newsletter, as they were then. */
    private final Map<Long, Map<Long, String>> compared = new HashMap<>();

    private Instant expireAt = Instant.MIN;

    public Tracker(Database database, Articles articles, Promises promises, SiteLinks links, InstantSource clock) {
        this.database = database;
        this.articles = articles;
        this.promises = promises;
        this.links = links;
        this.clock = clock;
    }

    /** Compares the articles of a newsletter that have come to wait, or have changed since, with its open promises. */
    void look(long newsletterId) {
        expire();
        if (!promises.anyOpen(newsletterId)) return;
        var waiting = articles.waitingVersions(newsletterId, AT_ONCE);
        var before = compared.put(newsletterId, waiting);
        waiting.forEach((id, version) -> {
            if (before != null && version.equals(before.get(id))) return;
            articles.find(id).ifPresent(article -> database.run(tx -> {
                promises.withdraw(tx, id, clock.instant());
                suggest(tx, article);
            }));
        });
    }

    private void expire() {
        var now = clock.instant();
        if (now.isBefore(expireAt)) return;
        promises.expire(now);
        expireAt = now.plus(EXPIRY);
    }

    /** Keeps the promises that an article surely keeps, and gives what its letter says about earlier ones. */
    FollowUp follow(Tx tx, Article article) {
        var now = clock.instant();
        var open = open(tx, article);
        if (!open.isEmpty()) {
            var arrival = Writings.arrival(tx, article);
            for (var match : matcher.certain(arrival, open)) {
                if (!promises.keep(tx, match.promise(), article.id(), match.score(), now)) continue;
                LOG.info("article {} \"{}\" keeps promise {}",
                        article.id(), article.reading().title(), match.promise());
            }
        }
        if (promises.of(tx, article.id()).isEmpty()) suggest(tx, article);
        return recall(tx, article);
    }

    /** What the letter of an article that went out says about earlier ones. */
    FollowUp recall(Tx tx, Article article) {
        return followUp(tx, article.newsletterId(), promises.of(tx, article.id()));
    }

    /** Keeps the promise that an article itself makes. */
    void note(Tx tx, Article article, long issueId) {
        var sentence = article.reading().promise();
        if (sentence == null || sentence.isBlank()) return;
        var language = article.reading().language();
        var at = article.publishedAt() == null ? article.foundAt() : article.publishedAt();
        var dueOn = Dates.of(sentence, language, at.atZone(ZoneOffset.UTC).toLocalDate());
        promises.make(tx, article, sentence, new Promises.Named(Topics.of(sentence, language), dueOn), issueId,
                clock.instant());
    }

    private void suggest(Tx tx, Article article) {
        var open = open(tx, article);
        if (open.isEmpty()) return;
        var arrival = Writings.arrival(tx, article);
        if (!matcher.certain(arrival, open).isEmpty()) return;
        learn(tx, article.newsletterId(), arrival.writing());
        var match = matcher.suggested(arrival, open);
        if (match == null) return;
        if (!promises.suggest(tx, match.promise(), article.id(), match.score(), clock.instant())) return;
        LOG.info("article {} \"{}\" perhaps keeps promise {}: see \"./staytuned promises\"",
                article.id(), article.reading().title(), match.promise());
    }

    /** The articles that are new since the last time, and this one, which may have changed. */
    private void learn(Tx tx, long newsletterId, Writing article) {
        var fresh = Writings.after(tx, newsletterId, learned.getOrDefault(newsletterId, 0L), LIBRARY);
        matcher.learn(fresh);
        matcher.learn(List.of(article));
        if (!fresh.isEmpty()) learned.merge(newsletterId, fresh.getLast().id(), Math::max);
    }

    private List<Pledge> open(Tx tx, Article article) {
        var open = promises.openFor(tx, article.newsletterId(), article.id(), clock.instant());
        if (open.isEmpty()) return List.of();
        var by = writings(tx, open);
        var out = new ArrayList<Pledge>();
        for (var each : open) {
            var writing = by.get(each.articleId());
            if (writing != null) out.add(new Pledge(each.id(), writing, each.sentence(), each.topic()));
        }
        return out;
    }

    private FollowUp followUp(Tx tx, long newsletterId, List<Promise> found) {
        if (found.isEmpty()) return FollowUp.NONE;
        var by = writings(tx, found);
        var kept = new ArrayList<FollowUp.Earlier>();
        var related = new ArrayList<FollowUp.Earlier>();
        for (var each : found) {
            var writing = by.get(each.articleId());
            if (writing == null) continue;
            var earlier = new FollowUp.Earlier(
                    each.issueId(), each.sentence(), writing.title(), links.issue(newsletterId, each.issueId()));
            (each.state() == PromiseState.KEPT ? kept : related).add(earlier);
        }
        return new FollowUp(List.copyOf(kept), List.copyOf(related), List.of());
    }

    private Map<Long, Writing> writings(Tx tx, List<Promise> some) {
        return Writings.of(tx, some.stream().map(Promise::articleId).distinct().toList()).stream()
                .collect(Collectors.toMap(Writing::id, Function.identity()));
    }

    /** As given, but for the parts of one series from the same day: those go out by their numbers. */
    static List<Article> inOrder(List<Article> waiting) {
        record Day(String stem, int year, Object day) {}
        var places = new HashMap<Day, List<Integer>>();
        for (int i = 0; i < waiting.size(); i++) {
            var article = waiting.get(i);
            var series = Series.of(article.reading().title(), article.reading().language());
            var at = article.publishedAt() == null ? article.foundAt() : article.publishedAt();
            if (series.part() == 0) continue;
            var day = new Day(series.stem(), series.year(), at.atZone(ZoneOffset.UTC).toLocalDate());
            places.computeIfAbsent(day, _ -> new ArrayList<>()).add(i);
        }
        var ordered = new ArrayList<>(waiting);
        for (var some : places.values()) {
            var parts = some.stream().map(waiting::get)
                    .sorted(Comparator.comparingInt(Tracker::part))
                    .toList();
            for (int i = 0; i < parts.size(); i++) ordered.set(some.get(i), parts.get(i));
        }
        return ordered;
    }

    private static int part(Article article) {
        return Series.of(article.reading().title(), article.reading().language()).part();
    }
}
