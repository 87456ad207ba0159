package staytuned.websub;

import static staytuned.db.schema.Tables.WEBSUB_SUBSCRIPTIONS;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import staytuned.article.Hub;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.text.Characters;

/** The table of what hubs were asked to push. */
public final class Subscriptions {
    private final Database database;

    public Subscriptions(Database database) {
        this.database = database;
    }

    /** Where several tables are written together. */
    Database database() {
        return database;
    }

    List<Subscription> list() {
        return database.inTransaction(tx -> tx.sql().selectFrom(WEBSUB_SUBSCRIPTIONS)
                .orderBy(WEBSUB_SUBSCRIPTIONS.ID)
                .fetch(Subscriptions::subscription));
    }

    Optional<Subscription> find(String token) {
        return database.inTransaction(tx -> tx.sql().selectFrom(WEBSUB_SUBSCRIPTIONS)
                .where(WEBSUB_SUBSCRIPTIONS.TOKEN.eq(token))
                .fetchOptional(Subscriptions::subscription));
    }

    /** Those whose hub is to be asked now. */
    List<Subscription> due(Instant now) {
        return database.inTransaction(tx -> tx.sql().selectFrom(WEBSUB_SUBSCRIPTIONS)
                .where(WEBSUB_SUBSCRIPTIONS.NEXT_ASK_AT.le(now))
                .orderBy(WEBSUB_SUBSCRIPTIONS.NEXT_ASK_AT)
                .fetch(Subscriptions::subscription));
    }

    /** A new one, due at once; nothing where the source has one. */
    void begin(long sourceId, Hub hub, String token, String secret, Instant now) {
        database.run(tx -> tx.insertNew(tx.sql().insertInto(WEBSUB_SUBSCRIPTIONS)
                .set(WEBSUB_SUBSCRIPTIONS.SOURCE_ID, sourceId)
                .set(WEBSUB_SUBSCRIPTIONS.HUB, hub.url())
                .set(WEBSUB_SUBSCRIPTIONS.TOPIC, hub.topic())
                .set(WEBSUB_SUBSCRIPTIONS.TOKEN, token)
                .set(WEBSUB_SUBSCRIPTIONS.SECRET, secret)
                .set(WEBSUB_SUBSCRIPTIONS.STATE, Subscription.State.ASKED.column())
                .set(WEBSUB_SUBSCRIPTIONS.ATTEMPTS, 0)
                .set(WEBSUB_SUBSCRIPTIONS.NEXT_ASK_AT, now)));
    }

    /**
     * Writes down, before the hub is asked, that it is: it may ask back before it has answered. False when another node
     * asks it.
     */
    boolean asking(Subscription each, Instant now, Instant next) {
        return database.inTransaction(tx -> tx.sql().update(WEBSUB_SUBSCRIPTIONS)
                        .set(WEBSUB_SUBSCRIPTIONS.ASKED_AT, now)
                        .set(WEBSUB_SUBSCRIPTIONS.ATTEMPTS, each.attempts() + 1)
                        .set(WEBSUB_SUBSCRIPTIONS.NEXT_ASK_AT, next)
                        .where(WEBSUB_SUBSCRIPTIONS.ID.eq(each.id()), WEBSUB_SUBSCRIPTIONS.NEXT_ASK_AT.le(now))
                        .execute()
                == 1);
    }

    /** It is not asked before {@code next}, for this reason. */
    void rest(Subscription each, Instant next, String reason) {
        database.run(tx -> tx.sql().update(WEBSUB_SUBSCRIPTIONS)
                .set(WEBSUB_SUBSCRIPTIONS.NEXT_ASK_AT, next)
                .set(WEBSUB_SUBSCRIPTIONS.REASON, Characters.cut(reason, 1000))
                .where(WEBSUB_SUBSCRIPTIONS.ID.eq(each.id()))
                .execute());
    }

    /** The hub did not take the question, unless it has said yes meanwhile. */
    void refused(Subscription each, String reason) {
        database.run(tx -> tx.sql().update(WEBSUB_SUBSCRIPTIONS)
                .set(WEBSUB_SUBSCRIPTIONS.REASON, Characters.cut(reason, 1000))
                .where(WEBSUB_SUBSCRIPTIONS.ID.eq(each.id()), WEBSUB_SUBSCRIPTIONS.ATTEMPTS.gt(0))
                .execute());
    }

    void verified(Tx tx, Subscription each, Instant until, Instant next) {
        tx.sql().update(WEBSUB_SUBSCRIPTIONS)
                .set(WEBSUB_SUBSCRIPTIONS.STATE, Subscription.State.VERIFIED.column())
                .set(WEBSUB_SUBSCRIPTIONS.LEASE_UNTIL, until)
                .set(WEBSUB_SUBSCRIPTIONS.NEXT_ASK_AT, next)
                .set(WEBSUB_SUBSCRIPTIONS.ATTEMPTS, 0)
                .setNull(WEBSUB_SUBSCRIPTIONS.REASON)
                .where(WEBSUB_SUBSCRIPTIONS.ID.eq(each.id()))
                .execute();
    }

    /** It is denied, or nobody wants it any more. */
    void ended(Tx tx, Subscription each, Subscription.State state, Instant next, @Nullable String reason) {
        tx.sql().update(WEBSUB_SUBSCRIPTIONS)
                .set(WEBSUB_SUBSCRIPTIONS.STATE, state.column())
                .set(WEBSUB_SUBSCRIPTIONS.NEXT_ASK_AT, next)
                .set(WEBSUB_SUBSCRIPTIONS.ATTEMPTS, 0)
                .setNull(WEBSUB_SUBSCRIPTIONS.LEASE_UNTIL)
                .set(WEBSUB_SUBSCRIPTIONS.REASON, reason == null ? null : Characters.cut(reason, 1000))
                .where(WEBSUB_SUBSCRIPTIONS.ID.eq(each.id()))
                .execute();
    }

    void remove(Subscription each) {
        database.run(tx -> tx.sql().deleteFrom(WEBSUB_SUBSCRIPTIONS)
                .where(WEBSUB_SUBSCRIPTIONS.ID.eq(each.id()))
                .execute());
    }

    private static Subscription subscription(Record row) {
        return new Subscription(
                row.get(WEBSUB_SUBSCRIPTIONS.ID),
                row.get(WEBSUB_SUBSCRIPTIONS.SOURCE_ID),
                new Hub(row.get(WEBSUB_SUBSCRIPTIONS.HUB), row.get(WEBSUB_SUBSCRIPTIONS.TOPIC)),
                row.get(WEBSUB_SUBSCRIPTIONS.TOKEN),
                row.get(WEBSUB_SUBSCRIPTIONS.SECRET),
                Subscription.State.of(row.get(WEBSUB_SUBSCRIPTIONS.STATE)),
                row.get(WEBSUB_SUBSCRIPTIONS.ASKED_AT),
                row.get(WEBSUB_SUBSCRIPTIONS.ATTEMPTS));
    }
}
