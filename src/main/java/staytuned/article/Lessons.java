package staytuned.article;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import staytuned.reading.Habits;
import staytuned.reading.Traits;

/**
 * What the articles of one source have taught so far: how many there were, and how many had each trait. Bounded,
 * whatever the source sends: every {@value #AGING} articles all counts are halved, so that what stood in one article
 * only is forgotten; and when there are too many traits, no new one is taken up.
 */
final class Lessons {
    static final int MOST = 4_000;
    private static final int AGING = 100;
    /** A line in so many articles is boilerplate. */
    private static final int LINES = 3;
    /** After so many articles a marker counts, when four of five have it. */
    private static final int POSTS = 5;

    private final Map<Key, Count> counts = new LinkedHashMap<>();
    private final Map<Key, Count> before;

    /** What is counted. */
    enum Kind {
        ARTICLES, HEADED, LINE, HEADING, MARKER
    }

    record Key(Kind kind, String mark) {}

    /** How many articles had it, and for a marker the hash of what followed it the last time. */
    record Count(int articles, @Nullable String said) {}

    Lessons(Map<Key, Count> before) {
        this.before = Map.copyOf(before);
        counts.putAll(before);
    }

    /** As they were before this poll. */
    Map<Key, Count> before() {
        return before;
    }

    Map<Key, Count> counts() {
        return Map.copyOf(counts);
    }

    /** Takes one more article into account. */
    void learn(Traits traits) {
        add(new Key(Kind.ARTICLES, ""), null);
        if (!traits.headings().isEmpty()) add(new Key(Kind.HEADED, ""), null);
        for (var each : traits.lines()) add(new Key(Kind.LINE, each), null);
        for (var each : traits.headings()) add(new Key(Kind.HEADING, each), null);
        for (var each : traits.markers()) {
            var key = new Key(Kind.MARKER, each.mark());
            var known = counts.get(key);
            // The same words as the last time are a signature.
            if (known == null || !each.said().equals(known.said())) add(key, each.said());
        }
        if (count(Kind.ARTICLES, "") >= AGING) age();
    }

    private void add(Key key, @Nullable String said) {
        var known = counts.get(key);
        if (known == null && counts.size() >= MOST) return;
        counts.put(key, new Count(known == null ? 1 : known.articles() + 1, said));
    }

    private void age() {
        var old = new HashMap<>(counts);
        counts.clear();
        old.forEach((key, count) -> {
            if (count.articles() > 1) counts.put(key, new Count(count.articles() / 2, count.said()));
        });
    }

    Habits habits() {
        Set<String> lines = new HashSet<>();
        Set<String> markers = new HashSet<>();
        boolean template = template();
        counts.forEach((key, count) -> {
            if (key.kind() == Kind.LINE && count.articles() >= LINES) lines.add(key.mark());
            if (key.kind() != Kind.MARKER || count.articles() < POSTS) return;
            boolean heading = key.mark().startsWith("heading ");
            int all = count(heading ? Kind.HEADED : Kind.ARTICLES, "");
            if (count.articles() * 5 >= all * 4 && !(heading && template)) markers.add(key.mark());
        });
        return new Habits(lines, markers);
    }

    /** Whether its articles share more than one heading: then these are the parts of a form, as in recipes. */
    private boolean template() {
        int headed = count(Kind.HEADED, "");
        return counts.entrySet().stream()
                .filter(each -> each.getKey().kind() == Kind.HEADING && each.getValue().articles() * 2 >= headed)
                .count() > 1;
    }

    private int count(Kind kind, String mark) {
        var count = counts.get(new Key(kind, mark));
        return count == null ? 0 : count.articles();
    }
}
