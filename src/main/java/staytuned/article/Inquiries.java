package staytuned.article;

import static staytuned.db.schema.Tables.ARTICLES;
import static staytuned.db.schema.Tables.SOURCES;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.fetch.Links;
import staytuned.newsletter.Newsletter;
import staytuned.text.Characters;

/** The table of articles, as an admin asks about them. */
public final class Inquiries {
    private static final int MOST = 20;
    /** An id, a title or a link is no longer. */
    private static final int LONGEST = 2000;

    private final Database database;

    /**
     * An article, and what its own row does not say of it.
     *
     * @param source where it came from
     * @param unread whether its page is still to be read
     * @param missing whether it is in its source no longer
     * @param tags as its source writes them
     */
    public record Found(Article article, String source, boolean unread, boolean missing, Set<String> tags) {}

    public Inquiries(Database database) {
        this.database = database;
    }

    /**
     * At most {@code limit} articles before the one with the id {@code before}, those found last first.
     *
     * @param newsletterId null for those of all newsletters
     * @param state null for any
     */
    public List<Article> page(@Nullable Long newsletterId, @Nullable ArticleState state, long before, int limit) {
        var of = newsletterId == null ? DSL.noCondition() : ARTICLES.NEWSLETTER_ID.eq(newsletterId);
        var in = state == null ? DSL.noCondition() : ARTICLES.STATE.eq(state.column());
        return database.inTransaction(tx -> tx.sql().selectFrom(ARTICLES)
                .where(ARTICLES.ID.lt(before), of, in)
                .orderBy(ARTICLES.ID.desc())
                .limit(limit)
                .fetch(Articles::article));
    }

    /** At most {@code limit} articles of a newsletter that are in one of these states, oldest first. */
    public List<Found> in(long newsletterId, Collection<ArticleState> states, int limit) {
        var columns = states.stream().map(ArticleState::column).toList();
        return database.inTransaction(tx -> found(tx, tx.sql().select(ARTICLES.ID)
                .from(ARTICLES)
                .where(ARTICLES.NEWSLETTER_ID.eq(newsletterId), ARTICLES.STATE.in(columns))
                .orderBy(DSL.coalesce(ARTICLES.PUBLISHED_AT, ARTICLES.FOUND_AT), ARTICLES.FOUND_AT, ARTICLES.ID)
                .limit(limit)
                .fetch(ARTICLES.ID)));
    }

    /**
     * The articles of a newsletter that {@code wanted} may mean, the newest first: by an id, a guid, a link in any
     * spelling, a title, or else the end of a link. None of them is looked for where an earlier one has found any.
     */
    public List<Found> named(Newsletter newsletter, String wanted) {
        var text = Characters.clean(wanted).strip();
        if (text.isEmpty() || text.length() > LONGEST) return List.of();
        return database.inTransaction(tx -> {
            var ids = text.matches("\\d{1,18}") ? byId(tx, newsletter, Long.parseLong(text)) : List.<Long>of();
            if (ids.isEmpty()) ids = byName(tx, newsletter, text);
            if (ids.isEmpty()) ids = byTitle(tx, newsletter, text);
            if (ids.isEmpty()) ids = byEnd(tx, newsletter, text);
            return found(tx, ids);
        });
    }

    private static List<Long> byId(Tx tx, Newsletter newsletter, long id) {
        return tx.sql().select(ARTICLES.ID)
                .from(ARTICLES)
                .where(ARTICLES.ID.eq(id), ARTICLES.NEWSLETTER_ID.eq(newsletter.id()))
                .fetch(ARTICLES.ID);
    }

    /** By a guid or a link under which it ever came. */
    private static List<Long> byName(Tx tx, Newsletter newsletter, String text) {
        var names = new HashSet<String>();
        names.add(Identity.hash("guid", text));
        names.add(Identity.hash("link", Links.canonical(text)));
        names.add(Identity.hash("link", Links.withFragment(text)));
        var locations = tx.sql().select(SOURCES.LOCATION)
                .from(SOURCES)
                .where(SOURCES.NEWSLETTER_ID.eq(newsletter.id()))
                .fetch(SOURCES.LOCATION);
        for (var location : locations) {
            names.add(Identity.hash("guid", location, text));
            var file = text.startsWith(location + "/") ? text.substring(location.length() + 1) : text;
            names.add(Identity.hash("file", location, file));
        }
        return new TreeSet<>(new Names(newsletter.id()).find(tx, names).keySet()).descendingSet().stream()
                .limit(MOST)
                .toList();
    }

    private static List<Long> byTitle(Tx tx, Newsletter newsletter, String text) {
        return tx.sql().select(ARTICLES.ID)
                .from(ARTICLES)
                .where(ARTICLES.NEWSLETTER_ID.eq(newsletter.id()))
                .and(DSL.lower(ARTICLES.TITLE).eq(Characters.spaced(text).toLowerCase(Locale.ROOT)))
                .orderBy(ARTICLES.ID.desc())
                .limit(MOST)
                .fetch(ARTICLES.ID);
    }

    private static List<Long> byEnd(Tx tx, Newsletter newsletter, String text) {
        return tx.sql().select(ARTICLES.ID)
                .from(ARTICLES)
                .where(ARTICLES.NEWSLETTER_ID.eq(newsletter.id()))
                .and(ARTICLES.LINK.endsWith(text).or(ARTICLES.LINK.endsWith(text + "/")))
                .orderBy(ARTICLES.ID.desc())
                .limit(MOST)
                .fetch(ARTICLES.ID);
    }

    private static List<Found> found(Tx tx, List<Long> ids) {
        var rows = tx.sql().select(ARTICLES.asterisk(), SOURCES.LOCATION)
                .from(ARTICLES)
                .join(SOURCES).on(SOURCES.ID.eq(ARTICLES.SOURCE_ID))
                .where(ARTICLES.ID.in(ids))
                .fetch(row -> new Found(
                        Articles.article(row),
                        row.get(SOURCES.LOCATION),
                        row.get(ARTICLES.MEDIA_TYPE).equals(Unread.MEDIA_TYPE),
                        row.get(ARTICLES.MISSING_SINCE) != null,
                        tags(row.get(ARTICLES.TAGS))));
        var byId = rows.stream().collect(Collectors.toMap(each -> each.article().id(), each -> each));
        return ids.stream().filter(byId::containsKey).map(byId::get).toList();
    }

    private static Set<String> tags(@Nullable String tags) {
        return tags == null ? Set.of() : Set.copyOf(tags.lines().toList());
    }
}
