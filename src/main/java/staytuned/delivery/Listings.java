package staytuned.delivery;

import static staytuned.db.schema.Tables.AUDIENCES;
import static staytuned.db.schema.Tables.BATCHES;
import static staytuned.db.schema.Tables.DELIVERIES;
import static staytuned.db.schema.Tables.SUBSCRIBERS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.mail.Address;

/** Lists deliveries one by one, page after page, each found by its id: the last page costs what the first one does. */
public final class Listings {
    private static final int FEWEST_IDS = 1_000;
    private static final long MOST_IDS = 100_000;

    private final Database database;

    public Listings(Database database) {
        this.database = database;
    }

    /**
     * Which deliveries.
     *
     * @param status null for any
     * @param receiver null for any
     * @param email null for any
     * @param after the id of the last one before them, 0 for none
     */
    public record Wanted(
            long issueId,
            @Nullable DeliveryStatus status,
            @Nullable String receiver,
            @Nullable Address email,
            long after,
            int limit) {}

    /**
     * One of them.
     *
     * @param leased whether a node has it in hand
     * @param doubts how often nobody knew whether the relay had it: each time it may have come twice
     * @param dueAt when it is tried next; null where it is settled, in hand, or an admin must decide
     * @param reply the relay's last word; null before the first
     */
    public record Listed(
            long id,
            Address to,
            String receiver,
            DeliveryStatus status,
            boolean leased,
            int attempts,
            int doubts,
            @Nullable Instant dueAt,
            @Nullable String reply,
            @Nullable Instant settledAt) {}

    /** Where a delivery waits. */
    private record Place(long firstId, long lastId, boolean alone, @Nullable Instant dueAt, boolean leased) {
        static final Place NONE = new Place(0, 0, false, null, false);
    }

    private record Row(Listed listed, boolean alone) {}

    /** These deliveries, in the order of their ids, and no more than were asked for. */
    public List<Listed> list(Wanted wanted) {
        return database.inTransaction(tx -> {
            var rows = rows(tx, wanted);
            if (rows.isEmpty()) return List.of();
            var places = places(tx, wanted.issueId, rows);
            return rows.stream().map(row -> placed(row, places)).toList();
        });
    }

    /**
     * Those of one reader by the key that says that each gets it once; all others by their ids, so many of these at
     * once that a page is read in an instant, even where the database has not yet noticed how large the table is.
     */
    private static List<Row> rows(Tx tx, Wanted wanted) {
        if (wanted.email != null) {
            var reader = DELIVERIES.ISSUE_ID.eq(wanted.issueId).and(DELIVERIES.SUBSCRIPTION_ID.in(
                    subscriptions(tx, wanted.email)));
            return rows(tx, wanted, reader.and(DELIVERIES.ID.gt(wanted.after)), wanted.limit);
        }
        var rows = new ArrayList<Row>();
        var audience = tx.sql().selectFrom(AUDIENCES).where(AUDIENCES.ISSUE_ID.eq(wanted.issueId)).fetchOne();
        if (audience == null) return rows;
        var from = Math.max(wanted.after + 1, audience.getFirstId());
        var ids = (long) Math.max(wanted.limit, FEWEST_IDS);
        while (from <= audience.getLastId() && rows.size() < wanted.limit) {
            var some = DELIVERIES.ID.between(from, Math.min(audience.getLastId(), from + ids - 1))
                    .and(DELIVERIES.ISSUE_ID.plus(0).eq(wanted.issueId)); // not by the index of the whole issue
            rows.addAll(rows(tx, wanted, some, wanted.limit - rows.size()));
            from += ids;
            ids = Math.min(2 * ids, MOST_IDS);
        }
        return rows;
    }

    private static List<Row> rows(Tx tx, Wanted wanted, Condition some, int most) {
        var where = some;
        if (wanted.status != null) where = where.and(DELIVERIES.STATUS.eq(wanted.status.column()));
        if (wanted.receiver != null) where = where.and(DELIVERIES.RECEIVER.eq(wanted.receiver));
        return tx.sql().selectFrom(DELIVERIES)
                .where(where)
                .orderBy(DELIVERIES.ID)
                .limit(most)
                .fetch(row -> new Row(
                        new Listed(
                                row.getId(), new Address(row.getEmail(), row.getName()), row.getReceiver(),
                                DeliveryStatus.of(row.getStatus()), false, row.getAttempts(), row.getDoubts(), null,
                                row.getReply(), row.getSettledAt()),
                        row.getAlone()));
    }

    private static Select<Record1<Long>> subscriptions(Tx tx, Address email) {
        return tx.sql().select(SUBSCRIPTIONS.ID)
                .from(SUBSCRIPTIONS)
                .join(SUBSCRIBERS).on(SUBSCRIBERS.ID.eq(SUBSCRIPTIONS.SUBSCRIBER_ID))
                .where(SUBSCRIBERS.EMAIL_KEY.eq(email.key()));
    }

    private static List<Place> places(Tx tx, long issueId, List<Row> rows) {
        var ids = rows.stream().map(each -> each.listed.id).toArray(Long[]::new);
        var alone = BATCHES.ALONE.eq(true).and(BATCHES.FIRST_ID.eq(DSL.any(ids)));
        var together = BATCHES.ALONE.eq(false)
                .and(BATCHES.LAST_ID.ge(ids[0]))
                .and(BATCHES.FIRST_ID.le(ids[ids.length - 1]));
        return tx.sql().selectFrom(BATCHES)
                .where(BATCHES.ISSUE_ID.eq(issueId), alone.or(together))
                .fetch(row -> new Place(
                        row.getFirstId(), row.getLastId(), row.getAlone(), row.getDueAt(), row.getNode() != null));
    }

    private static Listed placed(Row row, List<Place> places) {
        var it = row.listed;
        if (!it.status.isOpen()) return it;
        var place = places.stream()
                .filter(each -> each.alone == row.alone && each.firstId <= it.id && it.id <= each.lastId)
                .findFirst()
                .orElse(Place.NONE);
        return new Listed(
                it.id, it.to, it.receiver, it.status, place.leased, it.attempts, it.doubts,
                place.leased ? null : place.dueAt, it.reply, it.settledAt);
    }
}
