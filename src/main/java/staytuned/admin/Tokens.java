package staytuned.admin;

import static staytuned.db.schema.Tables.TOKENS;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;

/**
 * The table of tokens. A token is {@code st_}, a handle by which its row is found, {@code _} and 256 random bits; only
 * its hash is kept, so that nobody who reads the database, or a backup of it, can use one.
 */
public final class Tokens {
    private static final Pattern TOKEN = Pattern.compile("st_([0-9a-f]{16})_[A-Za-z0-9_-]{43}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int HANDLE_BYTES = 8;
    private static final int SECRET_BYTES = 32;
    /** Its last use is noted no more often than this. */
    private static final Duration NOTED = Duration.ofMinutes(1);

    private final Database database;
    private final InstantSource clock;

    public Tokens(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Makes a token and gives it, this once.
     *
     * @param random must not be guessed
     * @param expiresAt null for never
     * @throws IllegalArgumentException the name cannot be used, or it would be good for nothing; the message says why
     */
    public String make(String name, Collection<Scope> scopes, @Nullable Instant expiresAt, RandomGenerator random) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name
                    + "\" is no name; write up to 63 lower-case letters, digits and hyphens, such as website");
        }
        if (scopes.isEmpty()) throw new IllegalArgumentException("it may do nothing; name a scope such as read:issues");
        var now = clock.instant();
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw new IllegalArgumentException(expiresAt + " is over; name a later time");
        }
        var handle = HexFormat.of().formatHex(bytes(random, HANDLE_BYTES));
        var token = "st_" + handle + "_"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(random, SECRET_BYTES));
        var made = database.inTransaction(tx -> tx.insertNew(tx.sql().insertInto(TOKENS)
                .set(TOKENS.NAME, name)
                .set(TOKENS.HANDLE, handle)
                .set(TOKENS.HASH, HexFormat.of().formatHex(hash(token)))
                .set(TOKENS.SCOPES, scopes.stream().sorted().distinct().map(Scope::toString)
                        .collect(Collectors.joining(" ")))
                .set(TOKENS.CREATED_AT, now)
                .set(TOKENS.EXPIRES_AT, expiresAt)));
        if (made) return token;
        throw new IllegalArgumentException("there is or was a token \"" + name + "\" already; choose another name");
    }

    /** Whose token this is, and notes that it was used; nobody's where it is unknown, revoked or expired. */
    public Optional<Token> use(String token) {
        var matcher = TOKEN.matcher(token);
        if (!matcher.matches()) return Optional.empty();
        var now = clock.instant();
        return database.inTransaction(tx -> {
            var row = tx.sql().selectFrom(TOKENS).where(TOKENS.HANDLE.eq(matcher.group(1))).fetchOne();
            // In constant time: how long it takes does not say how much of it was right.
            if (row == null || !MessageDigest.isEqual(hash(token), HexFormat.of().parseHex(row.getHash()))) {
                return Optional.empty();
            }
            var found = token(row);
            if (!found.isGood(now)) return Optional.empty();
            if (found.usedAt() == null || found.usedAt().isBefore(now.minus(NOTED))) {
                tx.sql().update(TOKENS).set(TOKENS.USED_AT, now).where(TOKENS.ID.eq(found.id())).execute();
            }
            return Optional.of(found);
        });
    }

    /** All there ever were, by their names. */
    public List<Token> list() {
        return database.inTransaction(tx -> tx.sql().selectFrom(TOKENS).orderBy(TOKENS.NAME).fetch(Tokens::token));
    }

    /** Takes a token back, in force at once; false where there is none of this name that was not. */
    public boolean revoke(String name) {
        return database.inTransaction(tx -> tx.sql().update(TOKENS)
                        .set(TOKENS.REVOKED_AT, clock.instant())
                        .where(TOKENS.NAME.eq(name), TOKENS.REVOKED_AT.isNull())
                        .execute()
                == 1);
    }

    private static Token token(Record row) {
        return new Token(
                row.get(TOKENS.ID),
                row.get(TOKENS.NAME),
                Arrays.stream(row.get(TOKENS.SCOPES).split(" ")).map(Scope::of)
                        .collect(Collectors.toCollection(TreeSet::new)),
                row.get(TOKENS.CREATED_AT),
                row.get(TOKENS.EXPIRES_AT),
                row.get(TOKENS.USED_AT),
                row.get(TOKENS.REVOKED_AT));
    }

    private static byte[] bytes(RandomGenerator random, int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }
}
