package staytuned.delivery;

import static staytuned.db.schema.Tables.DELIVERIES;
import static staytuned.db.schema.Tables.SUBSCRIBERS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.time.Instant;
import org.jooq.Record9;
import org.jooq.Select;
import org.jooq.SelectOnConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Tx;
import staytuned.subscriber.Status;

/**
 * The readers of an issue, as they enter the table of deliveries. One statement each, since a million rows do not travel
 * through Java: here, and where {@link Deliveries#begin} looks whether the reader is still there, a table reads those of
 * another stage.
 */
final class Audiences {
    private final Batches batches = new Batches();

    /**
     * Queues an issue for every confirmed subscriber of its newsletter, and says how many they are; {@code follows} is
     * the issue that it follows up on, so that each copy knows whether its reader got that one, and which.
     */
    int queue(Tx tx, long issueId, long newsletterId, @Nullable Long follows, Instant now) {
        return insert(tx, issueId, now, queued(tx, issueId, follows)
                .where(SUBSCRIPTIONS.NEWSLETTER_ID.eq(newsletterId))
                .and(SUBSCRIPTIONS.STATUS.eq(Status.CONFIRMED.column())));
    }

    private int insert(
            Tx tx,
            long issueId,
            Instant now,
            Select<Record9<Long, Long, String, Integer, Integer, Integer, String, String, Long>> rows) {
        var before = last(tx);
        var readers = tx.sql().insertInto(
                        DELIVERIES,
                        DELIVERIES.ISSUE_ID,
                        DELIVERIES.SUBSCRIPTION_ID,
                        DELIVERIES.STATUS,
                        DELIVERIES.ATTEMPTS,
                        DELIVERIES.DOUBTS,
                        DELIVERIES.BREAKS,
                        DELIVERIES.EMAIL,
                        DELIVERIES.NAME,
                        DELIVERIES.EARLIER_ID)
                .select(rows)
                .execute();
        // Ids only grow, so those of this issue are among the ones that are new.
        if (readers > 0) batches.cut(tx, issueId, before, last(tx), now);
        return readers;
    }

    /** A row of an issue for each subscription that a condition leaves. */
    private static SelectOnConditionStep<
                    Record9<Long, Long, String, Integer, Integer, Integer, String, String, Long>>
            queued(Tx tx, long issueId, @Nullable Long follows) {
        var earlier = DELIVERIES.as("earlier");
        return tx.sql().select(
                        DSL.val(issueId),
                        SUBSCRIPTIONS.ID,
                        DSL.val(DeliveryStatus.QUEUED.column()),
                        DSL.val(0),
                        DSL.val(0),
                        DSL.val(0),
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
        return insert(tx, issueId, now, queued(tx, issueId, original)
                .join(got).on(got.SUBSCRIPTION_ID.eq(SUBSCRIPTIONS.ID))
                .where(got.ISSUE_ID.eq(original), got.STATUS.eq(DeliveryStatus.SENT.column()))
                .and(SUBSCRIPTIONS.STATUS.eq(Status.CONFIRMED.column()))
                .andNotExists(tx.sql().selectOne().from(has)
                        .where(has.ISSUE_ID.eq(issueId), has.SUBSCRIPTION_ID.eq(got.SUBSCRIPTION_ID))));
    }

    private static long last(Tx tx) {
        var last = tx.sql().select(DSL.max(DELIVERIES.ID)).from(DELIVERIES).fetchSingle().value1();
        return last == null ? 0 : last;
    }
}
