package staytuned.article;

import static staytuned.db.schema.Tables.ARTICLES;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jooq.impl.DSL;
import staytuned.db.Tx;

/** The table of articles, as far as they wait for their date. */
final class ScheduledArticles {
    private static final int CHUNK = 500;

    private ScheduledArticles() {}

    /** The scheduled articles of a source whose date has come, by their keys. */
    static List<String> published(Tx tx, long newsletterId, long sourceId, Instant now) {
        return tx.sql().select(ARTICLES.IDENTITY)
                .from(ARTICLES)
                .where(
                        ARTICLES.NEWSLETTER_ID.eq(newsletterId),
                        ARTICLES.STATE.eq(ArticleState.SCHEDULED.column()),
                        ARTICLES.SOURCE_ID.eq(sourceId),
                        ARTICLES.PUBLISHED_AT.le(now))
                .fetch(ARTICLES.IDENTITY);
    }

    /** The scheduled articles with these keys are found at their dates; {@code again} has them read anew. */
    static void publish(Tx tx, long newsletterId, List<String> keys, boolean again) {
        for (int from = 0; from < keys.size(); from += CHUNK) {
            tx.sql().update(ARTICLES)
                    .set(ARTICLES.STATE, ArticleState.WAITING.column())
                    .set(ARTICLES.FOUND_AT, ARTICLES.PUBLISHED_AT)
                    .set(ARTICLES.VERSION, again ? DSL.inline("") : ARTICLES.VERSION)
                    .where(
                            ARTICLES.NEWSLETTER_ID.eq(newsletterId),
                            ARTICLES.STATE.eq(ArticleState.SCHEDULED.column()),
                            ARTICLES.IDENTITY.in(keys.subList(from, Math.min(from + CHUNK, keys.size()))))
                    .execute();
        }
    }

    /** At most {@code limit} scheduled articles of these sources, the nearest first. */
    static List<Coming> coming(Tx tx, long newsletterId, Collection<Long> sources, Instant now, int limit) {
        return tx.sql().select(ARTICLES.TITLE, ARTICLES.PUBLISHED_AT)
                .from(ARTICLES)
                .where(
                        ARTICLES.NEWSLETTER_ID.eq(newsletterId),
                        ARTICLES.STATE.eq(ArticleState.SCHEDULED.column()),
                        ARTICLES.SOURCE_ID.in(sources),
                        ARTICLES.PUBLISHED_AT.gt(now))
                .orderBy(ARTICLES.PUBLISHED_AT, ARTICLES.ID)
                .limit(limit)
                .fetch(row -> new Coming(row.value1(), row.value2()));
    }
}
