package staytuned.delivery;

import static staytuned.db.schema.Tables.DELIVERIES;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.db.Tx;

/** What an admin sees of deliveries; nothing is changed here. */
public final class Overviews {
    private static final int RECEIVERS_SHOWN = 10;

    private final Database database;
    private final Batches batches = new Batches();
    private final Arrears arrears = new Arrears();

    public Overviews(Database database) {
        this.database = database;
    }

    /** How many there are of one status, and where the last word about them stands. */
    private record Group(
            DeliveryStatus status, int count, int twice, int lately, @Nullable Instant settled, @Nullable Long last) {}

    /**
     * How an issue goes. Each row of it is looked at three times: that is about a second for a million readers.
     *
     * @param since from when on {@link Overview#lately} counts
     */
    public Overview of(long issueId, Instant since) {
        return database.inTransaction(tx -> {
            var groups = groups(tx, issueId, since);
            var counts = new EnumMap<DeliveryStatus, Integer>(DeliveryStatus.class);
            for (var each : groups) counts.put(each.status, each.count);
            return new Overview(
                    counts,
                    leased(tx, issueId),
                    arrears.count(tx, issueId),
                    groups.stream().mapToInt(Group::twice).sum(),
                    groups.stream().mapToInt(Group::lately).sum(),
                    replies(tx, issueId, groups),
                    receivers(tx, issueId),
                    batches.nextDue(tx, issueId));
        });
    }

    private static List<Group> groups(Tx tx, long issueId, Instant since) {
        var sent = DELIVERIES.STATUS.eq(DeliveryStatus.SENT.column());
        return tx.sql().select(
                        DELIVERIES.STATUS,
                        DSL.count(),
                        DSL.count().filterWhere(DELIVERIES.DOUBTS.gt(0)),
                        DSL.count().filterWhere(sent, DELIVERIES.SETTLED_AT.gt(since)),
                        DSL.max(DELIVERIES.SETTLED_AT),
                        DSL.max(DELIVERIES.ID).filterWhere(DELIVERIES.REPLY.isNotNull()))
                .from(DELIVERIES)
                .where(DELIVERIES.ISSUE_ID.eq(issueId))
                .groupBy(DELIVERIES.STATUS)
                .fetch(row -> new Group(
                        DeliveryStatus.of(row.value1()), row.value2(), row.value3(), row.value4(), row.value5(),
                        row.value6()));
    }

    /** The last word is the latest; where nothing is settled it is that about the last in the queue. */
    private static Map<DeliveryStatus, String> replies(Tx tx, long issueId, List<Group> groups) {
        var last = new ArrayList<Condition>();
        for (var each : groups) {
            if (each.last == null) continue;
            var row = each.settled == null
                    ? DELIVERIES.ID.eq(each.last)
                    : DELIVERIES.SETTLED_AT.eq(each.settled);
            last.add(DELIVERIES.STATUS.eq(each.status.column()).and(row));
        }
        var replies = new EnumMap<DeliveryStatus, String>(DeliveryStatus.class);
        if (last.isEmpty()) return replies;
        tx.sql().select(DELIVERIES.STATUS, DELIVERIES.REPLY)
                .from(DELIVERIES)
                .where(DELIVERIES.ISSUE_ID.eq(issueId), DELIVERIES.REPLY.isNotNull())
                .and(DSL.or(last))
                .orderBy(DELIVERIES.ID)
                .forEach(row -> replies.put(DeliveryStatus.of(row.value1()), row.value2()));
        return replies;
    }

    private static Map<String, Map<DeliveryStatus, Integer>> receivers(Tx tx, long issueId) {
        var columns = new EnumMap<DeliveryStatus, Field<Integer>>(DeliveryStatus.class);
        for (var each : DeliveryStatus.values()) {
            columns.put(each, DSL.count().filterWhere(DELIVERIES.STATUS.eq(each.column())).as(each.column()));
        }
        var receivers = new LinkedHashMap<String, Map<DeliveryStatus, Integer>>();
        tx.sql().select(DELIVERIES.RECEIVER)
                .select(columns.values())
                .from(DELIVERIES)
                .where(DELIVERIES.ISSUE_ID.eq(issueId))
                .groupBy(DELIVERIES.RECEIVER)
                .orderBy(DSL.count().desc(), DELIVERIES.RECEIVER)
                .limit(RECEIVERS_SHOWN)
                .forEach(row -> {
                    var counts = new EnumMap<DeliveryStatus, Integer>(DeliveryStatus.class);
                    columns.forEach((status, column) -> {
                        if (row.get(column) > 0) counts.put(status, row.get(column));
                    });
                    receivers.put(row.get(DELIVERIES.RECEIVER), counts);
                });
        return receivers;
    }

    private Map<DeliveryStatus, Integer> leased(Tx tx, long issueId) {
        var leased = new EnumMap<DeliveryStatus, Integer>(DeliveryStatus.class);
        var held = batches.held(tx, issueId);
        var alone = held.stream().filter(Batch::alone).map(Batch::firstId).toArray(Long[]::new);
        var where = new ArrayList<>(List.of(DELIVERIES.ID.eq(DSL.any(alone)).and(DELIVERIES.ALONE)));
        held.stream().filter(each -> !each.alone()).map(Deliveries::inside).forEach(where::add);
        for (var some : where) {
            tx.sql().select(DELIVERIES.STATUS, DSL.count())
                    .from(DELIVERIES)
                    .where(some, DELIVERIES.STATUS.in(DeliveryStatus.columns(DeliveryStatus.WAITING)))
                    .groupBy(DELIVERIES.STATUS)
                    .forEach(row -> leased.merge(DeliveryStatus.of(row.value1()), row.value2(), Integer::sum));
        }
        return leased;
    }
}
