package staytuned.delivery;

import static staytuned.db.schema.Tables.DELIVERIES;
import static staytuned.db.schema.Tables.TALLIES;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.impl.DSL;
import staytuned.db.Database;
import staytuned.db.Tx;

/** The table of tallies: how many readers of an issue that is over ended how. One that goes on is counted each time. */
public final class Tallies {
    private final Database database;

    public Tallies(Database database) {
        this.database = database;
    }

    /** How many deliveries of an issue there are in each status; none where there is none. */
    public Map<DeliveryStatus, Integer> counts(long issueId) {
        return database.inTransaction(tx -> {
            var kept = counts(tx.sql().select(TALLIES.STATUS, TALLIES.DELIVERIES)
                    .from(TALLIES)
                    .where(TALLIES.ISSUE_ID.eq(issueId)));
            return kept.isEmpty() ? counts(counting(tx, issueId)) : kept;
        });
    }

    /** The counts of those of these issues that are over, by issue. */
    public Map<Long, Map<DeliveryStatus, Integer>> kept(Collection<Long> issueIds) {
        var kept = new HashMap<Long, Map<DeliveryStatus, Integer>>();
        database.run(tx -> tx.sql().selectFrom(TALLIES)
                .where(TALLIES.ISSUE_ID.in(issueIds))
                .forEach(row -> kept.computeIfAbsent(row.getIssueId(), _ -> new EnumMap<>(DeliveryStatus.class))
                        .put(DeliveryStatus.of(row.getStatus()), row.getDeliveries())));
        return kept;
    }

    /** Keeps the counts of an issue that is over. */
    void keep(Tx tx, long issueId) {
        drop(tx, issueId);
        counts(counting(tx, issueId)).forEach((status, count) -> tx.sql().insertInto(TALLIES)
                .set(TALLIES.ISSUE_ID, issueId)
                .set(TALLIES.STATUS, status.column())
                .set(TALLIES.DELIVERIES, count)
                .execute());
    }

    /** Forgets the counts of an issue that goes on after all. */
    void drop(Tx tx, long issueId) {
        tx.sql().deleteFrom(TALLIES).where(TALLIES.ISSUE_ID.eq(issueId)).execute();
    }

    private static Select<Record2<String, Integer>> counting(Tx tx, long issueId) {
        return tx.sql().select(DELIVERIES.STATUS, DSL.count())
                .from(DELIVERIES)
                .where(DELIVERIES.ISSUE_ID.eq(issueId))
                .groupBy(DELIVERIES.STATUS);
    }

    private static Map<DeliveryStatus, Integer> counts(Select<Record2<String, Integer>> rows) {
        var counts = new EnumMap<DeliveryStatus, Integer>(DeliveryStatus.class);
        rows.forEach(row -> counts.put(DeliveryStatus.of(row.value1()), row.value2()));
        return counts;
    }
}
