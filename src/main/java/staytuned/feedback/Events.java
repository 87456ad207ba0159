package staytuned.feedback;

import static staytuned.db.schema.Tables.DELIVERIES;
import static staytuned.db.schema.Tables.EVENTS;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.delivery.DeliveryStatus;
import staytuned.feedback.Figures.Place;
import staytuned.herald.Happening;
import staytuned.herald.Tidings;
import staytuned.mail.Address;

/** The table of what was said about deliveries. */
public final class Events {
    /** So many that match nothing are kept: anybody can send such, and as many as they like. */
    private static final int MOST_UNMATCHED = 1000;

    private static final int LONGEST_ADDRESS = 320;
    private static final int LONGEST_STATUS = 16;

    private final Database database;

    public Events(Database database) {
        this.database = database;
    }

    /** Keeps what was said, and says whether it is new. */
    boolean keep(Tx tx, String fingerprint, Event event) {
        var verdict = event.verdict();
        var isNew = tx.insertNew(tx.sql().insertInto(EVENTS)
                .set(EVENTS.FINGERPRINT, fingerprint)
                .set(EVENTS.SOURCE, event.source())
                .set(EVENTS.KIND, verdict.kind().column())
                .set(EVENTS.DELIVERY_ID, event.deliveryId())
                .set(EVENTS.SUBSCRIBER_ID, event.subscriberId())
                .set(EVENTS.RECIPIENT, fits(verdict.recipient(), LONGEST_ADDRESS))
                .set(EVENTS.STATUS, fits(verdict.status(), LONGEST_STATUS))
                .set(EVENTS.DIAGNOSTIC, verdict.diagnostic())
                .set(EVENTS.BLAMES_SENDER, verdict.blamesSender())
                .set(EVENTS.RECEIVED_AT, event.receivedAt()));
        if (isNew && event.subscriberId() == null) forget(tx);
        if (isNew && event.deliveryId() != null) tell(tx, event.deliveryId(), verdict);
        return isNew;
    }

    private static void tell(Tx tx, long delivery, Verdict verdict) {
        var complaint = verdict.kind() == Kind.COMPLAINT;
        if (!complaint && !verdict.failed()) return;
        Tidings.note(tx, complaint ? Happening.DELIVERY_COMPLAINED : Happening.DELIVERY_BOUNCED, () -> {
            var data = new HashMap<String, Object>();
            data.put("delivery", delivery);
            data.put("kind", verdict.kind().column());
            if (verdict.status() != null) data.put("status", verdict.status());
            return data;
        });
    }

    private static @Nullable String fits(
            @Nullable String text, int longest) {
        return text == null || text.length() > longest ? null : Address.oneLine(text, longest);
    }

    /** Those that match nothing, but for the latest. */
    private static void forget(Tx tx) {
        var last = tx.sql().select(EVENTS.ID)
                .from(EVENTS)
                .where(EVENTS.SUBSCRIBER_ID.isNull())
                .orderBy(EVENTS.ID.desc())
                .offset(MOST_UNMATCHED)
                .limit(1)
                .fetchOptional(EVENTS.ID);
        last.ifPresent(id -> tx.sql().deleteFrom(EVENTS)
                .where(EVENTS.SUBSCRIBER_ID.isNull(), EVENTS.ID.le(id))
                .execute());
    }

    /** When each delivery to a subscriber first failed softly, by no fault of the sender's. */
    Map<Long, Instant> softFailures(Tx tx, long subscriberId) {
        return tx.sql().select(EVENTS.DELIVERY_ID, DSL.min(EVENTS.RECEIVED_AT))
                .from(EVENTS)
                .where(EVENTS.SUBSCRIBER_ID.eq(subscriberId), EVENTS.DELIVERY_ID.isNotNull())
                .and(EVENTS.KIND.eq(Kind.SOFT.column()).andNot(EVENTS.BLAMES_SENDER))
                .groupBy(EVENTS.DELIVERY_ID)
                .fetchMap(row -> Objects.requireNonNull(row.value1()), row -> row.value2());
    }

    /** What came back of the letters of these issues after a relay had taken them, told since {@code time}. */
    Map<Place, Count> later(Tx tx, Instant time, Collection<Long> issueIds) {
        var relay = DSL.coalesce(DELIVERIES.RELAY, "");
        var taken = DELIVERIES.STATUS.eq(DeliveryStatus.SENT.column());
        var later = new HashMap<Place, Count>();
        tx.sql().select(
                        DELIVERIES.ISSUE_ID,
                        relay,
                        DELIVERIES.RECEIVER,
                        DSL.countDistinct(DELIVERIES.ID).filterWhere(DELIVERIES.RETURNED_AT.isNotNull(), taken),
                        DSL.countDistinct(DELIVERIES.ID).filterWhere(DELIVERIES.COMPLAINED_AT.isNotNull()))
                .from(EVENTS)
                .join(DELIVERIES).on(DELIVERIES.ID.eq(EVENTS.DELIVERY_ID))
                // Few events, found one by one: not by the index of the whole issue.
                .where(EVENTS.RECEIVED_AT.ge(time), DELIVERIES.ISSUE_ID.plus(0).in(issueIds))
                .groupBy(DELIVERIES.ISSUE_ID, DELIVERIES.RELAY, DELIVERIES.RECEIVER)
                .forEach(row -> later.put(
                        new Place(row.value1(), row.value2(), row.value3()),
                        new Count(0, row.value4(), row.value5())));
        return later;
    }

    /** The latest {@code limit}, the newest first; only those that match no reader, where that is asked. */
    public List<Event> latest(boolean unmatched, int limit) {
        return page(unmatched, Long.MAX_VALUE, limit);
    }

    /** As {@link #latest}, of those before the one with the id {@code before}. */
    public List<Event> page(boolean unmatched, long before, int limit) {
        return database.inTransaction(tx -> tx.sql().selectFrom(EVENTS)
                .where(EVENTS.ID.lt(before), unmatched ? EVENTS.SUBSCRIBER_ID.isNull() : DSL.noCondition())
                .orderBy(EVENTS.ID.desc())
                .limit(limit)
                .fetch(Events::event));
    }

    private static Event event(Record row) {
        var verdict = new Verdict(
                Kind.of(row.get(EVENTS.KIND)),
                row.get(EVENTS.RECIPIENT),
                row.get(EVENTS.STATUS),
                row.get(EVENTS.DIAGNOSTIC),
                row.get(EVENTS.BLAMES_SENDER));
        return new Event(
                row.get(EVENTS.ID),
                row.get(EVENTS.SOURCE),
                row.get(EVENTS.DELIVERY_ID),
                row.get(EVENTS.SUBSCRIBER_ID),
                verdict,
                row.get(EVENTS.RECEIVED_AT));
    }
}
