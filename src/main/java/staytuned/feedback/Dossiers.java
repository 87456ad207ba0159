package staytuned.feedback;

import static staytuned.db.schema.Tables.ADDRESS_CHANGES;
import static staytuned.db.schema.Tables.ARREARS;
import static staytuned.db.schema.Tables.CONSENTS;
import static staytuned.db.schema.Tables.DELIVERIES;
import static staytuned.db.schema.Tables.EVENTS;
import static staytuned.db.schema.Tables.FAREWELLS;
import static staytuned.db.schema.Tables.ISSUES;
import static staytuned.db.schema.Tables.NOTICES;
import static staytuned.db.schema.Tables.REPLAYS;
import static staytuned.db.schema.Tables.REPLIES;
import static staytuned.db.schema.Tables.SUBSCRIBERS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;
import static staytuned.db.schema.Tables.SUPPRESSIONS;
import static staytuned.db.schema.Tables.SUPPRESSION_CHANGES;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.delivery.DeliveryStatus;
import staytuned.herald.Happening;
import staytuned.herald.Tidings;
import staytuned.mail.Address;
import staytuned.subscriber.Status;

/**
 * Everything that is held about one reader, and its end. One declared exception to the rule that a table has one owner:
 * whoever has to find a reader in all tables must look into all of them.
 */
public final class Dossiers {
    /** In the place of an address that is forgotten; no mail goes to .invalid (RFC 2606 section 2). */
    private static final String NOBODY = "erased.invalid";

    private final Database database;
    private final Suppressions suppressions;
    private final InstantSource clock;

    public Dossiers(Database database, Suppressions suppressions, InstantSource clock) {
        this.database = database;
        this.suppressions = suppressions;
        this.clock = clock;
    }

    /** Whom it is about, and where: by this every table is asked. */
    private record Reader(long id, Address address) {}

    /**
     * All rows that are about a reader, by table, each with all its columns: numbers, texts, booleans and times in ISO
     * 8601. Empty where nobody has this address.
     */
    public Optional<Map<String, List<Map<String, @Nullable Object>>>> find(Address address) {
        return database.inTransaction(tx -> reader(tx, SUBSCRIBERS.EMAIL_KEY.eq(address.key()))
                .map(reader -> rows(tx, reader)));
    }

    /** The same for the reader who has this subscription. */
    public Optional<Map<String, List<Map<String, @Nullable Object>>>> of(long subscriptionId) {
        return database.inTransaction(tx -> reader(tx, has(tx, subscriptionId)).map(reader -> rows(tx, reader)));
    }

    /**
     * Forgets a reader: what stays is the hash by which their address is never mailed again, unless they themselves come
     * back, and rows that are counted and name nobody. In force at once, also inside a running send. False where nobody
     * has this address.
     */
    public boolean erase(Address address, String source) {
        return database.inTransaction(tx -> {
            var reader = reader(tx, SUBSCRIBERS.EMAIL_KEY.eq(address.key()));
            reader.ifPresent(each -> erase(tx, each, source));
            return reader.isPresent();
        });
    }

    /** The same for the reader who has this subscription. */
    public boolean erase(long subscriptionId, String source) {
        return database.inTransaction(tx -> {
            var reader = reader(tx, has(tx, subscriptionId));
            reader.ifPresent(each -> erase(tx, each, source));
            return reader.isPresent();
        });
    }

    private static Condition has(Tx tx, long subscriptionId) {
        return SUBSCRIBERS.ID.eq(tx.sql().select(SUBSCRIPTIONS.SUBSCRIBER_ID)
                .from(SUBSCRIPTIONS)
                .where(SUBSCRIPTIONS.ID.eq(subscriptionId)));
    }

    /** None where it is forgotten already. */
    private static Optional<Reader> reader(Tx tx, Condition which) {
        return tx.sql().select(SUBSCRIBERS.ID, SUBSCRIBERS.EMAIL)
                .from(SUBSCRIBERS)
                .where(which, SUBSCRIBERS.EMAIL_KEY.notLike("%@" + NOBODY))
                .forUpdate()
                .fetchOptional(row -> new Reader(row.value1(), new Address(row.value2(), "")));
    }

    private static Map<String, List<Map<String, @Nullable Object>>> rows(Tx tx, Reader reader) {
        var all = new LinkedHashMap<String, List<Map<String, @Nullable Object>>>();
        where(tx, reader).forEach((table, which) -> all.put(
                table.getName(), tx.sql().selectFrom(table).where(which).fetch(Dossiers::plain)));
        return all;
    }

    /** Every table that names readers, and which of its rows are about this one. */
    private static Map<Table<?>, Condition> where(Tx tx, Reader reader) {
        var hash = Suppressions.hash(reader.address.key());
        var where = new LinkedHashMap<Table<?>, Condition>();
        where.put(SUBSCRIBERS, SUBSCRIBERS.ID.eq(reader.id));
        where.put(SUBSCRIPTIONS, SUBSCRIPTIONS.SUBSCRIBER_ID.eq(reader.id));
        where.put(CONSENTS, CONSENTS.SUBSCRIPTION_ID.in(subscriptions(tx, reader)));
        where.put(NOTICES, NOTICES.SUBSCRIPTION_ID.in(subscriptions(tx, reader)));
        where.put(FAREWELLS, FAREWELLS.SUBSCRIPTION_ID.in(subscriptions(tx, reader)));
        where.put(ADDRESS_CHANGES, ADDRESS_CHANGES.SUBSCRIBER_ID.eq(reader.id));
        where.put(ARREARS, ARREARS.SUBSCRIPTION_ID.in(subscriptions(tx, reader)));
        where.put(DELIVERIES, deliveries(tx, reader));
        where.put(EVENTS, events(reader));
        where.put(REPLIES, replies(tx, reader));
        where.put(REPLAYS, replays(reader));
        where.put(SUPPRESSIONS, SUPPRESSIONS.ADDRESS_HASH.eq(hash));
        where.put(SUPPRESSION_CHANGES, SUPPRESSION_CHANGES.ADDRESS_HASH.eq(hash));
        return where;
    }

    private static Select<Record1<Long>> subscriptions(Tx tx, Reader reader) {
        return tx.sql().select(SUBSCRIPTIONS.ID)
                .from(SUBSCRIPTIONS)
                .where(SUBSCRIPTIONS.SUBSCRIBER_ID.eq(reader.id));
    }

    /** By the issues of the reader's newsletters: the table has an index that begins with the issue. */
    private static Condition deliveries(Tx tx, Reader reader) {
        return DELIVERIES.ISSUE_ID.in(tx.sql().select(ISSUES.ID)
                        .from(ISSUES)
                        .join(SUBSCRIPTIONS).on(SUBSCRIPTIONS.NEWSLETTER_ID.eq(ISSUES.NEWSLETTER_ID))
                        .where(SUBSCRIPTIONS.SUBSCRIBER_ID.eq(reader.id)))
                .and(DELIVERIES.SUBSCRIPTION_ID.in(subscriptions(tx, reader)));
    }

    private static Condition events(Reader reader) {
        return EVENTS.SUBSCRIBER_ID.eq(reader.id).or(EVENTS.RECIPIENT.equalIgnoreCase(reader.address.email()));
    }

    /** What came from their address, or answers one of their letters. */
    private static Condition replies(Tx tx, Reader reader) {
        return REPLIES.SENDER.equalIgnoreCase(reader.address.email())
                .or(REPLIES.DELIVERY_ID.in(tx.sql().select(DELIVERIES.ID)
                        .from(DELIVERIES)
                        .where(deliveries(tx, reader))));
    }

    /** What programs were answered about them. */
    private static Condition replays(Reader reader) {
        return REPLAYS.BODY.containsIgnoreCase('"' + reader.address.email() + '"');
    }

    private static Map<String, @Nullable Object> plain(Record row) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        row.intoMap().forEach((name, value) -> fields.put(name, switch (value) {
            case Instant time -> time.toString();
            case OffsetDateTime time -> time.toInstant().toString();
            case null, default -> value;
        }));
        return fields;
    }

    /** Before the subscriptions, the deliveries: the order in which a letter that begins asks for them. */
    private void erase(Tx tx, Reader reader, String source) {
        var now = clock.instant();
        forgetDeliveries(tx, reader, now);
        tx.sql().update(EVENTS).setNull(EVENTS.RECIPIENT).setNull(EVENTS.DIAGNOSTIC).where(events(reader)).execute();
        // Their notices go with them.
        tx.sql().deleteFrom(CONSENTS).where(CONSENTS.SUBSCRIPTION_ID.in(subscriptions(tx, reader))).execute();
        tx.sql().deleteFrom(ARREARS).where(ARREARS.SUBSCRIPTION_ID.in(subscriptions(tx, reader))).execute();
        tx.sql().deleteFrom(REPLIES).where(replies(tx, reader)).execute();
        tx.sql().deleteFrom(REPLAYS).where(replays(reader)).execute();
        tx.sql().deleteFrom(ADDRESS_CHANGES).where(ADDRESS_CHANGES.SUBSCRIBER_ID.eq(reader.id)).execute();
        tx.sql().update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.STATUS, Status.UNSUBSCRIBED.column())
                .set(SUBSCRIPTIONS.UNSUBSCRIBED_AT, DSL.coalesce(SUBSCRIPTIONS.UNSUBSCRIBED_AT, DSL.val(now)))
                .set(SUBSCRIPTIONS.SOURCE, "erased")
                .setNull(SUBSCRIPTIONS.CADENCE)
                .setNull(SUBSCRIPTIONS.CADENCE_HOUR)
                .setNull(SUBSCRIPTIONS.PAUSED_UNTIL)
                .setNull(SUBSCRIPTIONS.TOPICS)
                .setNull(SUBSCRIPTIONS.CONTENT)
                .setNull(SUBSCRIPTIONS.FORMAT)
                .where(SUBSCRIPTIONS.SUBSCRIBER_ID.eq(reader.id))
                .execute();
        Tidings.note(tx, Happening.SUBSCRIBER_ERASED, () ->
                Map.of("subscribers", subscriptions(tx, reader).fetch(SUBSCRIPTIONS.ID)));
        var nobody = reader.id + "@" + NOBODY;
        tx.sql().update(SUBSCRIBERS)
                .set(SUBSCRIBERS.EMAIL, nobody)
                .set(SUBSCRIBERS.EMAIL_KEY, nobody)
                .set(SUBSCRIBERS.NAME, "")
                .setNull(SUBSCRIBERS.TIME_ZONE)
                .setNull(SUBSCRIBERS.LANGUAGE)
                .where(SUBSCRIBERS.ID.eq(reader.id))
                .execute();
        suppressions.forget(tx, reader.address, source);
    }

    /** What was open ends; how each ended, and when, stays for the counts. A receiver that is a domain may be a name. */
    private static void forgetDeliveries(Tx tx, Reader reader, Instant now) {
        var open = DELIVERIES.STATUS.in(Arrays.stream(DeliveryStatus.values())
                .filter(each -> each.isOpen() && each != DeliveryStatus.SENDING)
                .map(DeliveryStatus::column)
                .toList());
        tx.sql().update(DELIVERIES)
                .set(DELIVERIES.SETTLED_AT, DSL.when(open, DSL.val(now)).otherwise(DELIVERIES.SETTLED_AT))
                .set(DELIVERIES.STATUS, DSL.when(open, DeliveryStatus.CANCELLED.column()).otherwise(DELIVERIES.STATUS))
                .set(DELIVERIES.EMAIL, "nobody@" + NOBODY)
                .set(DELIVERIES.NAME, "")
                .set(DELIVERIES.RECEIVER, DSL.when(DELIVERIES.RECEIVER.like("%.%"), "erased")
                        .otherwise(DELIVERIES.RECEIVER))
                .setNull(DELIVERIES.REPLY)
                .setNull(DELIVERIES.TIME_ZONE)
                .where(deliveries(tx, reader))
                .execute();
    }
}
