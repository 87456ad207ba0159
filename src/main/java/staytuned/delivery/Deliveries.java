package staytuned.delivery;

import static staytuned.db.schema.Tables.DELIVERIES;
import static staytuned.db.schema.Tables.NODES;
import static staytuned.db.schema.Tables.SUBSCRIBERS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Query;
import org.jooq.Record10;
import org.jooq.Select;
import org.jooq.SelectOnConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.mail.Address;
import staytuned.subscriber.Status;

/** The table of deliveries, which is the queue. */
public final class Deliveries {
    private final Database database;

    public Deliveries(Database database) {
        this.database = database;
    }

    /**
     * Queues an issue for every confirmed subscriber of its newsletter, and says how many they are; {@code follows} is
     * the issue that it follows up on, so that each copy knows whether its reader got that one, and which. One statement,
     * since a million rows do not travel through Java: here, and where {@link #begin} looks whether the reader is
     * still there, a table reads those of another stage.
     */
    int queue(Tx tx, long issueId, long newsletterId, @Nullable Long follows, Instant now) {
        return insert(tx, queued(tx, issueId, follows, now)
                .where(SUBSCRIPTIONS.NEWSLETTER_ID.eq(newsletterId))
                .and(SUBSCRIPTIONS.STATUS.eq(Status.CONFIRMED.column())));
    }

    private static int insert(
            Tx tx,
            Select<Record10<Long, Long, String, Integer, Integer, Integer, Instant, String, String, Long>> rows) {
        return tx.sql().insertInto(
                        DELIVERIES,
                        DELIVERIES.ISSUE_ID,
                        DELIVERIES.SUBSCRIPTION_ID,
                        DELIVERIES.STATUS,
                        DELIVERIES.ATTEMPTS,
                        DELIVERIES.DOUBTS,
                        DELIVERIES.BREAKS,
                        DELIVERIES.DUE_AT,
                        DELIVERIES.EMAIL,
                        DELIVERIES.NAME,
                        DELIVERIES.EARLIER_ID)
                .select(rows)
                .execute();
    }

    /** A row of an issue for each subscription that a condition leaves. */
    private static SelectOnConditionStep<
                    Record10<Long, Long, String, Integer, Integer, Integer, Instant, String, String, Long>>
            queued(Tx tx, long issueId, @Nullable Long follows, Instant now) {
        var earlier = DELIVERIES.as("earlier");
        return tx.sql().select(
                        DSL.val(issueId),
                        SUBSCRIPTIONS.ID,
                        DSL.val(DeliveryStatus.QUEUED.column()),
                        DSL.val(0),
                        DSL.val(0),
                        DSL.val(0),
                        DSL.val(now),
                        SUBSCRIBERS.EMAIL,
                        SUBSCRIBERS.NAME,
                        earlier.ID)
                .from(SUBSCRIPTIONS)
                .join(SUBSCRIBERS).on(SUBSCRIBERS.ID.eq(SUBSCRIPTIONS.SUBSCRIBER_ID))
                .leftJoin(earlier).on(
                        earlier.ISSUE_ID.eq(follows),
                        earlier.SUBSCRIPTION_ID.eq(SUBSCRIPTIONS.ID),
                        earlier.STATUS.eq(DeliveryStatus.SENT.column()));
    }

    /**
     * Queues an issue for those to whom the issue {@code original} was sent, who are still there and for whom it is not
     * queued yet; says how many they are.
     */
    int queueCorrection(Tx tx, long issueId, long original, Instant now) {
        var got = DELIVERIES.as("got");
        var has = DELIVERIES.as("has");
        return insert(tx, queued(tx, issueId, original, now)
                .join(got).on(got.SUBSCRIPTION_ID.eq(SUBSCRIPTIONS.ID))
                .where(got.ISSUE_ID.eq(original), got.STATUS.eq(DeliveryStatus.SENT.column()))
                .and(SUBSCRIPTIONS.STATUS.eq(Status.CONFIRMED.column()))
                .andNotExists(tx.sql().selectOne().from(has)
                        .where(has.ISSUE_ID.eq(issueId), has.SUBSCRIPTION_ID.eq(got.SUBSCRIPTION_ID))));
    }

    /** Leases at most {@code limit} deliveries of these issues that are due to {@code node}. */
    List<Delivery> lease(String node, Collection<Long> issueIds, Instant now, int limit) {
        return database.inTransaction(tx -> {
            var due = tx.sql().select(
                            DELIVERIES.ID,
                            DELIVERIES.ISSUE_ID,
                            DELIVERIES.SUBSCRIPTION_ID,
                            DELIVERIES.ATTEMPTS,
                            DELIVERIES.BREAKS,
                            DELIVERIES.DOUBTS,
                            DELIVERIES.EMAIL,
                            DELIVERIES.NAME,
                            DELIVERIES.EARLIER_ID)
                    .from(DELIVERIES)
                    .where(DELIVERIES.STATUS.in(DeliveryStatus.columns(DeliveryStatus.WAITING)))
                    .and(DELIVERIES.DUE_AT.le(now))
                    .and(DELIVERIES.ISSUE_ID.in(issueIds))
                    .limit(limit)
                    .forUpdate()
                    .skipLocked()
                    .fetch(row -> new Delivery(
                            row.value1(),
                            row.value2(),
                            row.value3(),
                            row.value4(),
                            row.value5(),
                            row.value6(),
                            new Address(row.value7(), row.value8()),
                            row.value9()));
            if (!due.isEmpty()) lease(tx, node, due);
            return due;
        });
    }

    private static void lease(Tx tx, String node, List<Delivery> due) {
        tx.sql().update(DELIVERIES)
                .set(DELIVERIES.STATUS, DeliveryStatus.LEASED.column())
                .set(DELIVERIES.NODE, node)
                .where(DELIVERIES.ID.in(due.stream().map(Delivery::id).toList()))
                .execute();
    }

    /** Gives back what {@code node} has leased and not begun to send: it is due as before. */
    void release(String node, Collection<Long> ids) {
        database.run(tx -> tx.sql().update(DELIVERIES)
                .set(DELIVERIES.STATUS, DeliveryStatus.QUEUED.column())
                .setNull(DELIVERIES.NODE)
                .where(DELIVERIES.ID.in(ids), inHand(node, DeliveryStatus.LEASED))
                .execute());
    }

    /**
     * Notes that {@code node} begins to send these, and gives back those that it may: not those that another node has
     * taken over, nor those whose reader has left in the meantime, which are cancelled. Doing it again, where a
     * commit's answer was lost, changes nothing.
     */
    Set<Long> begin(Tx tx, String node, Collection<Long> ids) {
        if (ids.isEmpty()) return Set.of();
        var wanted = DSL.exists(DSL.selectOne()
                .from(SUBSCRIPTIONS)
                .where(SUBSCRIPTIONS.ID.eq(DELIVERIES.SUBSCRIPTION_ID))
                .and(SUBSCRIPTIONS.STATUS.eq(Status.CONFIRMED.column())));
        var begun = new HashSet<>(tx.sql().update(DELIVERIES)
                .set(DELIVERIES.STATUS, DeliveryStatus.SENDING.column())
                .where(DELIVERIES.ID.in(ids), wanted)
                .and(inHand(node, DeliveryStatus.LEASED).or(inHand(node, DeliveryStatus.SENDING)))
                .returningResult(DELIVERIES.ID)
                .fetch(DELIVERIES.ID));
        if (begun.size() < ids.size()) {
            tx.sql().update(DELIVERIES)
                    .set(DELIVERIES.STATUS, DeliveryStatus.CANCELLED.column())
                    .setNull(DELIVERIES.NODE)
                    .where(DELIVERIES.ID.in(ids), wanted.not())
                    .and(inHand(node, DeliveryStatus.LEASED).or(inHand(node, DeliveryStatus.SENDING)))
                    .execute();
        }
        return begun;
    }

    /**
     * Notes how the sending of these ended. One that was taken back meanwhile is somebody else's now, but when the
     * relay took it after all, it need not go out again.
     */
    void settle(Tx tx, String node, Collection<Settlement> settlements, Instant now) {
        var updates = settlements.stream().map(each -> update(tx, node, each, now)).toList();
        if (!updates.isEmpty()) tx.sql().batch(updates).execute();
    }

    private static Query update(Tx tx, String node, Settlement each, Instant now) {
        var ours = inHand(node, DeliveryStatus.SENDING);
        var lost = DELIVERIES.NODE.isNull().and(DELIVERIES.STATUS.eq(DeliveryStatus.DOUBTFUL.column()));
        return tx.sql().update(DELIVERIES)
                .set(DELIVERIES.STATUS, each.status().column())
                .setNull(DELIVERIES.NODE)
                .set(DELIVERIES.ATTEMPTS, each.attempts())
                .set(DELIVERIES.DOUBTS, each.doubtful() ? DELIVERIES.DOUBTS.plus(1) : DELIVERIES.DOUBTS)
                .set(DELIVERIES.BREAKS, each.breaks())
                .set(DELIVERIES.DUE_AT, each.dueAt() == null ? now : each.dueAt())
                .set(DELIVERIES.REPLY, each.reply().toString())
                .set(DELIVERIES.SETTLED_AT, each.dueAt() == null ? now : null)
                .where(DELIVERIES.ID.eq(each.id()), each.status() == DeliveryStatus.SENT ? ours.or(lost) : ours);
    }

    /** Takes back what nodes that are no longer alive had in hand. */
    int takeBack(Tx tx, Instant now) {
        var alive = tx.sql().select(NODES.ID).from(NODES).where(NODES.ALIVE_UNTIL.gt(now));
        return takeBack(tx, DELIVERIES.NODE.isNotNull().and(DELIVERIES.NODE.notIn(alive)), now);
    }

    /** Takes back what {@code node} itself has in hand of these issues, and cannot be working on. */
    int takeBack(String node, Collection<Long> issueIds, Instant now) {
        return database.inTransaction(
                tx -> takeBack(tx, DELIVERIES.NODE.eq(node).and(DELIVERIES.ISSUE_ID.in(issueIds)), now));
    }

    /** Leased ones are due as before; those that were being sent are doubtful, and due at once. */
    private static int takeBack(Tx tx, Condition which, Instant now) {
        var leased = tx.sql().update(DELIVERIES)
                .set(DELIVERIES.STATUS, DeliveryStatus.QUEUED.column())
                .setNull(DELIVERIES.NODE)
                .where(which, DELIVERIES.STATUS.eq(DeliveryStatus.LEASED.column()))
                .execute();
        var sending = tx.sql().update(DELIVERIES)
                .set(DELIVERIES.STATUS, DeliveryStatus.DOUBTFUL.column())
                .set(DELIVERIES.DOUBTS, DELIVERIES.DOUBTS.plus(1))
                .set(DELIVERIES.DUE_AT, now)
                .setNull(DELIVERIES.NODE)
                .where(which, DELIVERIES.STATUS.eq(DeliveryStatus.SENDING.column()))
                .execute();
        return leased + sending;
    }

    /** Whether some reader of an issue is not settled yet. */
    boolean anyOpen(Tx tx, long issueId) {
        return tx.sql().fetchExists(
                DELIVERIES,
                DELIVERIES.ISSUE_ID.eq(issueId),
                DELIVERIES.STATUS.in(DeliveryStatus.columns(DeliveryStatus.OPEN)));
    }

    /** How many deliveries of an issue there are in each status; none where there is none. */
    public Map<DeliveryStatus, Integer> counts(long issueId) {
        return database.inTransaction(tx -> {
            var counts = new EnumMap<DeliveryStatus, Integer>(DeliveryStatus.class);
            tx.sql().select(DELIVERIES.STATUS, DSL.count())
                    .from(DELIVERIES)
                    .where(DELIVERIES.ISSUE_ID.eq(issueId))
                    .groupBy(DELIVERIES.STATUS)
                    .forEach(row -> counts.put(DeliveryStatus.of(row.value1()), row.value2()));
            return counts;
        });
    }

    /** How many deliveries of all issues are not settled yet. */
    public int countOpen() {
        return database.inTransaction(tx -> tx.sql().fetchCount(
                DELIVERIES, DELIVERIES.STATUS.in(DeliveryStatus.columns(DeliveryStatus.OPEN))));
    }

    private static Condition inHand(String node, DeliveryStatus status) {
        return DELIVERIES.NODE.eq(node).and(DELIVERIES.STATUS.eq(status.column()));
    }
}
