package staytuned.followup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import staytuned.fetch.Links;
import staytuned.text.Characters;

/**
 * Finds the promises that a new article keeps. It is certain where the author says so, and only then; all else is for a
 * person to judge, since a link back with a fair score is wrong too often.
 *
 * <p>Below 30 articles of a source, how rare a word is says nothing yet: then only tags, the title and links count.
 */
public final class Matcher {
    private static final int ENOUGH_ARTICLES = 30;
    /** With a link back. */
    private static final double FAIR = 0.3;
    private static final double HIGH = 0.6;

    private final Terms terms = new Terms();
    private final Map<Long, Shelf> shelves = new HashMap<>();
    /** Both an index and its readers are replaced when articles come in. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Takes in articles that a new one can be told from, or their newer versions. */
    public void learn(List<Writing> articles) {
        lock.lock();
        try {
            var bySource = new HashMap<Long, List<Writing>>();
            for (var each : articles) bySource.computeIfAbsent(each.source(), _ -> new ArrayList<>()).add(each);
            bySource.forEach((source, some) -> shelves.computeIfAbsent(source, _ -> new Shelf(terms)).put(some));
        } finally {
            lock.unlock();
        }
    }

    /** Those of the {@code open} promises that the article surely keeps. */
    public List<Match> certain(Arrival arrival, List<Pledge> open) {
        var out = new ArrayList<Match>();
        Pledge part = null;
        for (var each : before(arrival, open)) {
            if (follows(arrival, each)) {
                out.add(new Match(each.id(), Match.Tier.CERTAIN, 1));
            } else if (nextPart(arrival.writing(), each) && (part == null || each.by().at().isAfter(part.by().at()))) {
                part = each; // a series that began anew: the newer one
            }
        }
        if (part != null) out.add(new Match(part.id(), Match.Tier.CERTAIN, 1));
        return out;
    }

    /** The one promise among the {@code open} ones, none of them certain, that the article perhaps keeps. */
    public @Nullable Match suggested(Arrival arrival, List<Pledge> open) {
        lock.lock();
        try {
            return before(arrival, open).stream()
                    .filter(each -> each.by().source() == arrival.writing().source())
                    .map(each -> suggestion(arrival, each))
                    .filter(each -> each.score() > 0)
                    .max(Comparator.comparingDouble(Match::score))
                    .orElse(null);
        } finally {
            lock.unlock();
        }
    }

    private static List<Pledge> before(Arrival arrival, List<Pledge> open) {
        var writing = arrival.writing();
        return open.stream()
                .filter(each -> each.by().id() != writing.id() && !each.by().at().isAfter(writing.at()))
                .toList();
    }

    /** The front matter names it: by its link, the end of its link, or its title. */
    private static boolean follows(Arrival arrival, Pledge pledge) {
        var named = arrival.follows();
        if (named == null) return false;
        if (plain(named).equals(plain(pledge.by().title()))) return true;
        var link = pledge.by().link();
        if (link == null) return false;
        var path = Links.canonical(link);
        var wanted = Links.canonical(named).replaceFirst("^/+", "");
        return !wanted.isEmpty() && (path.equals(wanted) || path.endsWith("/" + wanted));
    }

    /** The next number of the same series, unless the promise is about something else. */
    private boolean nextPart(Writing next, Pledge pledge) {
        var by = pledge.by();
        if (by.source() != next.source()) return false;
        var series = Series.of(next.title(), next.language());
        if (!Series.of(by.title(), by.language()).precedes(series)) return false;
        int named = Series.named(pledge.sentence(), by.language());
        if (named > 0) return named == series.part();
        if (pledge.topic() == null || serial(pledge)) return true;
        // What every title of the series says shows nothing.
        var topic = terms.set(pledge.topic(), by.language());
        topic.removeAll(terms.set(series.stem(), next.language()));
        return meet(topic, terms.set(next.title() + "\n" + next.text(), next.language())) > 0;
    }

    private static boolean serial(Pledge pledge) {
        return Vocabulary.of(pledge.by().language()).stream()
                .anyMatch(words -> words.pattern("serial").matcher(pledge.sentence()).find());
    }

    private Match suggestion(Arrival arrival, Pledge pledge) {
        var article = arrival.writing();
        var by = pledge.by();
        var link = by.link();
        boolean linked = link != null
                && arrival.links().stream().anyMatch(each -> Links.canonical(each).equals(Links.canonical(link)));
        var score = score(article, pledge, linked);
        return new Match(pledge.id(), Match.Tier.SUGGESTED, (linked && score >= FAIR) || score >= HIGH ? score : 0);
    }

    private double score(Writing article, Pledge pledge, boolean linked) {
        var by = pledge.by();
        var tags = share(article.tags(), by.tags());
        var earlier = Series.of(by.title(), by.language());
        var series = Series.of(article.title(), article.language());
        if (earlier.ofAnotherYearThan(series)) return 0;
        var about = pledge.topic() == null ? by.title() : pledge.topic();
        var title = terms.set(article.title(), article.language());
        if (earlier.sameAs(series)) title.removeAll(terms.set(series.stem(), article.language()));
        var stem = covered(terms.set(about, by.language()), title);
        if (earlier.sameAs(series) && (pledge.topic() == null || serial(pledge))) stem = 1;
        var shelf = shelves.get(article.source());
        if (shelf == null || shelf.size() < ENOUGH_ARTICLES) {
            return 0.6 * stem + 0.12 * tags + (linked ? 0.15 : 0);
        }
        return 0.5 * shelf.answers(about, article, by) + 0.15 * shelf.resembles(article, by) + 0.2 * stem
                + 0.05 * tags + (linked ? 0.1 : 0);
    }

    private static double share(Set<String> some, Set<String> others) {
        int smaller = Math.min(some.size(), others.size());
        return smaller == 0 ? 0 : (double) meet(some, others) / smaller;
    }

    /** How much of {@code wanted} is there; one word alone is half of it at most. */
    private static double covered(Set<String> wanted, Set<String> there) {
        return wanted.isEmpty() ? 0 : (double) meet(wanted, there) / Math.max(2, wanted.size());
    }

    private static int meet(Set<String> some, Set<String> others) {
        var both = new HashSet<>(some);
        both.retainAll(others);
        return both.size();
    }

    private static String plain(String title) {
        return Characters.spaced(title).toLowerCase(Locale.ROOT);
    }
}
