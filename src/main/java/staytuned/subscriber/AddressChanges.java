package staytuned.subscriber;

import static staytuned.db.schema.Tables.ADDRESS_CHANGES;
import static staytuned.db.schema.Tables.SUBSCRIBERS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.mail.Address;

/**
 * The table of changes of address. One is asked for, its mail goes to the new address, the reader confirms it there, and
 * then the old address is told. Until it is confirmed nothing changes.
 */
public final class AddressChanges {
    /** So long the link in the mail is good. */
    private static final Duration OPEN = Duration.ofDays(3);
    /** No address gets two of these mails within this time, and no reader causes more than three. */
    private static final Duration APART = Duration.ofDays(1);
    private static final int MOST = 3;

    private final Database database;
    private final InstantSource clock;
    private final Subscribers subscribers;
    private final Post post;

    /** Who writes to the two addresses. */
    public interface Post {
        /** To the new one: asks whether it is right. */
        void move(Tx tx, AddressChange change);

        /** To the old one: says that letters go elsewhere. */
        void moved(Tx tx, AddressChange change);
    }

    public AddressChanges(Database database, InstantSource clock, Subscribers subscribers, Post post) {
        this.database = database;
        this.clock = clock;
        this.subscribers = subscribers;
        this.post = post;
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
            var id = tx.sql().insertInto(ADDRESS_CHANGES)
                    .set(ADDRESS_CHANGES.SUBSCRIBER_ID, subscriber)
                    .set(ADDRESS_CHANGES.NEWSLETTER_ID, reader.newsletterId())
                    .set(ADDRESS_CHANGES.EMAIL, address.email())
                    .set(ADDRESS_CHANGES.ASKED_AT, now)
                    .returningResult(ADDRESS_CHANGES.ID)
                    .fetchSingle()
                    .value1();
            post.move(tx, new AddressChange(id, reader, address));
        });
    }

    /** The change {@code id}, as long as it can be confirmed. */
    public Optional<AddressChange> open(long id) {
        return database.inTransaction(tx -> open(tx, id));
    }

    /** By the reader's subscription to the newsletter from whose page they asked. */
    private Optional<AddressChange> open(Tx tx, long id) {
        return tx.sql().select(ADDRESS_CHANGES.EMAIL, SUBSCRIPTIONS.ID)
                .from(ADDRESS_CHANGES)
                .join(SUBSCRIPTIONS).on(
                        SUBSCRIPTIONS.SUBSCRIBER_ID.eq(ADDRESS_CHANGES.SUBSCRIBER_ID),
                        SUBSCRIPTIONS.NEWSLETTER_ID.eq(ADDRESS_CHANGES.NEWSLETTER_ID))
                .where(ADDRESS_CHANGES.ID.eq(id), ADDRESS_CHANGES.CONFIRMED_AT.isNull())
                .and(ADDRESS_CHANGES.ASKED_AT.gt(clock.instant().minus(OPEN)))
                .fetchOptional()
                .flatMap(row -> subscribers.find(tx, row.value2()).map(reader -> new AddressChange(
                        id, reader, new Address(row.value1(), reader.address().name()))));
    }

    /**
     * The reader has the new address: from now on letters go there. Where it was a reader's already, both are one from
     * now on. None where it cannot be confirmed any more.
     */
    public Optional<AddressChange> confirm(long id) {
        return database.inTransaction(tx -> {
            var change = open(tx, id);
            change.ifPresent(each -> {
                var from = subscriber(tx, each.reader().address().key()).orElseThrow();
                var to = subscriber(tx, each.address().key()).orElse(from);
                if (to.equals(from)) rename(tx, from, each.address());
                else join(tx, from, to);
                subscribers.welcome(tx, each.address().key());
                tx.sql().update(ADDRESS_CHANGES)
                        .set(ADDRESS_CHANGES.SUBSCRIBER_ID, to)
                        .set(ADDRESS_CHANGES.CONFIRMED_AT, clock.instant())
                        .where(ADDRESS_CHANGES.ID.eq(id))
                        .execute();
                post.moved(tx, each);
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
}
