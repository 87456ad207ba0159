package staytuned.delivery;

import static staytuned.db.schema.Tables.DELIVERIES;
import static staytuned.db.schema.Tables.ISSUES;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import staytuned.db.Prepared;
import staytuned.db.Tx;
import staytuned.delivery.Batches.Holder;
import staytuned.issue.IssueState;
import staytuned.subscriber.Status;

/** What is noted in the table of deliveries for each letter: that it begins, and how it ended. */
final class Marks {
    private static final Field<String> CONFIRMED = DSL.inline(Status.CONFIRMED.column());

    private final Prepared beginning = new Prepared(Marks::beginning);
    private final Prepared settling = new Prepared(Marks::settling);
    private final Prepared ending = new Prepared(Marks::ending);

    /**
     * Notes that {@code holder} begins to send these, and gives back those that it may: none where its node may be
     * given up within {@link Nodes#PROOF}, not those of an issue that an admin has stopped, nor those whose reader has
     * left or pauses since, which are cancelled. What a node had before it was given up is not its own any more, since
     * it has another name since. Doing it again, where a commit's answer was lost, changes nothing.
     */
    Set<Long> begin(Tx tx, Holder holder, List<Delivery> next) {
        if (next.isEmpty()) return Set.of();
        var ids = next.stream().map(Delivery::id).toArray(Long[]::new);
        var begun = Set.copyOf(beginning.numbers(tx, ids, holder.node()));
        if (begun.size() < ids.length) cancel(tx, DELIVERIES.ID.eq(DSL.any(ids)).and(in(DeliveryStatus.WAITING)));
        return begun;
    }

    /** Cancels those of these whose reader has left or pauses, and notes what is to come when a pause is over. */
    private static void cancel(Tx tx, Condition which) {
        var readers = tx.sql().select(DELIVERIES.SUBSCRIPTION_ID).from(DELIVERIES).where(which);
        tx.keep(tx.sql().select(SUBSCRIPTIONS.ID).from(SUBSCRIPTIONS).where(SUBSCRIPTIONS.ID.in(readers))).fetch();
        Arrears.oweAgain(tx, tx.sql().update(DELIVERIES)
                .set(DELIVERIES.STATUS, DeliveryStatus.CANCELLED.column())
                .where(which, subscription().ne(CONFIRMED))
                .returningResult(DELIVERIES.ID)
                .fetch(DELIVERIES.ID));
    }

    /**
     * The rows are found by their numbers, and what belongs to each is asked for each: with joins or EXISTS PostgreSQL
     * may start from the issue instead, and read all its deliveries for every letter.
     */
    private static Query beginning(DSLContext sql) {
        var out = DSL.field(
                        DSL.select(ISSUES.STATE).from(ISSUES).where(ISSUES.ID.eq(DELIVERIES.ISSUE_ID)))
                .eq(DSL.inline(IssueState.SENDING.column()));
        return sql.update(DELIVERIES)
                .set(DELIVERIES.STATUS, DSL.inline(DeliveryStatus.SENDING.column()))
                .where(Prepared.isAny(DELIVERIES.ID), in(DeliveryStatus.OPEN), subscription().eq(CONFIRMED), out)
                .and(Nodes.alive(DSL.param("node", String.class), Nodes.PROOF))
                .returningResult(DELIVERIES.ID);
    }

    /** What a reader has said, by their subscription's status; "paused" for who pauses. */
    private static Field<String> subscription() {
        var status = DSL.when(SUBSCRIPTIONS.PAUSED_UNTIL.isNull(), SUBSCRIPTIONS.STATUS)
                .otherwise(DSL.inline("paused"));
        return DSL.field(DSL.select(status)
                .from(SUBSCRIPTIONS)
                .where(SUBSCRIPTIONS.ID.eq(DELIVERIES.SUBSCRIPTION_ID)));
    }

    /**
     * Notes how the sending of these ended. One that was taken back meanwhile is somebody else's now, but when the
     * relay took it after all, it need not go out again.
     *
     * @return those that are to be tried again
     */
    List<Settlement> settle(Tx tx, Holder holder, List<Settlement> settlements, Instant now) {
        var oneByOne = settlements.stream().filter(each -> each.isOpen() || !tx.updatesFrom()).toList();
        var changed = settling.executeAll(
                tx, oneByOne.stream().map(each -> settling(each, holder, now)).toList());
        if (tx.updatesFrom()) end(tx, holder, settlements, now);
        var again = new ArrayList<Settlement>();
        for (var i = 0; i < changed.length; i++) {
            if (changed[i] == 1 && oneByOne.get(i).isOpen()) again.add(oneByOne.get(i));
        }
        return again;
    }

    /** Most letters are settled for good: where the database can, all of these by one statement. */
    private void end(Tx tx, Holder holder, List<Settlement> settlements, Instant now) {
        // A row must not be named twice: which of the two would count is not said.
        var seen = new HashSet<Long>();
        var ended = settlements.stream().filter(each -> !each.isOpen() && seen.add(each.id())).toList();
        if (ended.isEmpty()) return;
        ending.execute(
                tx,
                now,
                holder.relay(),
                of(ended, Settlement::id, Long[]::new),
                of(ended, each -> each.status().column(), String[]::new),
                of(ended, Settlement::attempts, Integer[]::new),
                of(ended, Settlement::breaks, Integer[]::new),
                of(ended, each -> each.batch().alone(), Boolean[]::new),
                of(ended, each -> each.reply().toString(), String[]::new),
                DeliveryStatus.SENT.column(),
                holder.node());
    }

    private static <T> T[] of(
            List<Settlement> ended, Function<Settlement, T> value, IntFunction<T[]> array) {
        return ended.stream().map(value).toArray(array);
    }

    private static <T> Field<T> ended(String column, DataType<T> type) {
        return DSL.field(DSL.name("ended", column), type);
    }

    private static Query ending(DSLContext sql) {
        var ended = DSL.table("unnest(?, ?, ?, ?, ?, ?)")
                .as("ended", "id", "status", "attempts", "breaks", "alone", "reply");
        var status = ended("status", SQLDataType.VARCHAR);
        return sql.update(DELIVERIES)
                .set(DELIVERIES.STATUS, status)
                .set(DELIVERIES.ATTEMPTS, ended("attempts", SQLDataType.INTEGER))
                .set(DELIVERIES.BREAKS, ended("breaks", SQLDataType.INTEGER))
                .set(DELIVERIES.ALONE, ended("alone", SQLDataType.BOOLEAN))
                .set(DELIVERIES.REPLY, ended("reply", SQLDataType.VARCHAR))
                .set(DELIVERIES.SETTLED_AT, DSL.param("settled", Instant.class))
                .set(DELIVERIES.RELAY, DSL.param("relay", String.class))
                .from(ended)
                .where(DELIVERIES.ID.eq(ended("id", SQLDataType.BIGINT)))
                .and(mayEnd(status.eq(DSL.param("sent", String.class))));
    }

    private static Query settling(DSLContext sql) {
        return sql.update(DELIVERIES)
                .set(DELIVERIES.STATUS, DSL.param("status", String.class))
                .set(DELIVERIES.ATTEMPTS, DSL.param("attempts", Integer.class))
                .set(DELIVERIES.DOUBTS, DELIVERIES.DOUBTS.plus(DSL.param("doubts", Integer.class)))
                .set(DELIVERIES.BREAKS, DSL.param("breaks", Integer.class))
                .set(DELIVERIES.ALONE, DSL.param("alone", Boolean.class))
                .set(DELIVERIES.REPLY, DSL.param("reply", String.class))
                .set(DELIVERIES.SETTLED_AT, DSL.param("settled", Instant.class))
                .set(DELIVERIES.RELAY, DSL.param("relay", String.class))
                .where(DELIVERIES.ID.eq(DSL.param("id", Long.class)))
                .and(mayEnd(DSL.condition(DSL.param("taken", Boolean.class))));
    }

    private static @Nullable Object[] settling(Settlement each, Holder holder, Instant now) {
        return new @Nullable Object[] {
            each.status().column(), each.attempts(), each.doubtful() ? 1 : 0, each.breaks(),
            each.isOpen() || each.batch().alone(), each.reply().toString(), each.isOpen() ? null : now,
            holder.relay(), each.id(), each.status() == DeliveryStatus.SENT, holder.node()
        };
    }

    /** What may be ended or given back: what is being sent by a known node, and what a relay {@code took} anyway. */
    private static Condition mayEnd(Condition took) {
        var sending = DELIVERIES.STATUS.eq(DSL.inline(DeliveryStatus.SENDING.column()));
        var taken = in(Set.of(DeliveryStatus.SENDING, DeliveryStatus.DOUBTFUL)).and(took);
        return taken.or(sending.and(Nodes.known(DSL.param("node", String.class))));
    }

    private static Condition in(Set<DeliveryStatus> statuses) {
        return DELIVERIES.STATUS.in(DeliveryStatus.columns(statuses).stream().map(DSL::inline).toList());
    }
}
