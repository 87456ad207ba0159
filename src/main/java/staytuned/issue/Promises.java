package staytuned.issue;

import static staytuned.db.schema.Tables.PROMISES;
import static staytuned.db.schema.Tables.PROMISE_REFUSALS;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.article.Article;
import staytuned.db.Database;
import staytuned.db.Tx;

/** The table of promises: one for each article that made one, and kept once. */
public final class Promises {
    /** After this, nobody remembers. */
    private static final int EXPIRE_MONTHS = 24;

    private static final int MOST = 500;
    private static final String ADMIN = "admin";

    private final Database database;

    /** What a promise names. */
    record Named(@Nullable String topic, @Nullable LocalDate dueOn) {}

    public Promises(Database database) {
        this.database = database;
    }

    /** Keeps the promise of an article that has just gone into an issue. */
    void make(Tx tx, Article article, String sentence, Named named, long issueId, Instant now) {
        tx.insertNew(tx.sql().insertInto(PROMISES)
                .set(PROMISES.NEWSLETTER_ID, article.newsletterId())
                .set(PROMISES.ARTICLE_ID, article.id())
                .set(PROMISES.ISSUE_ID, issueId)
                .set(PROMISES.SENTENCE, sentence)
                .set(PROMISES.TOPIC, named.topic())
                .set(PROMISES.DUE_ON, named.dueOn())
                .set(PROMISES.LANGUAGE, article.reading().language())
                .set(PROMISES.MADE_AT, now)
                .set(PROMISES.EXPIRES_AT, now.atOffset(ZoneOffset.UTC).plusMonths(EXPIRE_MONTHS).toInstant())
                .set(PROMISES.STATE, PromiseState.OPEN.column())
                .set(PROMISES.CHANGED_AT, now));
    }

    /** The newest 500 promises that an article may still keep, and that no admin has refused it. */
    List<Promise> openFor(Tx tx, long newsletterId, long articleId, Instant now) {
        return tx.sql().selectFrom(PROMISES)
                .where(PROMISES.NEWSLETTER_ID.eq(newsletterId), unkept(), PROMISES.EXPIRES_AT.gt(now))
                .and(DSL.notExists(DSL.selectOne()
                        .from(PROMISE_REFUSALS)
                        .where(PROMISE_REFUSALS.PROMISE_ID.eq(PROMISES.ID))
                        .and(PROMISE_REFUSALS.ARTICLE_ID.eq(articleId))))
                .orderBy(PROMISES.ID.desc())
                .limit(MOST)
                .fetch(Promises::promise);
    }

    boolean anyOpen(long newsletterId) {
        return database.inTransaction(
                tx -> tx.sql().fetchExists(PROMISES, PROMISES.NEWSLETTER_ID.eq(newsletterId), unkept()));
    }

    /** The promises that an article keeps, or perhaps does, newest first. */
    List<Promise> of(Tx tx, long articleId) {
        return tx.sql().selectFrom(PROMISES)
                .where(PROMISES.KEPT_BY.eq(articleId))
                .orderBy(PROMISES.ID.desc())
                .fetch(Promises::promise);
    }

    /** An article surely keeps it; false when another was faster. */
    boolean keep(Tx tx, long id, long articleId, double score, Instant now) {
        return settle(tx, id, PromiseState.KEPT, articleId, "certain", score, now, unkept());
    }

    /** An article perhaps keeps it; false where another does so more likely. */
    boolean suggest(Tx tx, long id, long articleId, double score, Instant now) {
        var likelier = PROMISES.STATE.eq(PromiseState.SUGGESTED.column()).and(PROMISES.SCORE.lt(score));
        return settle(tx, id, PromiseState.SUGGESTED, articleId, "suggested", score, now,
                PROMISES.STATE.eq(PromiseState.OPEN.column()).or(likelier));
    }

    /** An article that has changed is compared anew: what was suggested for it is open until then. */
    void withdraw(Tx tx, long articleId, Instant now) {
        open(tx, PROMISES.KEPT_BY.eq(articleId).and(PROMISES.STATE.eq(PromiseState.SUGGESTED.column())), now);
    }

    /** Ends those whose time is over. */
    void expire(Instant now) {
        database.run(tx -> tx.sql().update(PROMISES)
                .set(PROMISES.STATE, PromiseState.EXPIRED.column())
                .setNull(PROMISES.KEPT_BY)
                .setNull(PROMISES.TIER)
                .setNull(PROMISES.SCORE)
                .set(PROMISES.CHANGED_AT, now)
                .where(PROMISES.EXPIRES_AT.le(now), unkept())
                .execute());
    }

    /** An admin says that the suggested article keeps it; false where none is suggested. */
    public boolean confirm(long id, Instant now) {
        return database.inTransaction(tx -> tx.sql().update(PROMISES)
                        .set(PROMISES.STATE, PromiseState.KEPT.column())
                        .set(PROMISES.TIER, ADMIN)
                        .set(PROMISES.CHANGED_AT, now)
                        .where(PROMISES.ID.eq(id), PROMISES.STATE.eq(PromiseState.SUGGESTED.column()))
                        .execute()
                == 1);
    }

    /** An admin says which article keeps it, a later one of the same newsletter; false where it is kept already. */
    public boolean keep(long id, long articleId, Instant now) {
        return database.inTransaction(tx -> settle(tx, id, PromiseState.KEPT, articleId, ADMIN, null, now,
                PROMISES.STATE.ne(PromiseState.KEPT.column()).and(PROMISES.ARTICLE_ID.ne(articleId))));
    }

    /** An admin wants it to be looked for no more; false where it is kept, or dismissed already. */
    public boolean dismiss(long id, Instant now) {
        return database.inTransaction(tx -> settle(tx, id, PromiseState.DISMISSED, null, null, null, now,
                unkept().or(PROMISES.STATE.eq(PromiseState.EXPIRED.column()))));
    }

    /** An admin says that it is open after all, and that no article which stood there keeps it; false where it is. */
    public boolean reopen(long id, Instant now) {
        return database.inTransaction(tx -> {
            var row = tx.sql().selectFrom(PROMISES).where(PROMISES.ID.eq(id)).forUpdate().fetchOne();
            if (row == null) return false;
            if (row.getKeptBy() != null) {
                tx.insertNew(tx.sql().insertInto(PROMISE_REFUSALS)
                        .set(PROMISE_REFUSALS.PROMISE_ID, id)
                        .set(PROMISE_REFUSALS.ARTICLE_ID, row.getKeptBy()));
            }
            var later = now.atOffset(ZoneOffset.UTC).plusMonths(EXPIRE_MONTHS).toInstant();
            boolean over = !row.getExpiresAt().isAfter(now);
            return open(tx, PROMISES.ID.eq(id).and(PROMISES.STATE.ne(PromiseState.OPEN.column())), now) == 1
                    && tx.sql().update(PROMISES)
                            .set(PROMISES.EXPIRES_AT, over ? later : row.getExpiresAt())
                            .where(PROMISES.ID.eq(id))
                            .execute() == 1;
        });
    }

    /**
     * At most {@code limit} promises before the one with the id {@code before}, newest first.
     *
     * @param newsletterId null for those of all newsletters
     * @param state null for any
     */
    public List<Promise> page(@Nullable Long newsletterId, @Nullable PromiseState state, long before, int limit) {
        var of = newsletterId == null ? DSL.noCondition() : PROMISES.NEWSLETTER_ID.eq(newsletterId);
        var in = state == null ? DSL.noCondition() : PROMISES.STATE.eq(state.column());
        return database.inTransaction(tx -> tx.sql().selectFrom(PROMISES)
                .where(PROMISES.ID.lt(before), of, in)
                .orderBy(PROMISES.ID.desc())
                .limit(limit)
                .fetch(Promises::promise));
    }

    /** The newest {@code limit} promises of a newsletter; all of them where {@code state} is null. */
    public List<Promise> list(long newsletterId, @Nullable PromiseState state, int limit) {
        var wanted = state == null ? DSL.noCondition() : PROMISES.STATE.eq(state.column());
        return database.inTransaction(tx -> tx.sql().selectFrom(PROMISES)
                .where(PROMISES.NEWSLETTER_ID.eq(newsletterId), wanted)
                .orderBy(PROMISES.ID.desc())
                .limit(limit)
                .fetch(Promises::promise));
    }

    public Optional<Promise> find(long id) {
        return database.inTransaction(tx ->
                tx.sql().selectFrom(PROMISES).where(PROMISES.ID.eq(id)).fetchOptional(Promises::promise));
    }

    private static boolean settle(Tx tx, long id, PromiseState state, @Nullable Long keptBy, @Nullable String tier,
            @Nullable Double score, Instant now, Condition from) {
        return tx.sql().update(PROMISES)
                        .set(PROMISES.STATE, state.column())
                        .set(PROMISES.KEPT_BY, keptBy)
                        .set(PROMISES.TIER, tier)
                        .set(PROMISES.SCORE, score)
                        .set(PROMISES.CHANGED_AT, now)
                        .where(PROMISES.ID.eq(id), from)
                        .execute()
                == 1;
    }

    private static int open(Tx tx, Condition which, Instant now) {
        return tx.sql().update(PROMISES)
                .set(PROMISES.STATE, PromiseState.OPEN.column())
                .setNull(PROMISES.KEPT_BY)
                .setNull(PROMISES.TIER)
                .setNull(PROMISES.SCORE)
                .set(PROMISES.CHANGED_AT, now)
                .where(which)
                .execute();
    }

    private static Condition unkept() {
        return PROMISES.STATE.in(PromiseState.OPEN.column(), PromiseState.SUGGESTED.column());
    }

    private static Promise promise(Record row) {
        return new Promise(
                row.get(PROMISES.ID),
                row.get(PROMISES.ARTICLE_ID),
                row.get(PROMISES.ISSUE_ID),
                row.get(PROMISES.SENTENCE),
                row.get(PROMISES.TOPIC),
                row.get(PROMISES.DUE_ON),
                row.get(PROMISES.MADE_AT),
                PromiseState.of(row.get(PROMISES.STATE)),
                row.get(PROMISES.KEPT_BY),
                row.get(PROMISES.TIER),
                row.get(PROMISES.SCORE),
                row.get(PROMISES.CHANGED_AT));
    }
}
