package staytuned.subscriber;

import static staytuned.db.schema.Tables.ADDRESS_CHANGES;
import static staytuned.db.schema.Tables.SUBSCRIBERS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.mail.Address;

/**
 * The table of changes of address. One is asked for, its mail goes to the new address, the reader confirms it there, and
 * then the old address is told. Until it is confirmed nothing changes.
 */
public final class AddressChanges {
    private static final String ASKED = "asked";
    private static final String MAILED = "mailed";
    private static final String CONFIRMED = "confirmed";
    private static final String DONE = "done";
    /** So long the link in the mail is good. */
    private static final Duration OPEN = Duration.ofDays(3);
    /** No address gets two of these mails within this time, and no reader causes more than three. */
    private static final Duration APART = Duration.ofDays(1);
    private static final int MOST = 3;

    private static final Duration RETRY = Duration.ofMinutes(10);
    private static final int MOST_ATTEMPTS = 20;

    private final Database database;
    private final InstantSource clock;
    private final Subscribers subscribers;

    public AddressChanges(Database database, InstantSource clock, Subscribers subscribers) {
        this.database = database;
        this.clock = clock;
        this.subscribers = subscribers;
    }

    /** Notes the wish, whose mail goes out soon; nothing where it is the address that they have, or too many ask. */
    public void ask(Subscription reader, Address address) {
        if (address.key().equals(reader.address().key())) return;
        database.run(tx -> {
            var now = clock.instant();
            var subscriber = tx.sql().select(SUBSCRIPTIONS.SUBSCRIBER_ID).from(SUBSCRIPTIONS)
                    .where(SUBSCRIPTIONS.ID.eq(reader.id()))
                    .fetchSingle(SUBSCRIPTIONS.SUBSCRIBER_ID);
            // One wish at a time: the row of its reader is held.
            tx.sql().selectOne().from(SUBSCRIBERS).where(SUBSCRIBERS.ID.eq(subscriber)).forUpdate().fetch();
            var lately = ADDRESS_CHANGES.ASKED_AT.gt(now.minus(APART));
            var same = ADDRESS_CHANGES.EMAIL.equalIgnoreCase(address.email());
            if (tx.sql().fetchExists(ADDRESS_CHANGES, same, lately)) return;
            if (tx.sql().fetchCount(ADDRESS_CHANGES, ADDRESS_CHANGES.SUBSCRIBER_ID.eq(subscriber), lately) >= MOST) {
                return;
            }
            tx.sql().insertInto(ADDRESS_CHANGES)
                    .set(ADDRESS_CHANGES.SUBSCRIBER_ID, subscriber)
                    .set(ADDRESS_CHANGES.NEWSLETTER_ID, reader.newsletterId())
                    .set(ADDRESS_CHANGES.EMAIL, address.email())
                    .set(ADDRESS_CHANGES.STATE, ASKED)
                    .set(ADDRESS_CHANGES.ASKED_AT, now)
                    .set(ADDRESS_CHANGES.DUE_AT, now)
                    .set(ADDRESS_CHANGES.ATTEMPTS, 0)
                    .execute();
        });
    }

    /** The change {@code id}, as long as it can be confirmed. */
    public Optional<AddressChange> open(long id) {
        return database.inTransaction(tx -> find(tx, ADDRESS_CHANGES.ID.eq(id), open()).stream().findFirst());
    }

    private Condition open() {
        return ADDRESS_CHANGES.STATE.in(ASKED, MAILED).and(ADDRESS_CHANGES.ASKED_AT.gt(clock.instant().minus(OPEN)));
    }

    /**
     * The reader has the new address: from now on letters go there. Where it was a reader's already, both are one from
     * now on. None where it cannot be confirmed any more.
     */
    public Optional<AddressChange> confirm(long id) {
        return database.inTransaction(tx -> {
            var change = find(tx, ADDRESS_CHANGES.ID.eq(id), open()).stream().findFirst();
            change.ifPresent(each -> {
                var now = clock.instant();
                var from = subscriber(tx, each.reader().address().key()).orElseThrow();
                var to = subscriber(tx, each.address().key()).orElse(from);
                if (to.equals(from)) rename(tx, from, each.address());
                else join(tx, from, to);
                subscribers.welcome(tx, each.address().key());
                tx.sql().update(ADDRESS_CHANGES)
                        .set(ADDRESS_CHANGES.SUBSCRIBER_ID, to)
                        .set(ADDRESS_CHANGES.STATE, CONFIRMED)
                        .set(ADDRESS_CHANGES.FORMER, each.reader().address().email())
                        .set(ADDRESS_CHANGES.DUE_AT, now)
                        .set(ADDRESS_CHANGES.ATTEMPTS, 0)
                        .where(ADDRESS_CHANGES.ID.eq(id))
                        .execute();
            });
            return change;
        });
    }

    private static Optional<Long> subscriber(Tx tx, String key) {
        return tx.sql().select(SUBSCRIBERS.ID).from(SUBSCRIBERS)
                .where(SUBSCRIBERS.EMAIL_KEY.eq(key))
                .forUpdate()
                .fetchOptional(SUBSCRIBERS.ID);
    }

    private static void rename(Tx tx, long subscriber, Address address) {
        tx.sql().update(SUBSCRIBERS)
                .set(SUBSCRIBERS.EMAIL, address.email())
                .set(SUBSCRIBERS.EMAIL_KEY, address.key())
                .where(SUBSCRIBERS.ID.eq(subscriber))
                .execute();
    }

    /** What only the one reads, the other reads from now on; what both read stays as the other has it. */
    private void join(Tx tx, long from, long to) {
        var theirs = SUBSCRIPTIONS.as("theirs");
        tx.sql().update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.SUBSCRIBER_ID, to)
                .where(SUBSCRIPTIONS.SUBSCRIBER_ID.eq(from))
                .andNotExists(tx.sql().selectOne().from(theirs)
                        .where(theirs.SUBSCRIBER_ID.eq(to), theirs.NEWSLETTER_ID.eq(SUBSCRIPTIONS.NEWSLETTER_ID)))
                .execute();
        tx.sql().update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.STATUS, Status.UNSUBSCRIBED.column())
                .set(SUBSCRIPTIONS.UNSUBSCRIBED_AT, clock.instant())
                .where(SUBSCRIPTIONS.SUBSCRIBER_ID.eq(from))
                .and(SUBSCRIPTIONS.STATUS.ne(Status.UNSUBSCRIBED.column()))
                .execute();
    }

    /**
     * Takes a few changes whose mail is due; until it is {@link #sent}, each is due again later. So no two nodes send
     * one mail, and what fails is tried again.
     */
    public List<AddressChange> takeDue(int most) {
        return database.inTransaction(tx -> {
            var now = clock.instant();
            var due = ADDRESS_CHANGES.STATE.in(ASKED, CONFIRMED).and(ADDRESS_CHANGES.DUE_AT.le(now));
            return find(tx, due, DSL.noCondition()).stream()
                    .limit(most)
                    .filter(each -> tx.sql().update(ADDRESS_CHANGES)
                                    .set(ADDRESS_CHANGES.DUE_AT, now.plus(RETRY))
                                    .set(ADDRESS_CHANGES.ATTEMPTS, ADDRESS_CHANGES.ATTEMPTS.plus(1))
                                    .where(ADDRESS_CHANGES.ID.eq(each.id()), due)
                                    .execute()
                            == 1)
                    .toList();
        });
    }

    /** The mail of this change is out, or will never be: then it is over. */
    public void sent(long id, boolean taken) {
        database.run(tx -> tx.sql().update(ADDRESS_CHANGES)
                .set(ADDRESS_CHANGES.STATE, taken
                        ? DSL.when(ADDRESS_CHANGES.STATE.eq(ASKED), MAILED).otherwise(DONE)
                        : DSL.val(DONE))
                .setNull(ADDRESS_CHANGES.FORMER)
                .where(ADDRESS_CHANGES.ID.eq(id))
                .execute());
    }

    /** The mail could not be sent now: it is tried again, for some hours. */
    public void failed(long id) {
        database.run(tx -> tx.sql().update(ADDRESS_CHANGES)
                .set(ADDRESS_CHANGES.STATE, DONE)
                .setNull(ADDRESS_CHANGES.FORMER)
                .where(ADDRESS_CHANGES.ID.eq(id), ADDRESS_CHANGES.ATTEMPTS.ge(MOST_ATTEMPTS))
                .execute());
    }

    /** By the reader's subscription to the newsletter from whose page they asked. */
    private static List<AddressChange> find(Tx tx, Condition which, Condition also) {
        var changes = tx.sql().select(
                        ADDRESS_CHANGES.ID, ADDRESS_CHANGES.EMAIL, ADDRESS_CHANGES.FORMER, SUBSCRIPTIONS.ID)
                .from(ADDRESS_CHANGES)
                .join(SUBSCRIPTIONS).on(
                        SUBSCRIPTIONS.SUBSCRIBER_ID.eq(ADDRESS_CHANGES.SUBSCRIBER_ID),
                        SUBSCRIPTIONS.NEWSLETTER_ID.eq(ADDRESS_CHANGES.NEWSLETTER_ID))
                .where(which, also)
                .orderBy(ADDRESS_CHANGES.ID)
                .limit(100)
                .fetch();
        return changes.stream()
                .map(row -> {
                    var reader = Subscribers.select(tx)
                            .where(SUBSCRIPTIONS.ID.eq(row.value4()))
                            .fetchSingle(Subscribers::subscription);
                    var name = reader.address().name();
                    var former = row.value3() == null ? null : new Address(row.value3(), name);
                    return new AddressChange(row.value1(), reader, new Address(row.value2(), name), former);
                })
                .toList();
    }
}
