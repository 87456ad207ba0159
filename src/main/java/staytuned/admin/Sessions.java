package staytuned.admin;

import static staytuned.db.schema.Tables.ADMINS;
import static staytuned.db.schema.Tables.ADMIN_SESSIONS;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import staytuned.db.Database;
import staytuned.db.Tx;

/** The table of who is signed in: a browser keeps 256 random bits, and the table their hash alone. */
public final class Sessions {
    /** After so long without a page somebody is signed out. */
    public static final Duration IDLE = Duration.ofHours(2);
    /** After so long they are signed out in any case. */
    public static final Duration LONGEST = Duration.ofHours(24);

    private static final Duration NOTED = Duration.ofMinutes(1);

    private final Database database;
    private final InstantSource clock;
    private final RandomGenerator random;

    public Sessions(Database database, InstantSource clock, RandomGenerator random) {
        this.database = database;
        this.clock = clock;
        this.random = random;
    }

    /** Signs somebody in; what is given is for their browser alone. */
    public String open(long adminId) {
        var token = Hashes.token(random);
        var now = clock.instant();
        database.run(tx -> {
            tx.sql().deleteFrom(ADMIN_SESSIONS).where(ADMIN_SESSIONS.CREATED_AT.lt(now.minus(LONGEST))).execute();
            tx.sql().insertInto(ADMIN_SESSIONS)
                    .set(ADMIN_SESSIONS.HASH, Hashes.of(token))
                    .set(ADMIN_SESSIONS.ADMIN_ID, adminId)
                    .set(ADMIN_SESSIONS.CREATED_AT, now)
                    .set(ADMIN_SESSIONS.SEEN_AT, now)
                    .execute();
        });
        return token;
    }

    /** Who is signed in by this token; empty where nobody is, or not any more. A page that is asked for keeps it alive. */
    public Optional<Admin> find(String token) {
        return look(token, true);
    }

    /** As {@link #find}, for what a page asks for by itself: it keeps nothing alive. */
    public Optional<Admin> watch(String token) {
        return look(token, false);
    }

    private Optional<Admin> look(String token, boolean byPerson) {
        var hash = Hashes.of(token);
        var now = clock.instant();
        return database.inTransaction(tx -> {
            var row = tx.sql().select(ADMINS.asterisk(), ADMIN_SESSIONS.SEEN_AT)
                    .from(ADMIN_SESSIONS)
                    .join(ADMINS).on(ADMINS.ID.eq(ADMIN_SESSIONS.ADMIN_ID))
                    .where(ADMIN_SESSIONS.HASH.eq(hash))
                    .and(ADMIN_SESSIONS.SEEN_AT.gt(now.minus(IDLE)))
                    .and(ADMIN_SESSIONS.CREATED_AT.gt(now.minus(LONGEST)))
                    .fetchOne();
            if (row == null) return Optional.empty();
            if (byPerson && row.get(ADMIN_SESSIONS.SEEN_AT).isBefore(now.minus(NOTED))) seen(tx, hash, now);
            return Optional.of(Admins.admin(row.into(ADMINS)));
        });
    }

    private static void seen(Tx tx, String hash, Instant now) {
        tx.sql().update(ADMIN_SESSIONS)
                .set(ADMIN_SESSIONS.SEEN_AT, now)
                .where(ADMIN_SESSIONS.HASH.eq(hash))
                .execute();
    }

    /** What each form of a session carries: who cannot read our pages cannot know it. */
    public static String formToken(String token) {
        return Hashes.of("form " + token);
    }

    /** Whether a form carries what {@link #formToken} gave. */
    public static boolean formed(String token, String given) {
        return Hashes.same(formToken(token), given);
    }

    public void close(String token) {
        database.run(tx ->
                tx.sql().deleteFrom(ADMIN_SESSIONS).where(ADMIN_SESSIONS.HASH.eq(Hashes.of(token))).execute());
    }

    /** Signs somebody out everywhere. */
    public void closeAll(long adminId) {
        database.run(tx -> closeAll(tx, adminId));
    }

    static void closeAll(Tx tx, long adminId) {
        tx.sql().deleteFrom(ADMIN_SESSIONS).where(ADMIN_SESSIONS.ADMIN_ID.eq(adminId)).execute();
    }
}
