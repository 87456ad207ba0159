package staytuned.delivery;

import static staytuned.db.schema.Tables.AUDIENCES;
import static staytuned.db.schema.Tables.DELIVERIES;
import static staytuned.db.schema.Tables.SUBSCRIBERS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;
import org.jooq.Record13;
import org.jooq.SelectOnConditionStep;
import org.jooq.SelectOrderByStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Tx;
import staytuned.delivery.Arrears.Contents;
import staytuned.delivery.Batches.Run;
import staytuned.subscriber.Status;

/**
 * The readers of an issue, as they enter the table of deliveries. One statement each, since a million rows do not
 * travel through Java: here, and where {@link Deliveries#begin} looks whether the reader is still there, a table reads
 * those of another stage.
 */
final class Audiences {
    private final Batches batches = new Batches();
    private final Receivers receivers;

    Audiences(Receivers receivers) {
        this.receivers = receivers;
    }

    /**
     * Queues an issue for every confirmed subscriber of its newsletter, and says how many they are; {@code follows} is
     * the issue that it follows up on, so that each copy knows whether its reader got that one, and which.
     */
    int queue(Tx tx, long issueId, long newsletterId, @Nullable Long follows, Departures departures) {
        return insert(tx, issueId, departures, queued(tx, issueId, follows, departures.fallback())
                .where(SUBSCRIPTIONS.NEWSLETTER_ID.eq(newsletterId))
                .and(SUBSCRIPTIONS.STATUS.eq(Status.CONFIRMED.column())));
    }

    /** As the other, only for those readers who want all of the issue, and want it now. */
    int queue(Tx tx, Contents contents, @Nullable Long follows, Departures departures) {
        return insert(
                tx, contents.issueId(), departures, queued(tx, contents.issueId(), follows, departures.fallback())
                        .where(SUBSCRIPTIONS.NEWSLETTER_ID.eq(contents.newsletterId()))
                        .and(SUBSCRIPTIONS.STATUS.eq(Status.CONFIRMED.column()))
                        .and(Arrears.direct(contents)));
    }

    /** Queues a digest for those confirmed subscribers for whom it was gathered. */
    int queueDigest(Tx tx, long issueId, Departures departures) {
        return insert(tx, issueId, departures, queued(tx, issueId, null, departures.fallback())
                .where(SUBSCRIPTIONS.STATUS.eq(Status.CONFIRMED.column()))
                .and(Arrears.gathered(tx, issueId)));
    }

    private int insert(
            Tx tx,
            long issueId,
            Departures departures,
            SelectOrderByStep<
                            Record13<Long, Long, String, Integer, Integer, Integer, String, String, Long, String,
                                    String, String, String>>
                    rows) {
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
                        DELIVERIES.EARLIER_ID,
                        DELIVERIES.RECEIVER,
                        DELIVERIES.TIME_ZONE,
                        DELIVERIES.FORMAT,
                        DELIVERIES.CONTENT)
                // So that the ids of a zone stand together, and in there those of a receiver.
                .select(rows.orderBy(
                        DSL.field(DELIVERIES.TIME_ZONE.getUnqualifiedName()),
                        DSL.field(DELIVERIES.RECEIVER.getUnqualifiedName())))
                .execute();
        // Ids only grow, so those of this issue are among the ones that are new.
        if (readers > 0) {
            var last = last(tx);
            batches.cut(tx, issueId, runs(tx, issueId, before + 1, last, departures));
            note(tx, issueId, before + 1, last);
        }
        return readers;
    }

    /** Keeps between which ids an issue's deliveries lie; those of a correction may come at several times. */
    private static void note(Tx tx, long issueId, long first, long last) {
        var known = tx.sql().update(AUDIENCES)
                .set(AUDIENCES.LAST_ID, last)
                .where(AUDIENCES.ISSUE_ID.eq(issueId))
                .execute();
        if (known == 1) return;
        tx.sql().insertInto(AUDIENCES)
                .set(AUDIENCES.ISSUE_ID, issueId)
                .set(AUDIENCES.FIRST_ID, first)
                .set(AUDIENCES.LAST_ID, last)
                .execute();
    }

    /** The readers in each zone; where one clock counts for all, they are in one. */
    private static List<Run> runs(Tx tx, long issueId, long first, long last, Departures departures) {
        if (departures.fallback() == null) {
            return runs(tx, issueId, new Run(first, last, null, null, departures.of(null)));
        }
        var from = DSL.min(DELIVERIES.ID);
        var zones = tx.sql().select(from, DSL.max(DELIVERIES.ID), DELIVERIES.TIME_ZONE)
                .from(DELIVERIES)
                .where(DELIVERIES.ID.between(first, last), DELIVERIES.ISSUE_ID.plus(0).eq(issueId))
                .groupBy(DELIVERIES.TIME_ZONE)
                .orderBy(from)
                .fetch(row -> new Run(
                        row.value1(), row.value2(), null, row.value3(), departures.of(row.value3())));
        return zones.stream().flatMap(each -> runs(tx, issueId, each).stream()).toList();
    }

    /** Where one receiver has a batch or more of readers, they are a run; what lies between is a run of many. */
    private static List<Run> runs(Tx tx, long issueId, Run all) {
        var runs = new ArrayList<Run>();
        var next = all.firstId();
        for (var large : large(tx, issueId, all)) {
            if (next < large.firstId()) runs.add(new Run(next, large.firstId() - 1, null, all.zone(), all.due()));
            runs.add(large);
            next = large.lastId() + 1;
        }
        if (next <= all.lastId()) runs.add(new Run(next, all.lastId(), null, all.zone(), all.due()));
        return runs;
    }

    private static List<Run> large(Tx tx, long issueId, Run all) {
        var from = DSL.min(DELIVERIES.ID);
        return tx.sql().select(from, DSL.max(DELIVERIES.ID), DELIVERIES.RECEIVER)
                .from(DELIVERIES)
                .where(DELIVERIES.ID.between(all.firstId(), all.lastId()))
                .and(DELIVERIES.ISSUE_ID.plus(0).eq(issueId))
                .groupBy(DELIVERIES.RECEIVER)
                .having(DSL.count().ge(Batches.SIZE))
                .orderBy(from)
                .fetch(row -> new Run(row.value1(), row.value2(), row.value3(), all.zone(), all.due()));
    }

    /** A row of an issue for each subscription that a condition leaves. */
    private SelectOnConditionStep<
                    Record13<Long, Long, String, Integer, Integer, Integer, String, String, Long, String, String,
                            String, String>>
            queued(Tx tx, long issueId, @Nullable Long follows, @Nullable String zone) {
        var none = DSL.castNull(DELIVERIES.TIME_ZONE.getDataType());
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
                        earlier.ID,
                        receiver(SUBSCRIBERS.EMAIL).as(DELIVERIES.RECEIVER),
                        (zone == null ? none : DSL.coalesce(SUBSCRIBERS.TIME_ZONE, DSL.inline(zone)))
                                .as(DELIVERIES.TIME_ZONE),
                        SUBSCRIPTIONS.FORMAT,
                        SUBSCRIPTIONS.CONTENT)
                .from(SUBSCRIPTIONS)
                .join(SUBSCRIBERS).on(SUBSCRIBERS.ID.eq(SUBSCRIPTIONS.SUBSCRIBER_ID))
                .leftJoin(earlier).on(
                        earlier.ISSUE_ID.eq(follows),
                        earlier.SUBSCRIPTION_ID.eq(SUBSCRIPTIONS.ID),
                        earlier.STATUS.eq(DeliveryStatus.SENT.column()));
    }

    /**
     * Queues an issue for those to whom the issue {@code original}, or a digest of it, was sent, who are still there and
     * for whom it is not queued yet; says how many they are.
     */
    int queueCorrection(Tx tx, long issueId, long original, Departures departures) {
        var got = DELIVERIES.as("got");
        var has = DELIVERIES.as("has");
        var sent = got.STATUS.eq(DeliveryStatus.SENT.column());
        var readers = tx.sql().select(got.SUBSCRIPTION_ID).from(got).where(got.ISSUE_ID.eq(original), sent)
                .unionAll(Arrears.got(tx, original, issueId, got).and(sent));
        return insert(tx, issueId, departures, queued(tx, issueId, original, departures.fallback())
                .where(SUBSCRIPTIONS.ID.in(readers))
                .and(SUBSCRIPTIONS.STATUS.eq(Status.CONFIRMED.column()))
                .and(SUBSCRIPTIONS.PAUSED_UNTIL.isNull())
                .andNotExists(tx.sql().selectOne().from(has)
                        .where(has.ISSUE_ID.eq(issueId), has.SUBSCRIPTION_ID.eq(SUBSCRIPTIONS.ID))));
    }

    /** The receiver of an address, which has one @ and a domain in lower case: see {@link staytuned.mail.Address}. */
    private Field<String> receiver(Field<String> email) {
        var domain = DSL.substring(email, DSL.position(email, DSL.inline("@")).plus(1));
        var receiver = domain;
        for (var group : receivers.groups().entrySet()) {
            var domains = group.getValue().stream().map(DSL::inline).toList();
            receiver = DSL.when(domain.in(domains), DSL.inline(group.getKey())).otherwise(receiver);
        }
        return receiver;
    }

    private static long last(Tx tx) {
        var last = tx.sql().select(DSL.max(DELIVERIES.ID)).from(DELIVERIES).fetchSingle().value1();
        return last == null ? 0 : last;
    }
}
