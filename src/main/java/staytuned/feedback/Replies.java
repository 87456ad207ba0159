package staytuned.feedback;

import static staytuned.db.schema.Tables.REPLIES;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.feedback.Kept.State;
import staytuned.mail.Address;

/** The table of replies: what people wrote back, and whether it has been forwarded. */
public final class Replies {
    /** So many are kept: anybody can send such, and as many as they like. */
    private static final int MOST = 2000;

    private static final int LONGEST_REASON = 500;

    private final Database database;

    public Replies(Database database) {
        this.database = database;
    }

    /** Keeps one, and says whether it is new. */
    boolean keep(Tx tx, String fingerprint, Written written, State state, @Nullable String reason) {
        var original = written.original();
        var waits = state == State.WAITING;
        var isNew = tx.insertNew(tx.sql().insertInto(REPLIES)
                .set(REPLIES.FINGERPRINT, fingerprint)
                .set(REPLIES.NEWSLETTER_ID, written.newsletterId())
                .set(REPLIES.DELIVERY_ID, written.deliveryId())
                .set(REPLIES.SENDER, written.sender())
                .set(REPLIES.SUBJECT, written.subject())
                .set(REPLIES.WORDS, written.words())
                .set(REPLIES.ORIGINAL, original == null || !waits ? null : Base64.getEncoder().encodeToString(original))
                .set(REPLIES.RECEIVED_AT, written.receivedAt())
                .set(REPLIES.STATE, column(state))
                .set(REPLIES.DUE_AT, waits ? written.receivedAt() : null)
                .set(REPLIES.ATTEMPTS, 0)
                .set(REPLIES.REASON, reason));
        if (isNew) forget(tx);
        return isNew;
    }

    /** All but the latest, and what is still to be forwarded. */
    private static void forget(Tx tx) {
        var last = tx.sql().select(REPLIES.ID).from(REPLIES)
                .orderBy(REPLIES.ID.desc()).offset(MOST).limit(1).fetchOptional(REPLIES.ID);
        last.ifPresent(id -> tx.sql().deleteFrom(REPLIES)
                .where(REPLIES.ID.le(id), REPLIES.STATE.ne(column(State.WAITING)))
                .execute());
    }

    /** How many to a newsletter, or to one of its letters, were or are to be forwarded of those that came since. */
    int forwarded(Tx tx, Written like, boolean sameLetter, Instant since) {
        var whose = sameLetter
                ? REPLIES.DELIVERY_ID.eq(like.deliveryId())
                : REPLIES.NEWSLETTER_ID.eq(like.newsletterId());
        return tx.sql().fetchCount(
                REPLIES, whose, REPLIES.RECEIVED_AT.ge(since), REPLIES.STATE.ne(column(State.KEPT)));
    }

    /** Those that are to be forwarded now, at most {@code most}; they are due again at {@code again}. */
    List<Kept> take(Instant now, Instant again, int most) {
        return database.inTransaction(tx -> {
            var due = tx.sql().selectFrom(REPLIES)
                    .where(REPLIES.STATE.eq(column(State.WAITING)), REPLIES.DUE_AT.le(now))
                    .orderBy(REPLIES.ID)
                    .limit(most)
                    .fetch();
            return due.stream()
                    // Another node may have taken it meanwhile.
                    .filter(row -> tx.sql().update(REPLIES)
                                    .set(REPLIES.DUE_AT, again)
                                    .set(REPLIES.ATTEMPTS, row.getAttempts() + 1)
                                    .where(REPLIES.ID.eq(row.getId()), REPLIES.ATTEMPTS.eq(row.getAttempts()))
                                    .execute()
                            == 1)
                    .map(row -> kept(row, true))
                    .toList();
        });
    }

    /** One is forwarded, or never will be. */
    void end(long id, State state, @Nullable String reason) {
        database.run(tx -> tx.sql().update(REPLIES)
                .set(REPLIES.STATE, column(state))
                .set(REPLIES.REASON, reason == null ? null : Address.oneLine(reason, LONGEST_REASON))
                .setNull(REPLIES.DUE_AT)
                .setNull(REPLIES.ORIGINAL)
                .where(REPLIES.ID.eq(id))
                .execute());
    }

    /** The latest {@code limit}, the newest first, without the whole of them. */
    public List<Kept> latest(int limit) {
        return database.inTransaction(tx -> tx.sql().selectFrom(REPLIES)
                .orderBy(REPLIES.ID.desc())
                .limit(limit)
                .fetch(row -> kept(row, false)));
    }

    /** Forgets what came from an address. */
    static void erase(Tx tx, Address address) {
        tx.sql().deleteFrom(REPLIES).where(REPLIES.SENDER.equalIgnoreCase(address.email())).execute();
    }

    private static Kept kept(Record row, boolean whole) {
        var original = row.get(REPLIES.ORIGINAL);
        return new Kept(
                row.get(REPLIES.ID),
                new Written(
                        row.get(REPLIES.NEWSLETTER_ID),
                        row.get(REPLIES.DELIVERY_ID),
                        row.get(REPLIES.SENDER),
                        row.get(REPLIES.SUBJECT),
                        row.get(REPLIES.WORDS),
                        original == null || !whole ? null : Base64.getDecoder().decode(original),
                        row.get(REPLIES.RECEIVED_AT)),
                State.valueOf(row.get(REPLIES.STATE).toUpperCase(Locale.ROOT)),
                row.get(REPLIES.ATTEMPTS),
                row.get(REPLIES.REASON));
    }

    private static String column(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
