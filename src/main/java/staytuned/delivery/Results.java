package staytuned.delivery;

import static staytuned.db.schema.Tables.DELIVERIES;
import static staytuned.db.schema.Tables.RESULTS;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.jooq.Record5;
import org.jooq.Select;
import org.jooq.impl.DSL;
import staytuned.db.Tx;

/**
 * The table of results: how the letters of each issue that is over ended, by relay and receiver. They are counted once,
 * when it is over; one that goes on is counted whenever somebody asks.
 */
public final class Results {
    /** A receiver with fewer letters of an issue is none by itself. */
    private static final int FEW = 100;

    /**
     * The results of these issues.
     *
     * @param going whether also those that are not over are counted
     */
    public List<Result> of(Tx tx, Collection<Long> issueIds, boolean going) {
        var results = new ArrayList<>(results(tx.sql().select(
                        RESULTS.ISSUE_ID, RESULTS.RELAY, RESULTS.RECEIVER, RESULTS.TAKEN, RESULTS.BOUNCED)
                .from(RESULTS)
                .where(RESULTS.ISSUE_ID.in(issueIds))));
        if (!going) return results;
        var open = new HashSet<>(issueIds);
        for (var each : results) open.remove(each.issueId());
        for (var issue : open) results.addAll(results(counting(tx, issue)));
        return results;
    }

    /** Keeps the results of an issue that is over. */
    void keep(Tx tx, long issueId) {
        drop(tx, issueId);
        tx.sql().insertInto(
                        RESULTS, RESULTS.ISSUE_ID, RESULTS.RELAY, RESULTS.RECEIVER, RESULTS.TAKEN, RESULTS.BOUNCED)
                .select(counting(tx, issueId))
                .execute();
    }

    /** Forgets the results of an issue that goes on after all. */
    void drop(Tx tx, long issueId) {
        tx.sql().deleteFrom(RESULTS).where(RESULTS.ISSUE_ID.eq(issueId)).execute();
    }

    private static Select<Record5<Long, String, String, Integer, Integer>> counting(Tx tx, long issueId) {
        var sent = DELIVERIES.STATUS.eq(DeliveryStatus.SENT.column());
        var bounced = DELIVERIES.STATUS.eq(DeliveryStatus.BOUNCED.column());
        var relay = DSL.coalesce(DELIVERIES.RELAY, "").as("by_relay");
        var taken = DSL.count().filterWhere(sent).as("were_taken");
        var refused = DSL.count().filterWhere(bounced).as("were_bounced");
        var each = tx.sql().select(relay, DELIVERIES.RECEIVER, taken, refused)
                .from(DELIVERIES)
                .where(DELIVERIES.ISSUE_ID.eq(issueId), sent.or(bounced))
                .groupBy(DELIVERIES.RELAY, DELIVERIES.RECEIVER)
                .asTable("each_receiver");
        var large = each.field(taken).plus(each.field(refused)).ge(DSL.inline(FEW));
        // Written twice in the statement, and the same only without parameters.
        var receiver = DSL.when(large, each.field(DELIVERIES.RECEIVER)).otherwise(DSL.inline(""));
        return tx.sql().select(
                        DSL.inline(issueId),
                        each.field(relay),
                        receiver,
                        DSL.sum(each.field(taken)).cast(Integer.class),
                        DSL.sum(each.field(refused)).cast(Integer.class))
                .from(each)
                .groupBy(each.field(relay), receiver);
    }

    private static List<Result> results(Select<Record5<Long, String, String, Integer, Integer>> rows) {
        return rows.fetch(row -> new Result(row.value1(), row.value2(), row.value3(), row.value4(), row.value5()));
    }
}
