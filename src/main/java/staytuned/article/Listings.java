package staytuned.article;

import static staytuned.db.schema.Tables.ARTICLES;

import java.util.List;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;

/** Lists articles, page after page, and decides about single ones that are held. */
public final class Listings {
    private final Database database;

    public Listings(Database database) {
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

    /** An article that is held may be mailed; false where it is not held. */
    public boolean release(long id) {
        return decide(id, ArticleState.WAITING);
    }

    /** An article that is held is never mailed; false where it is not held. */
    public boolean skip(long id) {
        return decide(id, ArticleState.SKIPPED);
    }

    private boolean decide(long id, ArticleState state) {
        return database.inTransaction(tx -> tx.sql().update(ARTICLES)
                        .set(ARTICLES.STATE, state.column())
                        .setNull(ARTICLES.REASON)
                        .where(ARTICLES.ID.eq(id), ARTICLES.STATE.eq(ArticleState.HELD.column()))
                        .execute()
                == 1);
    }
}
