package staytuned.api;

import static staytuned.db.schema.Tables.REPLAYS;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import staytuned.db.Database;
import staytuned.db.Tx;

/** The table of what was answered to calls that bear an Idempotency-Key, for a day. */
final class Replays {
    private static final Duration KEPT = Duration.ofDays(1);
    /** A call that is being answered for longer than this was lost with the process that did. */
    private static final Duration LOST = Duration.ofMinutes(2);

    private final Database database;
    private final InstantSource clock;

    Replays(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A call that may come again. */
    record Key(long tokenId, String text, String requestHash) {
        static Key of(long tokenId, String text, String method, String address, byte[] body) {
            try {
                var hash = MessageDigest.getInstance("SHA-256");
                hash.update((method + " " + address + "\n").getBytes(StandardCharsets.UTF_8));
                return new Key(tokenId, text, HexFormat.of().formatHex(hash.digest(body)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this JVM has no SHA-256", e);
            }
        }
    }

    /** What was answered. */
    record Answered(int status, String body) {}

    /**
     * Begins to answer a call; what was answered, where it came before.
     *
     * @throws Problem the key stands for another call, or the first one is still being answered
     */
    Optional<Answered> begin(Key key) {
        var now = clock.instant();
        return database.inTransaction(tx -> {
            forgetOld(tx, now);
            var lost = REPLAYS.STATUS.isNull().and(REPLAYS.CREATED_AT.lt(now.minus(LOST)));
            tx.sql().deleteFrom(REPLAYS).where(lost).execute();
            var isNew = tx.insertNew(tx.sql().insertInto(REPLAYS)
                    .set(REPLAYS.TOKEN_ID, key.tokenId)
                    .set(REPLAYS.IDEMPOTENCY_KEY, key.text)
                    .set(REPLAYS.REQUEST_HASH, key.requestHash)
                    .set(REPLAYS.CREATED_AT, now));
            if (isNew) return Optional.empty();
            var row = tx.sql().selectFrom(REPLAYS)
                    .where(REPLAYS.TOKEN_ID.eq(key.tokenId), REPLAYS.IDEMPOTENCY_KEY.eq(key.text))
                    .fetchSingle();
            if (!row.getRequestHash().equals(key.requestHash)) {
                throw Problem.of(
                        Kind.REFUSED, "this " + Api.KEY + " came before with another call; give each call its own");
            }
            if (row.getStatus() == null) {
                throw Problem.with(Kind.CONFLICT, "the first call with this " + Api.KEY + " is still being answered; "
                        + "call again in a moment", "Retry-After", "1");
            }
            return Optional.of(new Answered(row.getStatus(), Objects.requireNonNull(row.getBody())));
        });
    }

    /** Forgets what was answered more than a day ago. */
    void forgetOld() {
        database.run(tx -> forgetOld(tx, clock.instant()));
    }

    private static void forgetOld(Tx tx, Instant now) {
        tx.sql().deleteFrom(REPLAYS).where(REPLAYS.CREATED_AT.lt(now.minus(KEPT))).execute();
    }

    /** Keeps what is answered. */
    void end(Key key, Answered answered) {
        database.run(tx -> tx.sql().update(REPLAYS)
                .set(REPLAYS.STATUS, answered.status)
                .set(REPLAYS.BODY, answered.body)
                .where(REPLAYS.TOKEN_ID.eq(key.tokenId), REPLAYS.IDEMPOTENCY_KEY.eq(key.text))
                .execute());
    }

    /** It came to nothing: the same call may be tried again. */
    void forget(Key key) {
        database.run(tx -> tx.sql().deleteFrom(REPLAYS)
                .where(REPLAYS.TOKEN_ID.eq(key.tokenId), REPLAYS.IDEMPOTENCY_KEY.eq(key.text))
                .execute());
    }
}
