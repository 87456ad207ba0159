package staytuned.article;

import static staytuned.db.schema.Tables.ARTICLES;

import org.jooq.Condition;
import staytuned.db.Database;

/** What becomes of the articles that are held, in the table of articles. */
public final class Decisions {
    private final Database database;

    public Decisions(Database database) {
        this.database = database;
    }

    /** What of a newsletter was held may be mailed; gives how many they are. */
    public int releaseHeld(long newsletterId) {
        return decide(ARTICLES.NEWSLETTER_ID.eq(newsletterId), ArticleState.WAITING);
    }

    /** What of a newsletter was held is never mailed; gives how many they are. */
    public int skipHeld(long newsletterId) {
        return decide(ARTICLES.NEWSLETTER_ID.eq(newsletterId), ArticleState.SKIPPED);
    }

    /** An article that is held may be mailed; false where it is not held. */
    public boolean release(long id) {
        return decide(ARTICLES.ID.eq(id), ArticleState.WAITING) == 1;
    }

    /** An article that is held is never mailed; false where it is not held. */
    public boolean skip(long id) {
        return decide(ARTICLES.ID.eq(id), ArticleState.SKIPPED) == 1;
    }

    private int decide(Condition which, ArticleState state) {
        return database.inTransaction(tx -> tx.sql().update(ARTICLES)
                .set(ARTICLES.STATE, state.column())
                .setNull(ARTICLES.REASON)
                .where(which, ARTICLES.STATE.eq(ArticleState.HELD.column()))
                .execute());
    }
}
