package staytuned.subscriber;

import static staytuned.db.schema.Tables.FAREWELLS;
import static staytuned.db.schema.Tables.SUBSCRIBERS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.herald.Happening;

/** What a reader does with all subscriptions of theirs: joins, leaves, comes back, and says why. */
public final class Memberships {
    /** So long a reader may take back that they left. */
    private static final Duration REGRET = Duration.ofHours(1);

    private final Database database;
    private final InstantSource clock;
    private final Subscribers.Doorkeeper doorkeeper;

    Memberships(Database database, InstantSource clock, Subscribers.Doorkeeper doorkeeper) {
        this.database = database;
        this.clock = clock;
        this.doorkeeper = doorkeeper;
    }

    /** All subscriptions of the reader whose one is {@code subscriptionId}, in their order. */
    public List<Subscription> of(long subscriptionId) {
        return database.inTransaction(tx -> Subscribers.select(tx)
                .where(SUBSCRIPTIONS.SUBSCRIBER_ID.eq(reader(tx, subscriptionId)))
                .orderBy(SUBSCRIPTIONS.ID)
                .fetch(Subscribers::subscription));
    }

    /**
     * The reader whose one subscription is {@code subscriptionId} wants another newsletter too, or again. They came by a
     * link that only their mailbox knows, so that is confirmed; an address that must not be mailed stays so.
     */
    public void join(long subscriptionId, long newsletterId) {
        database.run(tx -> {
            var row = tx.sql().select(SUBSCRIBERS.ID, SUBSCRIBERS.EMAIL_KEY).from(SUBSCRIBERS)
                    .where(SUBSCRIBERS.ID.eq(reader(tx, subscriptionId)))
                    .fetchSingle();
            var refused = !doorkeeper.refused(tx, Set.of(row.value2())).isEmpty();
            var status = (refused ? Status.SUPPRESSED : Status.CONFIRMED).column();
            var now = clock.instant();
            tx.insertNew(tx.sql().insertInto(SUBSCRIPTIONS)
                    .set(SUBSCRIPTIONS.SUBSCRIBER_ID, row.value1())
                    .set(SUBSCRIPTIONS.NEWSLETTER_ID, newsletterId)
                    .set(SUBSCRIPTIONS.STATUS, Status.UNCONFIRMED.column())
                    .set(SUBSCRIPTIONS.SOURCE, "preferences")
                    .set(SUBSCRIPTIONS.CREATED_AT, now));
            var joined = tx.sql().update(SUBSCRIPTIONS)
                    .set(SUBSCRIPTIONS.STATUS, status)
                    .set(SUBSCRIPTIONS.CONFIRMED_AT, now)
                    .where(SUBSCRIPTIONS.SUBSCRIBER_ID.eq(row.value1()))
                    .and(SUBSCRIPTIONS.NEWSLETTER_ID.eq(newsletterId))
                    .and(SUBSCRIPTIONS.STATUS.in(Status.UNSUBSCRIBED.column(), Status.UNCONFIRMED.column()))
                    .returningResult(SUBSCRIPTIONS.ID)
                    .fetch(SUBSCRIPTIONS.ID);
            if (refused) return;
            joined.forEach(id -> Subscribers.tell(tx, Happening.SUBSCRIBER_CONFIRMED, id, newsletterId));
        });
    }

    /** Ends all subscriptions of this reader, in force at once; doing it again changes nothing. */
    public void leaveAll(long subscriptionId) {
        database.run(tx -> Subscribers.leave(
                tx, SUBSCRIPTIONS.SUBSCRIBER_ID.eq(reader(tx, subscriptionId)), clock.instant()));
    }

    /**
     * Takes back that a reader has left, this one or all at once, as if it had not been; the reason goes too.
     *
     * @return how many subscriptions are back; 0 where they have not left, or longer ago than an hour
     */
    public int takeBack(long subscriptionId) {
        return database.inTransaction(tx -> {
            var left = tx.sql().select(
                            SUBSCRIPTIONS.SUBSCRIBER_ID, SUBSCRIPTIONS.UNSUBSCRIBED_AT, SUBSCRIBERS.EMAIL_KEY)
                    .from(SUBSCRIPTIONS)
                    .join(SUBSCRIBERS).on(SUBSCRIBERS.ID.eq(SUBSCRIPTIONS.SUBSCRIBER_ID))
                    .where(SUBSCRIPTIONS.ID.eq(subscriptionId))
                    .and(SUBSCRIPTIONS.STATUS.eq(Status.UNSUBSCRIBED.column()))
                    .and(SUBSCRIPTIONS.UNSUBSCRIBED_AT.ge(clock.instant().minus(REGRET)))
                    .fetchOne();
            if (left == null) return 0;
            var ids = tx.sql().select(SUBSCRIPTIONS.ID).from(SUBSCRIPTIONS)
                    .where(SUBSCRIPTIONS.SUBSCRIBER_ID.eq(left.value1()))
                    .and(SUBSCRIPTIONS.STATUS.eq(Status.UNSUBSCRIBED.column()))
                    .and(SUBSCRIPTIONS.UNSUBSCRIBED_AT.eq(left.value2()))
                    .fetch(SUBSCRIPTIONS.ID);
            var refused = !doorkeeper.refused(tx, Set.of(left.value3())).isEmpty();
            var back = refused ? Status.SUPPRESSED : Status.CONFIRMED;
            tx.sql().update(SUBSCRIPTIONS)
                    .set(SUBSCRIPTIONS.STATUS, DSL.when(SUBSCRIPTIONS.CONFIRMED_AT.isNull(), Status.UNCONFIRMED.column())
                            .otherwise(back.column()))
                    .setNull(SUBSCRIPTIONS.UNSUBSCRIBED_AT)
                    .where(SUBSCRIPTIONS.ID.in(ids))
                    .returningResult(SUBSCRIPTIONS.ID, SUBSCRIPTIONS.NEWSLETTER_ID, SUBSCRIPTIONS.STATUS)
                    .fetch()
                    .stream()
                    .filter(row -> row.value3().equals(Status.CONFIRMED.column()))
                    .forEach(row -> Subscribers.tell(
                            tx, Happening.SUBSCRIBER_CONFIRMED, row.value1(), row.value2()));
            tx.sql().deleteFrom(FAREWELLS).where(FAREWELLS.SUBSCRIPTION_ID.in(ids)).execute();
            return ids.size();
        });
    }

    /** Keeps why a reader has left; another reason takes its place. Nothing for one who has not. */
    public void explain(long subscriptionId, Farewell reason) {
        database.run(tx -> {
            var left = tx.sql().fetchExists(
                    SUBSCRIPTIONS, SUBSCRIPTIONS.ID.eq(subscriptionId),
                    SUBSCRIPTIONS.STATUS.eq(Status.UNSUBSCRIBED.column()));
            if (!left) return;
            tx.sql().deleteFrom(FAREWELLS).where(FAREWELLS.SUBSCRIPTION_ID.eq(subscriptionId)).execute();
            tx.insertNew(tx.sql().insertInto(FAREWELLS)
                    .set(FAREWELLS.SUBSCRIPTION_ID, subscriptionId)
                    .set(FAREWELLS.REASON, reason.column())
                    .set(FAREWELLS.GIVEN_AT, clock.instant()));
        });
    }

    /** How many readers left a newsletter since {@code since}, by their reasons; "none" where they gave none. */
    public Map<String, Integer> farewells(long newsletterId, Instant since) {
        return database.inTransaction(tx -> {
            var reason = DSL.coalesce(FAREWELLS.REASON, DSL.inline("none"));
            return new TreeMap<>(tx.sql().select(reason, DSL.count())
                    .from(SUBSCRIPTIONS)
                    .leftJoin(FAREWELLS).on(FAREWELLS.SUBSCRIPTION_ID.eq(SUBSCRIPTIONS.ID))
                    .where(SUBSCRIPTIONS.NEWSLETTER_ID.eq(newsletterId))
                    .and(SUBSCRIPTIONS.STATUS.eq(Status.UNSUBSCRIBED.column()))
                    .and(SUBSCRIPTIONS.UNSUBSCRIBED_AT.ge(since))
                    .groupBy(reason)
                    .fetchMap(reason, DSL.count()));
        });
    }

    private static Select<Record1<Long>> reader(Tx tx, long subscriptionId) {
        return tx.sql().select(SUBSCRIPTIONS.SUBSCRIBER_ID)
                .from(SUBSCRIPTIONS)
                .where(SUBSCRIPTIONS.ID.eq(subscriptionId));
    }
}
