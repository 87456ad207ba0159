package staytuned.delivery;

import static staytuned.db.schema.Tables.DELIVERIES;
import static staytuned.db.schema.Tables.ISSUES;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.QuantifiedSelect;
import org.jooq.Query;
import org.jooq.Record1;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.db.Prepared;
import staytuned.db.Tx;
import staytuned.delivery.Batches.Holder;
import staytuned.delivery.Batches.Wanted;
import staytuned.issue.IssueState;
import staytuned.mail.Address;
import staytuned.schedule.Hours;
import staytuned.subscriber.Choices;
import staytuned.subscriber.Status;

/** The table of deliveries, which is the queue. */
public final class Deliveries {
    private final Database database;
    private final Batches batches = new Batches();
    private final Receptions receptions = new Receptions();
    private final Marks marks = new Marks();

    public Deliveries(Database database) {
        this.database = database;
    }

    /**
     * Takes deliveries of an issue in hand that are due. Nothing for a node that is not believed to be alive.
     *
     * @param inDoubt what becomes of those that are doubtful
     */
    List<Delivery> claim(Holder holder, Wanted wanted, InDoubt inDoubt) {
        return claim(holder, wanted, inDoubt, Hours.ALWAYS);
    }

    /**
     * As the other, where some readers may be asleep: what is due to these waits for their morning.
     *
     * @param hours those of the readers' own wall clocks, where these count
     */
    List<Delivery> claim(Holder holder, Wanted wanted, InDoubt inDoubt, Hours hours) {
        return database.inTransaction(tx -> {
            if (!Nodes.prove(tx, holder.node()) || !goesOut(tx, wanted.issueId())) return List.of();
            while (true) {
                var taken = batches.claim(tx, holder, wanted);
                if (asleep(tx, holder, taken, wanted.now(), hours)) continue;
                var claimed = waiting(tx, taken, inDoubt);
                if (!claimed.isEmpty() || taken.isEmpty()) return claimed;
                // A node that died, or a late yes, left them behind: what is over must not stand before the others.
                batches.end(tx, holder, taken.stream().filter(each -> !any(tx, each, DeliveryStatus.OPEN)).toList());
            }
        });
    }

    /** Whether these were due to readers who are asleep; then they, and all others there, wait for the morning. */
    private boolean asleep(Tx tx, Holder holder, List<Batch> taken, Instant now, Hours hours) {
        var zones = taken.stream()
                .flatMap(each -> Stream.ofNullable(each.zone()))
                .filter(each -> !hours.areOpen(now, each))
                .collect(Collectors.toSet());
        if (zones.isEmpty()) return false;
        batches.free(tx, holder, taken);
        for (var zone : zones) batches.postpone(tx, taken.getFirst().issueId(), zone, hours.next(now, zone));
        return true;
    }

    private List<Delivery> waiting(Tx tx, List<Batch> taken, InDoubt inDoubt) {
        var waiting = new ArrayList<Delivery>();
        var single = new HashMap<Long, Batch>();
        for (var batch : taken) {
            if (batch.alone()) single.put(batch.firstId(), batch);
            else waiting.addAll(waiting(tx, inside(batch), _ -> batch));
        }
        if (inDoubt == InDoubt.HOLD) hold(tx, single);
        if (!single.isEmpty()) {
            var them = DELIVERIES.ID.eq(any(single.keySet())).and(DELIVERIES.ALONE);
            waiting.addAll(waiting(tx, them, id -> Objects.requireNonNull(single.get(id))));
        }
        return waiting;
    }

    private static boolean goesOut(Tx tx, long issueId) {
        return tx.sql().fetchExists(
                ISSUES, ISSUES.ID.eq(issueId), ISSUES.STATE.eq(IssueState.SENDING.column()));
    }

    /** Those that are doubtful are not due any more, until an admin has decided. */
    private void hold(Tx tx, Map<Long, Batch> single) {
        var doubtful = tx.sql().select(DELIVERIES.ID)
                .from(DELIVERIES)
                .where(DELIVERIES.ID.eq(any(single.keySet())))
                .and(DELIVERIES.STATUS.eq(DeliveryStatus.DOUBTFUL.column()))
                .fetch(DELIVERIES.ID);
        for (var id : doubtful) batches.later(tx, id, Objects.requireNonNull(single.remove(id)), null);
    }

    /** Ends what is open of an issue, but for what is being sent at this moment. */
    void cancel(Tx tx, long issueId, Instant now) {
        tx.sql().update(DELIVERIES)
                .set(DELIVERIES.STATUS, DeliveryStatus.CANCELLED.column())
                .set(DELIVERIES.SETTLED_AT, now)
                .where(DELIVERIES.ISSUE_ID.eq(issueId))
                .and(DELIVERIES.STATUS.in(DeliveryStatus.columns(DeliveryStatus.WAITING)))
                .execute();
        batches.endFree(tx, issueId);
    }

    /**
     * Those of these issues that an admin has ended: what comes back open of them is over too. An admin's word about
     * the others waits for the end of this transaction, and then sees what came back.
     */
    private static List<Long> cancelled(Tx tx, Stream<Long> issueIds) {
        return issueIds.distinct().sorted()
                .filter(id -> tx.keep(tx.sql().select(ISSUES.STATE).from(ISSUES).where(ISSUES.ID.eq(id)))
                        .fetch(ISSUES.STATE)
                        .contains(IssueState.CANCELLED.column()))
                .toList();
    }

    /** Queues those of an issue again that were refused or given up, as if they had not been tried. */
    int resendFailed(Tx tx, long issueId, Instant now) {
        batches.again(tx, issueId, DeliveryStatus.BOUNCED, now);
        return tx.sql().update(DELIVERIES)
                .set(DELIVERIES.STATUS, DeliveryStatus.QUEUED.column())
                .set(DELIVERIES.ATTEMPTS, 0)
                .set(DELIVERIES.BREAKS, 0)
                .set(DELIVERIES.ALONE, true)
                .setNull(DELIVERIES.SETTLED_AT)
                .where(DELIVERIES.ISSUE_ID.eq(issueId))
                .and(DELIVERIES.STATUS.eq(DeliveryStatus.BOUNCED.column()))
                .execute();
    }

    /**
     * An admin decides about the doubtful deliveries of an issue: the relay has them, or they are sent again.
     *
     * @return how many there were
     */
    public int resolve(long issueId, boolean sent, Instant now) {
        return database.inTransaction(tx -> {
            var doubtful = tx.sql().update(DELIVERIES)
                    .set(DELIVERIES.STATUS, (sent ? DeliveryStatus.SENT : DeliveryStatus.QUEUED).column())
                    .set(DELIVERIES.SETTLED_AT, sent ? now : null)
                    .where(DELIVERIES.ISSUE_ID.eq(issueId))
                    .and(DELIVERIES.STATUS.eq(DeliveryStatus.DOUBTFUL.column()))
                    .returningResult(DELIVERIES.ID)
                    .fetch(DELIVERIES.ID);
            batches.resolve(tx, issueId, doubtful, sent ? null : now);
            return doubtful.size();
        });
    }

    private static List<Delivery> waiting(Tx tx, Condition which, Function<Long, Batch> batch) {
        return tx.sql().select(
                        DELIVERIES.ID,
                        DELIVERIES.ISSUE_ID,
                        DELIVERIES.SUBSCRIPTION_ID,
                        DELIVERIES.ATTEMPTS,
                        DELIVERIES.BREAKS,
                        DELIVERIES.DOUBTS,
                        DELIVERIES.EMAIL,
                        DELIVERIES.NAME,
                        DELIVERIES.EARLIER_ID,
                        DELIVERIES.RECEIVER,
                        DELIVERIES.FORMAT,
                        DELIVERIES.CONTENT)
                .from(DELIVERIES)
                .where(which, DELIVERIES.STATUS.in(DeliveryStatus.columns(DeliveryStatus.WAITING)))
                .fetch(row -> new Delivery(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        new Address(row.value7(), row.value8()),
                        row.value9(),
                        row.value10(),
                        new Delivery.Wish(Choices.Format.of(row.value11()) == Choices.Format.TEXT, row.value12()),
                        batch.apply(row.value1())));
    }

    /**
     * Lets go of these batches: one in which nobody is open any more ends, the others are due as before. One of which
     * something seems to be on its way stays in hand: it is taken back, and what was on its way is in doubt.
     */
    void release(Holder holder, Collection<Batch> done) {
        if (done.isEmpty()) return;
        database.run(tx -> {
            var open = done.stream()
                    .collect(Collectors.partitioningBy(each -> any(tx, each, DeliveryStatus.OPEN)));
            batches.end(tx, holder, Objects.requireNonNull(open.get(false)));
            var settled = Objects.requireNonNull(open.get(true)).stream()
                    .filter(each -> !any(tx, each, Set.of(DeliveryStatus.SENDING)))
                    .toList();
            batches.free(tx, holder, settled);
        });
    }

    private static boolean any(Tx tx, Batch batch, Set<DeliveryStatus> statuses) {
        return tx.sql().fetchExists(
                DELIVERIES, inside(batch), DELIVERIES.STATUS.in(DeliveryStatus.columns(statuses)));
    }

    /** Many have been queued. */
    void grown(Tx tx) {
        tx.hasGrown(DELIVERIES);
    }

    /** As {@link Marks#begin}. */
    Set<Long> begin(Tx tx, Holder holder, List<Delivery> next) {
        return marks.begin(tx, holder, next);
    }

    /** As {@link Marks#settle}; what comes back open of an issue that an admin has ended meanwhile is over too. */
    void settle(Tx tx, Holder holder, List<Settlement> settlements, Instant now) {
        if (settlements.isEmpty()) return;
        var over = cancelled(tx, settlements.stream().filter(Settlement::isOpen).map(each -> each.batch().issueId()));
        for (var each : marks.settle(tx, holder, settlements, now)) {
            batches.later(tx, each.id(), each.batch(), each.dueAt());
        }
        for (var issue : over) cancel(tx, issue, now);
    }

    /** The nodes that have something in hand. */
    Set<String> holders(Tx tx) {
        return batches.nodes(tx);
    }

    /**
     * Takes back what a node that is dead had in hand. What it was sending is doubtful, and due at {@code due}; the
     * rest is due as before.
     *
     * @return how many batches it had
     */
    int takeBack(Tx tx, String node, Instant due) {
        var left = batches.ofNode(tx, node);
        for (var batch : left) takeBack(tx, batch, due);
        return left.size();
    }

    /** Takes back what {@code holder} itself has in hand and cannot be working on. */
    int takeBack(Holder holder, Instant due) {
        return database.inTransaction(tx -> {
            var left = batches.of(tx, holder);
            for (var batch : left) takeBack(tx, batch, due);
            return left.size();
        });
    }

    private void takeBack(Tx tx, Batch batch, Instant due) {
        var over = cancelled(tx, Stream.of(batch.issueId()));
        batches.free(tx, batch);
        var doubtful = tx.sql().update(DELIVERIES)
                .set(DELIVERIES.STATUS, DeliveryStatus.DOUBTFUL.column())
                .set(DELIVERIES.DOUBTS, DELIVERIES.DOUBTS.plus(1))
                .set(DELIVERIES.ALONE, true)
                .where(inside(batch), DELIVERIES.STATUS.eq(DeliveryStatus.SENDING.column()))
                .returningResult(DELIVERIES.ID)
                .fetch(DELIVERIES.ID);
        for (var id : doubtful) batches.later(tx, id, batch, due);
        for (var issue : over) cancel(tx, issue, due);
    }

    /** Whether some reader of an issue is not settled yet. */
    boolean anyOpen(Tx tx, long issueId) {
        return batches.any(tx, issueId);
    }

    /** Notes that a reader has complained about a letter; once, however often it is told. False for a repetition. */
    public boolean complained(Tx tx, long deliveryId, Instant now) {
        var known = DELIVERIES.ID.eq(deliveryId).and(DELIVERIES.COMPLAINED_AT.isNull());
        if (tx.sql().update(DELIVERIES).set(DELIVERIES.COMPLAINED_AT, now).where(known).execute() == 0) return false;
        note(tx, deliveryId, Reception.COMPLAINED);
        return true;
    }

    /** Notes that a letter came back which the relay had taken; once, however often it is told. */
    public boolean returned(Tx tx, long deliveryId, Instant now) {
        var known = DELIVERIES.ID.eq(deliveryId)
                .and(DELIVERIES.RETURNED_AT.isNull())
                .and(DELIVERIES.STATUS.ne(DeliveryStatus.BOUNCED.column()));
        if (tx.sql().update(DELIVERIES).set(DELIVERIES.RETURNED_AT, now).where(known).execute() == 0) return false;
        note(tx, deliveryId, Reception.RETURNED);
        return true;
    }

    private void note(Tx tx, long deliveryId, Reception how) {
        var letter = tx.sql().select(DELIVERIES.ISSUE_ID, DELIVERIES.SETTLED_AT)
                .from(DELIVERIES)
                .where(DELIVERIES.ID.eq(deliveryId))
                .fetchSingle();
        receptions.later(tx, letter.value1(), letter.value2(), how);
    }

    /** How many deliveries of all issues are not settled yet. */
    public int countOpen() {
        return database.inTransaction(tx -> tx.sql().fetchCount(
                DELIVERIES, DELIVERIES.STATUS.in(DeliveryStatus.columns(DeliveryStatus.OPEN))));
    }

    /** The deliveries of a batch. */
    static Condition inside(Batch batch) {
        return DELIVERIES.ID.between(batch.firstId(), batch.lastId())
                .and(DELIVERIES.ISSUE_ID.plus(0).eq(batch.issueId())) // not by the index of the whole issue
                .and(DELIVERIES.ALONE.eq(batch.alone()));
    }

    private static QuantifiedSelect<Record1<Long>> any(Collection<Long> ids) {
        return DSL.any(ids.toArray(Long[]::new));
    }
}
