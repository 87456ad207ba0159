package staytuned.delivery;

import static staytuned.db.schema.Tables.BATCHES;
import static staytuned.db.schema.Tables.DELIVERIES;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.QuantifiedSelect;
import org.jooq.Record1;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Tx;
import staytuned.db.schema.tables.records.BatchesRecord;

/** The table of batches: which deliveries are due, when, and who has them in hand. */
final class Batches {
    /** How many deliveries of a new issue are leased together. */
    static final int SIZE = 500;
    private static final int ROWS_AT_ONCE = 1000;

    /** Who has a batch in hand. */
    record Holder(String node, String relay) {}

    /**
     * Deliveries of one issue that are due together, but for those of other issues whose ids lie between.
     *
     * @param receiver the one of all of them; null where they are of several
     * @param zone where all their readers are; null where one clock counts for all
     */
    record Run(long firstId, long lastId, @Nullable String receiver, @Nullable String zone, Instant due) {}

    /** Makes the batches of these runs, none of which reaches into two. */
    void cut(Tx tx, long issueId, List<Run> runs) {
        var rows = new ArrayList<BatchesRecord>();
        for (var run : runs) {
            for (var first = run.firstId(); first <= run.lastId(); first += SIZE) {
                rows.add(row(issueId, run, first));
                if (rows.size() == ROWS_AT_ONCE) insert(tx, rows);
            }
        }
        insert(tx, rows);
    }

    private static BatchesRecord row(long issueId, Run run, long first) {
        var row = new BatchesRecord();
        row.setIssueId(issueId);
        row.setFirstId(first);
        row.setLastId(Math.min(run.lastId(), first + SIZE - 1));
        row.setAlone(false);
        row.setDueAt(run.due());
        row.setReceiver(run.receiver());
        row.setTimeZone(run.zone());
        return row;
    }

    private static void insert(Tx tx, List<BatchesRecord> rows) {
        tx.sql().batchInsert(rows).execute();
        rows.clear();
    }

    /**
     * What is to be taken in hand.
     *
     * @param most how many deliveries where each is due by itself; otherwise a batch
     * @param full receivers of which none is wanted, where it is known whose a batch is
     * @param not batches that are not wanted
     */
    record Wanted(long issueId, Instant now, int most, Set<String> full, Set<Long> not) {
        /** Whatever is due. */
        Wanted(long issueId, Instant now, int most) {
            this(issueId, now, most, Set.of(), Set.of());
        }
    }

    /**
     * Takes batches in hand that are due and that nobody has: one of many deliveries, or several of one each. Nothing
     * more is locked, so that others find theirs at the same time.
     */
    List<Batch> claim(Tx tx, Holder holder, Wanted wanted) {
        var taken = free(tx, wanted, DSL.noCondition(), 1);
        if (!taken.isEmpty() && taken.getFirst().alone()) {
            var more = BATCHES.ALONE.eq(true).and(BATCHES.ID.ne(taken.getFirst().id()));
            taken.addAll(free(tx, wanted, more, wanted.most()));
        }
        if (taken.isEmpty()) return taken;
        tx.sql().update(BATCHES)
                .set(BATCHES.NODE, holder.node())
                .set(BATCHES.RELAY, holder.relay())
                .where(BATCHES.ID.eq(any(ids(taken))))
                .execute();
        return taken;
    }

    private static List<Batch> free(Tx tx, Wanted wanted, Condition which, int most) {
        var open = wanted.full().isEmpty() ? DSL.noCondition()
                : BATCHES.RECEIVER.isNull().or(BATCHES.RECEIVER.notIn(wanted.full()));
        var other = wanted.not().isEmpty() ? DSL.noCondition() : BATCHES.ID.notIn(wanted.not());
        return tx.sql().selectFrom(BATCHES)
                .where(BATCHES.ISSUE_ID.eq(wanted.issueId()), BATCHES.NODE.isNull())
                .and(BATCHES.DUE_AT.le(wanted.now()))
                .and(which).and(open).and(other)
                .limit(most)
                .forUpdate()
                .skipLocked()
                .fetch(Batches::batch);
    }

    private static Batch batch(BatchesRecord row) {
        var zone = row.getTimeZone();
        return new Batch(
                row.getId(), row.getIssueId(), row.getFirstId(), row.getLastId(), row.getAlone(),
                zone == null ? null : ZoneId.of(zone));
    }

    /** Those of an issue whose readers are in {@code zone}, and that nobody has in hand, are not due before then. */
    void postpone(Tx tx, long issueId, ZoneId zone, Instant until) {
        var ids = tx.sql().select(BATCHES.ID)
                .from(BATCHES)
                .where(BATCHES.ISSUE_ID.eq(issueId), BATCHES.TIME_ZONE.eq(zone.getId()), BATCHES.NODE.isNull())
                .and(BATCHES.DUE_AT.lt(until))
                .forUpdate()
                .skipLocked()
                .fetch(BATCHES.ID);
        tx.sql().update(BATCHES).set(BATCHES.DUE_AT, until).where(BATCHES.ID.eq(any(ids))).execute();
    }

    /** The nodes that have something in hand. */
    Set<String> nodes(Tx tx) {
        return tx.sql().selectDistinct(BATCHES.NODE)
                .from(BATCHES)
                .where(BATCHES.NODE.isNotNull())
                .fetchSet(BATCHES.NODE);
    }

    /** Every batch that {@code holder} has in hand. */
    List<Batch> of(Tx tx, Holder holder) {
        return select(tx, by(holder));
    }

    /** Every batch that {@code node} has in hand, whatever the relay. */
    List<Batch> ofNode(Tx tx, String node) {
        return select(tx, BATCHES.NODE.eq(node));
    }

    private static List<Batch> select(Tx tx, Condition which) {
        return tx.sql().selectFrom(BATCHES).where(which).fetch(Batches::batch);
    }

    /** Takes this one out of whoever's hand: it is due as it was. */
    void free(Tx tx, Batch batch) {
        tx.sql().update(BATCHES)
                .setNull(BATCHES.NODE)
                .setNull(BATCHES.RELAY)
                .where(BATCHES.ID.eq(batch.id()))
                .execute();
    }

    /** Lets go of these, which stay due as they were. */
    void free(Tx tx, Holder holder, Collection<Batch> batches) {
        tx.sql().update(BATCHES)
                .setNull(BATCHES.NODE)
                .setNull(BATCHES.RELAY)
                .where(BATCHES.ID.eq(any(ids(batches))), by(holder))
                .execute();
    }

    /** Ends those of these in which nobody is open any more. */
    void end(Tx tx, Holder holder, Collection<Batch> batches) {
        tx.sql().deleteFrom(BATCHES).where(BATCHES.ID.eq(any(ids(batches))), by(holder)).execute();
    }

    /**
     * From now on this delivery is due by itself.
     *
     * @param due null for not before an admin has decided
     */
    void later(Tx tx, long deliveryId, Batch batch, @Nullable Instant due) {
        if (batch.alone()) {
            tx.sql().update(BATCHES)
                    .set(BATCHES.DUE_AT, due)
                    .setNull(BATCHES.NODE)
                    .setNull(BATCHES.RELAY)
                    .where(BATCHES.ID.eq(batch.id()))
                    .execute();
            return;
        }
        tx.sql().insertInto(BATCHES)
                .set(BATCHES.ISSUE_ID, batch.issueId())
                .set(BATCHES.FIRST_ID, deliveryId)
                .set(BATCHES.LAST_ID, deliveryId)
                .set(BATCHES.ALONE, true)
                .set(BATCHES.DUE_AT, due)
                .set(BATCHES.RECEIVER, DSL.field(tx.sql().select(DELIVERIES.RECEIVER)
                        .from(DELIVERIES)
                        .where(DELIVERIES.ID.eq(deliveryId))))
                .set(BATCHES.TIME_ZONE, batch.zone() == null ? null : batch.zone().getId())
                .execute();
    }

    /** These deliveries, each alone in its batch, are due at {@code due}, or over where that is null. */
    void resolve(Tx tx, long issueId, Collection<Long> deliveryIds, @Nullable Instant due) {
        var them = BATCHES.ISSUE_ID.eq(issueId)
                .and(BATCHES.ALONE.eq(true))
                .and(BATCHES.FIRST_ID.eq(any(deliveryIds)));
        if (due == null) tx.sql().deleteFrom(BATCHES).where(them).execute();
        else tx.sql().update(BATCHES).set(BATCHES.DUE_AT, due).where(them).execute();
    }

    /** Makes a batch of its own for each delivery of an issue that has ended with this status. */
    void again(Tx tx, long issueId, DeliveryStatus status, Instant due) {
        tx.sql().insertInto(
                        BATCHES, BATCHES.ISSUE_ID, BATCHES.FIRST_ID, BATCHES.LAST_ID, BATCHES.ALONE, BATCHES.DUE_AT,
                        BATCHES.RECEIVER, BATCHES.TIME_ZONE)
                .select(tx.sql().select(
                                DELIVERIES.ISSUE_ID, DELIVERIES.ID, DELIVERIES.ID, DSL.val(true), DSL.val(due),
                                DELIVERIES.RECEIVER, DELIVERIES.TIME_ZONE)
                        .from(DELIVERIES)
                        .where(DELIVERIES.ISSUE_ID.eq(issueId), DELIVERIES.STATUS.eq(status.column())))
                .execute();
    }

    /** Ends what nobody has in hand of an issue. */
    void endFree(Tx tx, long issueId) {
        tx.sql().deleteFrom(BATCHES).where(BATCHES.ISSUE_ID.eq(issueId), BATCHES.NODE.isNull()).execute();
    }

    /** Those of an issue that some node has in hand. */
    List<Batch> held(Tx tx, long issueId) {
        return select(tx, BATCHES.ISSUE_ID.eq(issueId).and(BATCHES.NODE.isNotNull()));
    }

    /** When the first of an issue is due that nobody has in hand; null where none is. */
    @Nullable Instant nextDue(Tx tx, long issueId) {
        return tx.sql().select(DSL.min(BATCHES.DUE_AT))
                .from(BATCHES)
                .where(BATCHES.ISSUE_ID.eq(issueId), BATCHES.NODE.isNull())
                .fetchSingle()
                .value1();
    }

    /** Whether somebody of an issue is not settled yet. */
    boolean any(Tx tx, long issueId) {
        return tx.sql().fetchExists(BATCHES, BATCHES.ISSUE_ID.eq(issueId));
    }

    private static Condition by(Holder holder) {
        return BATCHES.NODE.eq(holder.node()).and(BATCHES.RELAY.eq(holder.relay()));
    }

    private static List<Long> ids(Collection<Batch> batches) {
        return batches.stream().map(Batch::id).toList();
    }

    private static QuantifiedSelect<Record1<Long>> any(Collection<Long> ids) {
        return DSL.any(ids.toArray(Long[]::new));
    }
}
