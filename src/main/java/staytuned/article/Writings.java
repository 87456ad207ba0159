package staytuned.article;

import static staytuned.db.schema.Tables.ARTICLES;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Record;
import staytuned.db.Tx;
import staytuned.followup.Arrival;
import staytuned.followup.Writing;
import staytuned.reading.Bodies;

/** The table of articles, as those among which an earlier promise is made or kept. */
public final class Writings {
    private Writings() {}

    /** Those of a newsletter with an id above {@code after}, the newest {@code limit} of them, oldest first. */
    public static List<Writing> after(Tx tx, long newsletterId, long after, int limit) {
        return select(tx, limit, ARTICLES.NEWSLETTER_ID.eq(newsletterId), ARTICLES.ID.gt(after)).reversed();
    }

    /** Those of these articles that there are, newest first. */
    public static List<Writing> of(Tx tx, Collection<Long> ids) {
        return select(tx, ids.size(), ARTICLES.ID.in(ids));
    }

    /** An article as one that may keep an earlier promise. */
    public static Arrival arrival(Tx tx, Article article) {
        var row = tx.sql().selectFrom(ARTICLES).where(ARTICLES.ID.eq(article.id())).fetchSingle();
        return new Arrival(writing(row), Bodies.links(article.content()), row.getFollows());
    }

    private static List<Writing> select(Tx tx, int limit, Condition... which) {
        return tx.sql().select(
                        ARTICLES.ID, ARTICLES.SOURCE_ID, ARTICLES.TITLE, ARTICLES.LANGUAGE, ARTICLES.LEAD,
                        ARTICLES.CONCLUSION, ARTICLES.TAGS, ARTICLES.PUBLISHED_AT, ARTICLES.FOUND_AT, ARTICLES.LINK)
                .from(ARTICLES)
                .where(which)
                .and(ARTICLES.STATE.ne(ArticleState.UNREADABLE.column()))
                .orderBy(ARTICLES.ID.desc())
                .limit(limit)
                .fetch(Writings::writing);
    }

    private static Writing writing(Record row) {
        var published = row.get(ARTICLES.PUBLISHED_AT);
        var tags = row.get(ARTICLES.TAGS);
        return new Writing(
                row.get(ARTICLES.ID),
                row.get(ARTICLES.SOURCE_ID),
                row.get(ARTICLES.TITLE),
                row.get(ARTICLES.LANGUAGE),
                Objects.toString(row.get(ARTICLES.LEAD), "") + "\n"
                        + Objects.toString(row.get(ARTICLES.CONCLUSION), ""),
                tags == null ? Set.of() : Set.copyOf(tags.lines().toList()),
                published == null ? row.get(ARTICLES.FOUND_AT) : published,
                row.get(ARTICLES.LINK));
    }
}
