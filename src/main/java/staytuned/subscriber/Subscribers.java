package staytuned.subscriber;

import static staytuned.db.schema.Tables.SUBSCRIBERS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Query;
import org.jooq.Record1;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectOnConditionStep;
import org.jooq.impl.DSL;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.mail.Address;

/** The tables of subscribers and of their subscriptions. */
public final class Subscribers {
    private static final Duration ZONES_LAST = Duration.ofMinutes(10);

    private final Database database;
    private final InstantSource clock;
    private final Map<Long, Zones> zones = new ConcurrentHashMap<>();

    private final Doorkeeper doorkeeper;

    private record Zones(Collection<ZoneId> zones, Instant until) {}

    public Subscribers(Database database, InstantSource clock) {
        this(database, clock, (_, _) -> Set.of());
    }

    /** With a doorkeeper, who knows whom not to mail. */
    public Subscribers(Database database, InstantSource clock, Doorkeeper doorkeeper) {
        this.database = database;
        this.clock = clock;
        this.doorkeeper = doorkeeper;
    }

    /** Knows who must not be mailed, whoever adds them. */
    public interface Doorkeeper {
        /** Those of these addresses, by their keys, that must not be mailed. */
        Set<String> refused(Tx tx, Set<String> keys);

        /** The owner of an address wants to be mailed again: true where that ends a refusal. */
        default boolean optedIn(Tx tx, Address address, String source) {
            return false;
        }
    }

    /**
     * What became of a batch.
     *
     * @param added new subscriptions
     * @param confirmed unconfirmed subscriptions that are confirmed now
     * @param known subscriptions that stay as they were
     * @param left those of the known ones whose reader has unsubscribed, and stays so
     */
    public record Added(int added, int confirmed, int known, int left) {
        Added plus(Added other) {
            return new Added(
                    added + other.added, confirmed + other.confirmed, known + other.known, left + other.left);
        }
    }

    /**
     * Subscribes {@code people} to a newsletter, all in one transaction. Who is there already is not added again; who
     * has unsubscribed stays so.
     *
     * @param confirmed whether the readers' consent is known, so that they get letters from now on
     */
    public Added add(long newsletterId, Collection<Address> people, boolean confirmed, String source) {
        return addAll(newsletterId, people.stream().map(each -> new Person(each, null)).toList(), confirmed, source);
    }

    /** As the other; where a person's time zone is given it counts from now on, also for one who is known. */
    public Added addAll(long newsletterId, Collection<Person> people, boolean confirmed, String source) {
        return database.inTransaction(tx -> addAll(tx, newsletterId, people, confirmed, source));
    }

    Added addAll(Tx tx, long newsletterId, Collection<Person> people, boolean confirmed, String source) {
        var byKey = new TreeMap<String, Person>(); // in one order, so that two imports at once do not deadlock
        for (var person : people) byKey.putIfAbsent(person.address().key(), person);
        insertSubscribers(tx, byKey);
        var before = statuses(tx, newsletterId, byKey.keySet());
        insertSubscriptions(tx, newsletterId, byKey.keySet(), before.keySet(), confirmed, source);
        for (var refused : doorkeeper.refused(tx, byKey.keySet())) suppress(tx, refused);
        var raised = confirmed ? confirm(tx, newsletterId, byKey.keySet()) : 0;
        var left = (int) before.values().stream().filter(Status.UNSUBSCRIBED::equals).count();
        return new Added(byKey.size() - before.size(), raised, before.size() - raised, left);
    }

    private void insertSubscribers(Tx tx, Map<String, Person> people) {
        var known = Set.copyOf(tx.sql().select(SUBSCRIBERS.EMAIL_KEY)
                .from(SUBSCRIBERS)
                .where(SUBSCRIBERS.EMAIL_KEY.in(people.keySet()))
                .fetch(SUBSCRIBERS.EMAIL_KEY));
        var now = clock.instant();
        var rows = new ArrayList<Query>();
        people.forEach((key, person) -> {
            var zone = person.zone() == null ? null : person.zone().getId();
            if (known.contains(key)) {
                if (zone != null) rows.add(moved(tx, key, zone));
                return;
            }
            rows.add(tx.newRow(tx.sql().insertInto(SUBSCRIBERS)
                    .set(SUBSCRIBERS.EMAIL, person.address().email())
                    .set(SUBSCRIBERS.EMAIL_KEY, key)
                    .set(SUBSCRIBERS.NAME, person.address().name())
                    .set(SUBSCRIBERS.TIME_ZONE, zone)
                    .set(SUBSCRIBERS.CREATED_AT, now)));
        });
        tx.sql().batch(rows).execute();
    }

    private static Query moved(Tx tx, String key, String zone) {
        return tx.sql().update(SUBSCRIBERS).set(SUBSCRIBERS.TIME_ZONE, zone).where(SUBSCRIBERS.EMAIL_KEY.eq(key));
    }

    private static Map<String, Status> statuses(Tx tx, long newsletterId, Set<String> keys) {
        return tx.sql().select(SUBSCRIBERS.EMAIL_KEY, SUBSCRIPTIONS.STATUS)
                .from(SUBSCRIBERS)
                .join(SUBSCRIPTIONS).on(SUBSCRIPTIONS.SUBSCRIBER_ID.eq(SUBSCRIBERS.ID))
                .where(SUBSCRIPTIONS.NEWSLETTER_ID.eq(newsletterId), SUBSCRIBERS.EMAIL_KEY.in(keys))
                .fetchMap(SUBSCRIBERS.EMAIL_KEY, row -> Status.of(row.value2()));
    }

    private void insertSubscriptions(
            Tx tx, long newsletterId, Set<String> keys, Set<String> known, boolean confirmed, String source) {
        var now = clock.instant();
        var rows = tx.sql().select(SUBSCRIBERS.EMAIL_KEY, SUBSCRIBERS.ID)
                .from(SUBSCRIBERS)
                .where(SUBSCRIBERS.EMAIL_KEY.in(keys))
                .orderBy(SUBSCRIBERS.ID)
                .fetch()
                .stream()
                .filter(row -> !known.contains(row.value1()))
                .map(row -> tx.newRow(tx.sql().insertInto(SUBSCRIPTIONS)
                        .set(SUBSCRIPTIONS.SUBSCRIBER_ID, row.value2())
                        .set(SUBSCRIPTIONS.NEWSLETTER_ID, newsletterId)
                        .set(SUBSCRIPTIONS.STATUS, (confirmed ? Status.CONFIRMED : Status.UNCONFIRMED).column())
                        .set(SUBSCRIPTIONS.SOURCE, source)
                        .set(SUBSCRIPTIONS.CREATED_AT, now)
                        .set(SUBSCRIPTIONS.CONFIRMED_AT, confirmed ? now : null)))
                .toList();
        tx.sql().batch(rows).execute();
    }

    private int confirm(Tx tx, long newsletterId, Set<String> keys) {
        return tx.sql().update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.STATUS, Status.CONFIRMED.column())
                .set(SUBSCRIPTIONS.CONFIRMED_AT, clock.instant())
                .where(SUBSCRIPTIONS.NEWSLETTER_ID.eq(newsletterId))
                .and(SUBSCRIPTIONS.STATUS.eq(Status.UNCONFIRMED.column()))
                .and(SUBSCRIPTIONS.SUBSCRIBER_ID.in(tx.sql().select(SUBSCRIBERS.ID)
                        .from(SUBSCRIBERS)
                        .where(SUBSCRIBERS.EMAIL_KEY.in(keys))))
                .execute();
    }

    /** At most {@code limit} subscriptions of a newsletter after the one with the id {@code after}, in their order. */
    public List<Subscription> list(long newsletterId, long after, int limit) {
        return database.inTransaction(tx -> select(tx)
                .where(SUBSCRIPTIONS.NEWSLETTER_ID.eq(newsletterId), SUBSCRIPTIONS.ID.gt(after))
                .orderBy(SUBSCRIPTIONS.ID)
                .limit(limit)
                .fetch(Subscribers::subscription));
    }

    /**
     * The time zones in which a newsletter has confirmed readers, ten minutes ago at most.
     *
     * @param fallback where those are of whom nobody knows it
     */
    public Collection<ZoneId> zones(long newsletterId, ZoneId fallback) {
        var now = clock.instant();
        return zones.compute(newsletterId, (_, known) -> known != null && known.until.isAfter(now)
                        ? known
                        : new Zones(read(newsletterId, fallback), now.plus(ZONES_LAST)))
                .zones;
    }

    private Collection<ZoneId> read(long newsletterId, ZoneId fallback) {
        return database.inTransaction(tx -> tx.sql().selectDistinct(SUBSCRIBERS.TIME_ZONE)
                .from(SUBSCRIPTIONS)
                .join(SUBSCRIBERS).on(SUBSCRIBERS.ID.eq(SUBSCRIPTIONS.SUBSCRIBER_ID))
                .where(SUBSCRIPTIONS.NEWSLETTER_ID.eq(newsletterId))
                .and(SUBSCRIPTIONS.STATUS.eq(Status.CONFIRMED.column()))
                .fetch(row -> row.value1() == null ? fallback : ZoneId.of(row.value1())));
    }

    public Optional<Subscription> find(long subscriptionId) {
        return database.inTransaction(tx -> select(tx)
                .where(SUBSCRIPTIONS.ID.eq(subscriptionId))
                .fetchOptional(Subscribers::subscription));
    }

    Optional<Subscription> find(Tx tx, long subscriptionId) {
        return select(tx).where(SUBSCRIPTIONS.ID.eq(subscriptionId)).fetchOptional(Subscribers::subscription);
    }

    /** What somebody, by the key of their address, has subscribed to, in every newsletter. */
    public List<Subscription> of(String key) {
        return database.inTransaction(tx -> select(tx)
                .where(SUBSCRIBERS.EMAIL_KEY.eq(key))
                .orderBy(SUBSCRIPTIONS.ID)
                .fetch(Subscribers::subscription));
    }

    /** A subscription that is there; nobody else asks for one with this address before the transaction ends. */
    Subscription lock(Tx tx, long newsletterId, String key) {
        tx.sql().select(SUBSCRIBERS.ID).from(SUBSCRIBERS).where(SUBSCRIBERS.EMAIL_KEY.eq(key)).forUpdate().fetch();
        return select(tx)
                .where(SUBSCRIPTIONS.NEWSLETTER_ID.eq(newsletterId), SUBSCRIBERS.EMAIL_KEY.eq(key))
                .fetchSingle(Subscribers::subscription);
    }

    boolean isRefused(Tx tx, String key) {
        return !doorkeeper.refused(tx, Set.of(key)).isEmpty();
    }

    /** The reader's own word: whatever was before, they are one from now on. False where they must not be mailed. */
    boolean optIn(Tx tx, Subscription subscription) {
        doorkeeper.optedIn(tx, subscription.address(), "confirmed by the reader");
        if (isRefused(tx, subscription.address().key())) return false;
        tx.sql().update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.STATUS, Status.CONFIRMED.column())
                .set(SUBSCRIPTIONS.CONFIRMED_AT, clock.instant())
                .setNull(SUBSCRIPTIONS.UNSUBSCRIBED_AT)
                .where(SUBSCRIPTIONS.ID.eq(subscription.id()))
                .execute();
        return true;
    }

    /** Ends a subscription, in force at once; doing it again changes nothing. */
    public void unsubscribe(long subscriptionId) {
        database.run(tx -> tx.sql().update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.STATUS, Status.UNSUBSCRIBED.column())
                .set(SUBSCRIPTIONS.UNSUBSCRIBED_AT, clock.instant())
                .where(SUBSCRIPTIONS.ID.eq(subscriptionId))
                .and(SUBSCRIPTIONS.STATUS.ne(Status.UNSUBSCRIBED.column()))
                .execute());
    }

    /** From now on, also inside a running send, nothing is sent to whom this address key belongs to. */
    public void suppress(Tx tx, String key) {
        tx.sql().update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.STATUS, Status.SUPPRESSED.column())
                .where(SUBSCRIPTIONS.SUBSCRIBER_ID.in(withKey(tx, key)))
                .and(SUBSCRIPTIONS.STATUS.in(Status.CONFIRMED.column(), Status.UNCONFIRMED.column()))
                .execute();
    }

    /** What {@link #suppress} took is given back: who was confirmed is so again. Who has left stays away. */
    public void lift(Tx tx, String key) {
        tx.sql().update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.STATUS, DSL.when(SUBSCRIPTIONS.CONFIRMED_AT.isNull(), Status.UNCONFIRMED.column())
                        .otherwise(Status.CONFIRMED.column()))
                .where(SUBSCRIPTIONS.SUBSCRIBER_ID.in(withKey(tx, key)))
                .and(SUBSCRIPTIONS.STATUS.eq(Status.SUPPRESSED.column()))
                .execute();
    }

    private static Select<Record1<Long>> withKey(Tx tx, String key) {
        return tx.sql().select(SUBSCRIBERS.ID).from(SUBSCRIBERS).where(SUBSCRIBERS.EMAIL_KEY.eq(key));
    }

    private static SelectOnConditionStep<? extends Record> select(Tx tx) {
        return tx.sql().select(
                        SUBSCRIPTIONS.ID,
                        SUBSCRIPTIONS.NEWSLETTER_ID,
                        SUBSCRIBERS.EMAIL,
                        SUBSCRIBERS.NAME,
                        SUBSCRIBERS.TIME_ZONE,
                        SUBSCRIPTIONS.STATUS,
                        SUBSCRIPTIONS.SOURCE,
                        SUBSCRIPTIONS.CREATED_AT)
                .from(SUBSCRIPTIONS)
                .join(SUBSCRIBERS).on(SUBSCRIBERS.ID.eq(SUBSCRIPTIONS.SUBSCRIBER_ID));
    }

    private static Subscription subscription(Record row) {
        return new Subscription(
                row.get(SUBSCRIPTIONS.ID),
                row.get(SUBSCRIPTIONS.NEWSLETTER_ID),
                new Address(row.get(SUBSCRIBERS.EMAIL), row.get(SUBSCRIBERS.NAME)),
                row.get(SUBSCRIBERS.TIME_ZONE),
                Status.of(row.get(SUBSCRIPTIONS.STATUS)),
                row.get(SUBSCRIPTIONS.SOURCE),
                row.get(SUBSCRIPTIONS.CREATED_AT));
    }
}
