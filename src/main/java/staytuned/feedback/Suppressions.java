package staytuned.feedback;

import static staytuned.db.schema.Tables.EVENTS;
import static staytuned.db.schema.Tables.SUPPRESSIONS;
import static staytuned.db.schema.Tables.SUPPRESSION_CHANGES;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.mail.Address;
import staytuned.subscriber.Reason;
import staytuned.subscriber.Subscribers;

/**
 * The table of those whom never to mail again. It is in force through their subscriptions, so that a letter that is
 * about to go out is stopped as well; and who is on it and is added to a newsletter gets nothing.
 */
public final class Suppressions implements Subscribers.Doorkeeper {
    private static final int LONGEST_SOURCE = 200;

    private final Database database;
    private final Subscribers subscribers;
    private final InstantSource clock;

    public Suppressions(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.subscribers = new Subscribers(database, clock, this);
    }

    /** The readers, with this list as their doorkeeper. */
    public Subscribers subscribers() {
        return subscribers;
    }

    /** Puts an address on the list, in force at once; false where it was there already. */
    public boolean add(Address address, Reason reason, String source) {
        return database.inTransaction(tx -> add(tx, address, reason, source));
    }

    /** As {@link #add(Address, Reason, String)}, in a transaction that says why. */
    boolean add(Tx tx, Address address, Reason reason, String source) {
        var added = add(tx, hash(address.key()), address.email(), reason, source);
        // Also where it was there: the reader may have been added meanwhile.
        subscribers.suppress(tx, address.key());
        return added;
    }

    /** Puts an address on the list of which only the hash is known; it is in force for whoever is added from now on. */
    public boolean addHash(String hash, Reason reason, String source) {
        return database.inTransaction(tx -> add(tx, hash, null, reason, source));
    }

    private boolean add(Tx tx, String hash, @Nullable String email, Reason reason, String source) {
        var from = Address.oneLine(source, LONGEST_SOURCE);
        var added = tx.insertNew(tx.sql().insertInto(SUPPRESSIONS)
                .set(SUPPRESSIONS.ADDRESS_HASH, hash)
                .set(SUPPRESSIONS.EMAIL, email)
                .set(SUPPRESSIONS.REASON, reason.column())
                .set(SUPPRESSIONS.SOURCE, from)
                .set(SUPPRESSIONS.CREATED_AT, clock.instant()));
        // What only an admin may lift outweighs what the reader may.
        var raised = !added && !reason.liftedByReader() && tx.sql().update(SUPPRESSIONS)
                .set(SUPPRESSIONS.REASON, reason.column())
                .set(SUPPRESSIONS.SOURCE, from)
                .where(SUPPRESSIONS.ADDRESS_HASH.eq(hash))
                .and(SUPPRESSIONS.REASON.in(Reason.HARD.column(), Reason.SOFT.column(), Reason.ERASED.column()))
                .execute() == 1;
        if (added || raised) note(tx, hash, "added", reason, from);
        return added;
    }

    /** Takes an address off the list, by an admin's word; false where it is not there. */
    public boolean lift(Address address, String source) {
        return database.inTransaction(tx -> {
            var found = find(tx, address);
            if (found != null) lift(tx, address, found, source);
            return found != null;
        });
    }

    /**
     * The owner of an address has confirmed that they want to be mailed, after it was put on the list: that lifts what
     * bounces said, and no complaint. False where nothing was lifted.
     */
    @Override
    public boolean optedIn(Tx tx, Address address, String source) {
        var found = find(tx, address);
        if (found == null || !found.liftedByReader()) return false;
        lift(tx, address, found, source);
        return true;
    }

    private static @Nullable Reason find(Tx tx, Address address) {
        return tx.sql().select(SUPPRESSIONS.REASON)
                .from(SUPPRESSIONS)
                .where(SUPPRESSIONS.ADDRESS_HASH.eq(hash(address.key())))
                .fetchOptional(row -> Reason.of(row.value1()))
                .orElse(null);
    }

    private void lift(Tx tx, Address address, Reason reason, String source) {
        var hash = hash(address.key());
        tx.sql().deleteFrom(SUPPRESSIONS).where(SUPPRESSIONS.ADDRESS_HASH.eq(hash)).execute();
        subscribers.lift(tx, address.key());
        note(tx, hash, "lifted", reason, Address.oneLine(source, LONGEST_SOURCE));
    }

    private void note(Tx tx, String hash, String action, Reason reason, String source) {
        tx.sql().insertInto(SUPPRESSION_CHANGES)
                .set(SUPPRESSION_CHANGES.ADDRESS_HASH, hash)
                .set(SUPPRESSION_CHANGES.ACTION, action)
                .set(SUPPRESSION_CHANGES.REASON, reason.column())
                .set(SUPPRESSION_CHANGES.SOURCE, source)
                .set(SUPPRESSION_CHANGES.CHANGED_AT, clock.instant())
                .execute();
    }

    @Override
    public Set<String> refused(Tx tx, Set<String> keys) {
        return reasons(tx, keys).keySet();
    }

    @Override
    public void shutOut(Tx tx, Address address, Reason reason, String source) {
        add(tx, hash(address.key()), address.email(), reason, source);
    }

    @Override
    public Map<String, Reason> reasons(Tx tx, Set<String> keys) {
        var byHash = new HashMap<String, String>();
        for (var key : keys) byHash.put(hash(key), key);
        var reasons = new HashMap<String, Reason>();
        tx.sql().select(SUPPRESSIONS.ADDRESS_HASH, SUPPRESSIONS.REASON)
                .from(SUPPRESSIONS)
                .where(SUPPRESSIONS.ADDRESS_HASH.eq(DSL.any(byHash.keySet().toArray(String[]::new))))
                .forEach(row -> reasons.put(
                        Objects.requireNonNull(byHash.get(row.value1())), Reason.of(row.value2())));
        return reasons;
    }

    /** At most {@code limit} of them after the one with the id {@code after}, in their order. */
    public List<Suppression> list(long after, int limit) {
        return database.inTransaction(tx -> tx.sql().selectFrom(SUPPRESSIONS)
                .where(SUPPRESSIONS.ID.gt(after))
                .orderBy(SUPPRESSIONS.ID)
                .limit(limit)
                .fetch(Suppressions::suppression));
    }

    /** Forgets the address itself, here and in what was said about it and by it; that it must not be mailed stays. */
    public void erase(Tx tx, Address address) {
        Replies.erase(tx, address);
        tx.sql().update(SUPPRESSIONS)
                .setNull(SUPPRESSIONS.EMAIL)
                .where(SUPPRESSIONS.ADDRESS_HASH.eq(hash(address.key())))
                .execute();
        tx.sql().update(EVENTS)
                .setNull(EVENTS.RECIPIENT)
                .setNull(EVENTS.DIAGNOSTIC)
                .where(EVENTS.RECIPIENT.equalIgnoreCase(address.email()))
                .execute();
    }

    /** {@link #erase} for a reader who asked for that: who was not on the list is from now on; they may come back. */
    void forget(Tx tx, Address address, String source) {
        add(tx, hash(address.key()), null, Reason.ERASED, source);
        erase(tx, address);
    }

    private static Suppression suppression(Record row) {
        return new Suppression(
                row.get(SUPPRESSIONS.ID),
                row.get(SUPPRESSIONS.ADDRESS_HASH),
                row.get(SUPPRESSIONS.EMAIL),
                Reason.of(row.get(SUPPRESSIONS.REASON)),
                row.get(SUPPRESSIONS.SOURCE),
                row.get(SUPPRESSIONS.CREATED_AT));
    }

    /** SHA-256 in hexadecimal. */
    static String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }
}
