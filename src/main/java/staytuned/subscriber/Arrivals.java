package staytuned.subscriber;

import static staytuned.db.schema.Tables.SUBSCRIBERS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateStep;
import org.jooq.Query;
import org.jooq.Record1;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Prepared;
import staytuned.db.Tx;
import staytuned.subscriber.Subscribers.Added;

/**
 * Brings people into the tables of subscribers and of their subscriptions: a batch is handed over as a table and joined
 * there, so that thousands cost a few statements.
 */
final class Arrivals {
    private static final Table<?> HANDED =
            Prepared.handed("t", List.of("k", "email", "name", "zone", "status", "source", "since", "confirmed", "gone"));
    private static final Table<?> KEYS = Prepared.handed("t", List.of("k"));
    private static final Field<String> KEY = column("k");

    private final Prepared insertPeople = new Prepared(Arrivals::people);
    private final Prepared insertSubscriptions = new Prepared(Arrivals::subscription);
    private final Prepared countLeft = new Prepared(Arrivals::left);
    private final Prepared confirming = new Prepared(Arrivals::confirm);
    private final Prepared moving = new Prepared(Arrivals::move);
    private final Prepared ending = new Prepared(Arrivals::leave);

    /**
     * Adds them by their keys; who is there already stays as they were, but for these: who was unconfirmed and arrives
     * confirmed is so now, who arrives as one who has left has left, and a time zone that is given counts.
     */
    Added add(Tx tx, long newsletterId, Map<String, Arrival> arrivals, Instant now) {
        tx.byKeys();
        var keys = arrivals.keySet().toArray(String[]::new);
        var people = insertPeople.execute(tx, bound(now, keys, arrivals.values(), now));
        var known = people < keys.length;
        var left = known ? countLeft.numbers(tx, keys, newsletterId).getFirst().intValue() : 0;
        var added = insertSubscriptions.execute(tx, bound(newsletterId, keys, arrivals.values(), now, newsletterId));
        if (known) {
            moving.executeAll(tx, moved(arrivals));
            ending.executeAll(tx, leaving(newsletterId, arrivals, now));
        }
        var confirmed = known ? confirming.execute(tx, now, newsletterId, confirmed(arrivals)) : 0;
        return new Added(added, confirmed, keys.length - added - confirmed, left);
    }

    private static @Nullable Object[] bound(
            Object first, String[] keys, Collection<Arrival> arrivals, Instant now, Object... last) {
        var values = new ArrayList<@Nullable Object>();
        values.add(first);
        values.add(keys);
        values.add(texts(arrivals, each -> each.person().address().email()));
        values.add(texts(arrivals, each -> each.person().address().name()));
        values.add(texts(arrivals, Arrivals::zone));
        values.add(texts(arrivals, each -> each.status().column()));
        values.add(texts(arrivals, Arrival::source));
        values.add(texts(arrivals, each -> text(each.since() == null ? now : each.since())));
        values.add(texts(arrivals, each -> text(confirmedAt(each, now))));
        values.add(texts(arrivals, each -> text(leftAt(each, now))));
        values.addAll(List.of(last));
        return values.toArray();
    }

    private static @Nullable String[] texts(
            Collection<Arrival> arrivals, Function<Arrival, @Nullable String> text) {
        return arrivals.stream().map(text).toArray(String[]::new);
    }

    private static @Nullable Instant confirmedAt(Arrival arrival, Instant now) {
        var confirmed = arrival.confirmedAt();
        return confirmed == null && arrival.status() == Status.CONFIRMED ? now : confirmed;
    }

    private static @Nullable Instant leftAt(Arrival arrival, Instant now) {
        var left = arrival.leftAt();
        return left == null && arrival.status() == Status.UNSUBSCRIBED ? now : left;
    }

    private static @Nullable String zone(Arrival arrival) {
        var zone = arrival.person().zone();
        return zone == null ? null : zone.getId();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static List<@Nullable Object[]> moved(Map<String, Arrival> arrivals) {
        return rows(arrivals, (key, each) -> {
            var zone = zone(each);
            return zone == null ? null : new Object[] {zone, key, zone};
        });
    }

    private static List<@Nullable Object[]> leaving(long newsletterId, Map<String, Arrival> arrivals, Instant now) {
        return rows(arrivals, (key, each) -> each.status() == Status.UNSUBSCRIBED
                ? new Object[] {leftAt(each, now), newsletterId, key, leftAt(each, now)}
                : null);
    }

    private interface Row {
        @Nullable Object @Nullable [] of(String key, Arrival arrival);
    }

    private static List<@Nullable Object[]> rows(Map<String, Arrival> arrivals, Row row) {
        var rows = new ArrayList<@Nullable Object[]>();
        arrivals.forEach((key, each) -> {
            var values = row.of(key, each);
            if (values != null) rows.add(values);
        });
        return rows;
    }

    private static String[] confirmed(Map<String, Arrival> arrivals) {
        return arrivals.entrySet().stream()
                .filter(each -> each.getValue().status() == Status.CONFIRMED)
                .map(Map.Entry::getKey)
                .toArray(String[]::new);
    }

    /** Values: now, those of {@link #HANDED}. */
    private static Query people(DSLContext sql) {
        return once(sql, sql.insertInto(
                        SUBSCRIBERS,
                        SUBSCRIBERS.CREATED_AT,
                        SUBSCRIBERS.EMAIL_KEY,
                        SUBSCRIBERS.EMAIL,
                        SUBSCRIBERS.NAME,
                        SUBSCRIBERS.TIME_ZONE)
                .select(sql.select(Prepared.time(Prepared.value()), KEY, column("email"), column("name"), column("zone"))
                        .from(HANDED)
                        .whereNotExists(sql.selectOne().from(SUBSCRIBERS).where(SUBSCRIBERS.EMAIL_KEY.eq(KEY)))));
    }

    /** Values: the newsletter, those of {@link #HANDED}, the newsletter. */
    private static Query subscription(DSLContext sql) {
        var there = SUBSCRIPTIONS.as("there");
        return once(sql, sql.insertInto(
                        SUBSCRIPTIONS,
                        SUBSCRIPTIONS.NEWSLETTER_ID,
                        SUBSCRIPTIONS.SUBSCRIBER_ID,
                        SUBSCRIPTIONS.STATUS,
                        SUBSCRIPTIONS.SOURCE,
                        SUBSCRIPTIONS.CREATED_AT,
                        SUBSCRIPTIONS.CONFIRMED_AT,
                        SUBSCRIPTIONS.UNSUBSCRIBED_AT)
                .select(sql.select(
                                number(),
                                SUBSCRIBERS.ID,
                                column("status"),
                                column("source"),
                                Prepared.time(column("since")),
                                Prepared.time(column("confirmed")),
                                Prepared.time(column("gone")))
                        .from(HANDED)
                        .join(SUBSCRIBERS).on(SUBSCRIBERS.EMAIL_KEY.eq(KEY))
                        .whereNotExists(sql.selectOne()
                                .from(there)
                                .where(there.NEWSLETTER_ID.eq(number()), there.SUBSCRIBER_ID.eq(SUBSCRIBERS.ID)))));
    }

    /** Another node may bring the same person meanwhile. (On the embedded database "on conflict" reads all rows.) */
    private static Query once(DSLContext sql, InsertOnDuplicateStep<?> insert) {
        return sql.family() == SQLDialect.H2 ? insert : insert.onConflictDoNothing();
    }

    /** Values: the keys, the newsletter. */
    private static Query left(DSLContext sql) {
        return sql.selectCount()
                .from(KEYS)
                .join(SUBSCRIBERS).on(SUBSCRIBERS.EMAIL_KEY.eq(KEY))
                .join(SUBSCRIPTIONS).on(SUBSCRIPTIONS.SUBSCRIBER_ID.eq(SUBSCRIBERS.ID))
                .where(SUBSCRIPTIONS.NEWSLETTER_ID.eq(number()))
                .and(SUBSCRIPTIONS.STATUS.eq(DSL.inline(Status.UNSUBSCRIBED.column())));
    }

    /** Values: now, the newsletter, the keys. */
    private static Query confirm(DSLContext sql) {
        return sql.update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.STATUS, DSL.inline(Status.CONFIRMED.column()))
                .set(SUBSCRIPTIONS.CONFIRMED_AT, Prepared.time(Prepared.value()))
                .where(SUBSCRIPTIONS.NEWSLETTER_ID.eq(number()))
                .and(SUBSCRIPTIONS.STATUS.eq(DSL.inline(Status.UNCONFIRMED.column())))
                .and(SUBSCRIPTIONS.SUBSCRIBER_ID.in(sql.select(SUBSCRIBERS.ID)
                        .from(KEYS)
                        .join(SUBSCRIBERS).on(SUBSCRIBERS.EMAIL_KEY.eq(KEY))));
    }

    /** Values: the zone, the key, the zone. */
    private static Query move(DSLContext sql) {
        return sql.update(SUBSCRIBERS)
                .set(SUBSCRIBERS.TIME_ZONE, text())
                .where(SUBSCRIBERS.EMAIL_KEY.eq(text()))
                .and(SUBSCRIBERS.TIME_ZONE.isNull().or(SUBSCRIBERS.TIME_ZONE.ne(text())));
    }

    /** Values: when, the newsletter, the key, when. Whoever has come back since then stays. */
    private static Query leave(DSLContext sql) {
        Select<Record1<Long>> subscriber =
                sql.select(SUBSCRIBERS.ID).from(SUBSCRIBERS).where(SUBSCRIBERS.EMAIL_KEY.eq(text()));
        return sql.update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.STATUS, DSL.inline(Status.UNSUBSCRIBED.column()))
                .set(SUBSCRIPTIONS.UNSUBSCRIBED_AT, Prepared.time(Prepared.value()))
                .where(SUBSCRIPTIONS.NEWSLETTER_ID.eq(number()))
                .and(SUBSCRIPTIONS.SUBSCRIBER_ID.in(subscriber))
                .and(SUBSCRIPTIONS.STATUS.ne(DSL.inline(Status.UNSUBSCRIBED.column())))
                .and(SUBSCRIPTIONS.CONFIRMED_AT.isNull()
                        .or(SUBSCRIPTIONS.CONFIRMED_AT.le(Prepared.time(Prepared.value()))));
    }

    private static Field<String> column(String name) {
        return DSL.field("t." + name, String.class);
    }

    private static Field<Long> number() {
        return DSL.field("cast({0} as bigint)", Long.class, DSL.raw("?"));
    }

    private static Field<String> text() {
        return DSL.field("cast({0} as varchar)", String.class, DSL.raw("?"));
    }
}
