package staytuned.subscriber;

import static staytuned.db.schema.Tables.SUBSCRIBERS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Record1;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectOnConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.herald.Happening;
import staytuned.herald.Tidings;
import staytuned.mail.Address;
import staytuned.newsletter.Newsletters;

/** The tables of subscribers and of their subscriptions. */
public final class Subscribers {
    private static final Duration ZONES_LAST = Duration.ofMinutes(10);

    private final Database database;
    private final InstantSource clock;
    private final Map<Long, Zones> zones = new ConcurrentHashMap<>();

    private final Doorkeeper doorkeeper;
    private final Arrivals arrivals = new Arrivals();

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

        /** From now on this address must not be mailed, as a list says. Who keeps no list does nothing. */
        default void shutOut(Tx tx, Address address, Reason reason, String source) {}

        /** Why those of these addresses, by their keys, must not be mailed of whom that is known. */
        default Map<String, Reason> reasons(Tx tx, Set<String> keys) {
            return Map.of();
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
        var status = confirmed ? Status.CONFIRMED : Status.UNCONFIRMED;
        return arrive(tx, newsletterId, people.stream().map(each -> Arrival.of(each, status, source)).toList());
    }

    /**
     * As {@link #addAll}, with what a list says about each. Whoever it says has left ends their subscription, unless they
     * have come back since; whoever it says must not be mailed is suppressed. Nobody is confirmed again who has left or is
     * suppressed, and who has chosen something here keeps that.
     */
    public Added arrive(long newsletterId, Collection<Arrival> people) {
        return database.inTransaction(tx -> arrive(tx, newsletterId, people));
    }

    /** What {@link #arrive} would do; nothing is kept. */
    public Added tryOut(long newsletterId, Collection<Arrival> people) {
        return database.tryOut(tx -> arrive(tx, newsletterId, people));
    }

    private Added arrive(Tx tx, long newsletterId, Collection<Arrival> people) {
        var byKey = new TreeMap<String, Arrival>(); // in one order, so that two imports at once do not deadlock
        for (var each : people) byKey.merge(each.person().address().key(), each, Arrival::stricter);
        if (byKey.isEmpty()) return new Added(0, 0, 0, 0);
        var now = clock.instant();
        for (var refused : doorkeeper.refused(tx, byKey.keySet())) {
            suppress(tx, refused);
            byKey.computeIfPresent(refused, (_, each) -> each.suppressed(now));
        }
        var added = arrivals.add(tx, newsletterId, byKey, now);
        byKey.forEach((key, each) -> {
            if (each.reason() != null) {
                suppress(tx, key);
                doorkeeper.shutOut(tx, each.person().address(), each.reason(), each.source());
            }
            if (!each.choices().equals(Choices.NONE)) Rolls.choose(tx, newsletterId, key, each.choices(), now);
        });
        return added;
    }

    /** At most {@code limit} subscriptions after the one with the id {@code after}, with all that a list says of them. */
    public List<Rolls.Listed> listed(long newsletterId, long after, int limit) {
        return database.inTransaction(tx -> Rolls.page(tx, doorkeeper, newsletterId, after, limit));
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
     * At most {@code limit} subscriptions after the one with the id {@code after}, in their order.
     *
     * @param newsletterId null for those to all newsletters
     * @param status null for any
     * @param part what the address has in it somewhere, in lower case; empty for anything
     */
    public List<Subscription> page(
            @Nullable Long newsletterId, @Nullable Status status, String part, long after, int limit) {
        var of = newsletterId == null ? DSL.noCondition() : SUBSCRIPTIONS.NEWSLETTER_ID.eq(newsletterId);
        var is = status == null ? DSL.noCondition() : SUBSCRIPTIONS.STATUS.eq(status.column());
        var like = part.isEmpty() ? DSL.noCondition() : SUBSCRIBERS.EMAIL_KEY.contains(part);
        return database.inTransaction(tx -> select(tx)
                .where(SUBSCRIPTIONS.ID.gt(after), of, is, like)
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
        tell(tx, Happening.SUBSCRIBER_CONFIRMED, subscription.id(), subscription.newsletterId());
        return true;
    }

    /** What a reader has chosen for one newsletter; empty where there is no such subscription. */
    public Optional<Choices> choices(long subscriptionId) {
        return database.inTransaction(tx -> Preferences.read(tx, subscriptionId, clock.instant()));
    }

    /**
     * Keeps what a reader has chosen, in force at once; false where there is no such subscription.
     *
     * @throws IllegalArgumentException the pause is over already, or longer than a year; the message says so
     */
    public boolean choose(long subscriptionId, Choices choices) {
        return database.inTransaction(tx -> Preferences.write(tx, subscriptionId, choices, clock.instant()));
    }

    /** Whether a newsletter has a confirmed reader who has chosen so much of its articles. */
    public boolean anyWants(long newsletterId, Choices.Content content) {
        return database.inTransaction(tx -> Preferences.anyWants(tx, newsletterId, content));
    }

    /** The language that the reader of a subscription has chosen; null where they have not. */
    public static @Nullable String language(Tx tx, long subscriptionId) {
        return Preferences.language(tx, subscriptionId);
    }

    /** Readers get letters again whose pause is over by {@code now}; how many they are. */
    public static int endPauses(Tx tx, Instant now) {
        return Preferences.endPauses(tx, now);
    }

    /** Ends a subscription, in force at once; doing it again changes nothing. */
    public void unsubscribe(long subscriptionId) {
        database.run(tx -> leave(tx, SUBSCRIPTIONS.ID.eq(subscriptionId), clock.instant()));
    }

    /** Ends those of these subscriptions that have not ended, in force at once. */
    static void leave(Tx tx, Condition which, Instant now) {
        tx.sql().update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.STATUS, Status.UNSUBSCRIBED.column())
                .set(SUBSCRIPTIONS.UNSUBSCRIBED_AT, now)
                .where(which, SUBSCRIPTIONS.STATUS.ne(Status.UNSUBSCRIBED.column()))
                .returningResult(SUBSCRIPTIONS.ID, SUBSCRIPTIONS.NEWSLETTER_ID)
                .forEach(row -> tell(tx, Happening.SUBSCRIBER_UNSUBSCRIBED, row.value1(), row.value2()));
    }

    /** Has others told of a subscription. */
    static void tell(Tx tx, Happening what, long subscriptionId, long newsletterId) {
        Tidings.note(tx, what, () ->
                Map.of("subscriber", subscriptionId, "newsletter", Newsletters.key(tx, newsletterId)));
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

    /** The owner of this address has just confirmed it: what an old one was suppressed for is over, where it is not. */
    void welcome(Tx tx, String key) {
        if (doorkeeper.refused(tx, Set.of(key)).isEmpty()) lift(tx, key);
        else suppress(tx, key);
    }

    private static Select<Record1<Long>> withKey(Tx tx, String key) {
        return tx.sql().select(SUBSCRIBERS.ID).from(SUBSCRIBERS).where(SUBSCRIBERS.EMAIL_KEY.eq(key));
    }

    /** What a reader does with all subscriptions of theirs. */
    public Memberships memberships() {
        return new Memberships(database, clock, doorkeeper);
    }

    static SelectOnConditionStep<? extends Record> select(Tx tx) {
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

    static Subscription subscription(Record row) {
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
