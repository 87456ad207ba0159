package staytuned.article;

import static staytuned.db.schema.Tables.ARTICLES;
import static staytuned.db.schema.Tables.ARTICLE_NAMES;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import staytuned.db.Tx;

/** The table of names that articles are known by. */
final class Names {
    private static final int CHUNK = 500;

    private final long newsletterId;

    Names(long newsletterId) {
        this.newsletterId = newsletterId;
    }

    /** The articles that came under any of these names, each with those of the names that it had. */
    Map<Long, Set<String>> find(Tx tx, Collection<String> names) {
        var all = List.copyOf(names);
        var out = new HashMap<Long, Set<String>>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            tx.sql().select(ARTICLE_NAMES.ARTICLE_ID, ARTICLE_NAMES.NAME)
                    .from(ARTICLE_NAMES)
                    .where(
                            ARTICLE_NAMES.NEWSLETTER_ID.eq(newsletterId),
                            ARTICLE_NAMES.NAME.in(all.subList(from, Math.min(from + CHUNK, all.size()))))
                    .forEach(row -> out.computeIfAbsent(row.value1(), _ -> new HashSet<>()).add(row.value2()));
        }
        return out;
    }

    /** From now on the article is known by these names too, none of which it has. */
    void add(Tx tx, long articleId, Collection<String> names) {
        insert(tx, names.stream().map(each -> new Named(articleId, each)).toList());
    }

    /** As {@link #add}, for new articles by their identity's key. */
    void addNew(Tx tx, Map<String, Set<String>> namesByKey) {
        var keys = List.copyOf(namesByKey.keySet());
        for (int from = 0; from < keys.size(); from += CHUNK) {
            var named = new ArrayList<Named>();
            tx.sql().select(ARTICLES.ID, ARTICLES.IDENTITY)
                    .from(ARTICLES)
                    .where(
                            ARTICLES.NEWSLETTER_ID.eq(newsletterId),
                            ARTICLES.IDENTITY.in(keys.subList(from, Math.min(from + CHUNK, keys.size()))))
                    .forEach(row -> namesByKey.getOrDefault(row.value2(), Set.of())
                            .forEach(name -> named.add(new Named(row.value1(), name))));
            insert(tx, named);
        }
    }

    private record Named(long articleId, String name) {}

    private void insert(Tx tx, List<Named> names) {
        if (names.isEmpty()) return;
        var one = tx.sql().insertInto(
                        ARTICLE_NAMES, ARTICLE_NAMES.NEWSLETTER_ID, ARTICLE_NAMES.ARTICLE_ID, ARTICLE_NAMES.NAME)
                .values(newsletterId, 0L, "");
        // One statement, prepared once: an archive of 10,000 has 60,000 names.
        var values = names.stream()
                .map(each -> new Object[] {newsletterId, each.articleId(), each.name()})
                .toArray(Object[][]::new);
        tx.sql().batch(one).bind(values).execute();
    }
}
