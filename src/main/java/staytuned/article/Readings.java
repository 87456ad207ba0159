package staytuned.article;

import static staytuned.db.schema.Tables.ARTICLES;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Tx;
import staytuned.reading.Reading;

/** The table of articles, as what an archive says of those that were mailed: without their bodies. */
public final class Readings {
    private static final List<Field<String>> SEARCHED =
            List.of(ARTICLES.TITLE, ARTICLES.LEAD, ARTICLES.CONCLUSION, ARTICLES.PROMISE);

    private Readings() {}

    /**
     * What an article says now.
     *
     * @param link where it stands on the web; null where unknown
     * @param revisedAt when that was last changed, after it was mailed; null where it was not
     */
    public record Said(long id, @Nullable String link, Reading reading, @Nullable Instant revisedAt) {}

    /** What these articles say, by their ids. */
    public static Map<Long, Said> of(Tx tx, Collection<Long> ids) {
        return tx.sql().select(
                        ARTICLES.ID, ARTICLES.LINK, ARTICLES.TITLE, ARTICLES.LANGUAGE, ARTICLES.LEAD,
                        ARTICLES.CONCLUSION, ARTICLES.PROMISE, ARTICLES.MINUTES, ARTICLES.REVISED_AT)
                .from(ARTICLES)
                .where(ARTICLES.ID.in(ids))
                .fetchMap(ARTICLES.ID, row -> new Said(
                        row.value1(),
                        row.value2(),
                        new Reading(row.value3(), row.value4(), row.value5(), row.value6(), row.value7(), row.value8()),
                        row.value9()));
    }

    /** The newest mailed articles in which each of these words stands somewhere, in whatever case. */
    public static Set<Long> matching(Tx tx, long newsletterId, List<String> words, int limit) {
        return tx.sql().select(ARTICLES.ID)
                .from(ARTICLES)
                .where(
                        ARTICLES.NEWSLETTER_ID.eq(newsletterId),
                        ARTICLES.STATE.eq(ArticleState.ISSUED.column()),
                        DSL.and(words.stream().map(Readings::holds).toList()))
                .orderBy(ARTICLES.ID.desc())
                .limit(limit)
                .fetchSet(ARTICLES.ID);
    }

    private static Condition holds(String word) {
        return DSL.or(SEARCHED.stream().map(each -> each.containsIgnoreCase(word)).toList());
    }
}
