package staytuned.admin;

import static staytuned.db.schema.Tables.ADMINS;
import static staytuned.db.schema.Tables.ADMIN_CODES;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.db.schema.tables.records.AdminsRecord;
import staytuned.mail.Address;

/** The table of who runs the service. */
public final class Admins {
    /** How long an invitation is good. */
    public static final Duration INVITED = Duration.ofHours(24);

    private static final int CODES = 10;
    private static final int CODE = 12;

    private final Database database;

    public Admins(Database database) {
        this.database = database;
    }

    /** What is kept of somebody who wants to sign in. */
    record Kept(Admin admin, @Nullable String password, String totpKey, long totpStep) {}

    /** Whether nobody can sign in yet. */
    public boolean none() {
        return database.inTransaction(tx -> !tx.sql().fetchExists(ADMINS, ADMINS.PASSWORD.isNotNull()));
    }

    public List<Admin> list() {
        return database.inTransaction(tx ->
                tx.sql().selectFrom(ADMINS).orderBy(ADMINS.EMAIL_KEY).fetch(Admins::admin));
    }

    /**
     * Makes an account that waits for its owner, or lets the owner of one begin anew: with a new password and a new key,
     * signed out everywhere.
     *
     * @param role null: as it is
     * @return what stands in the one-time link; empty where there is no such account and no role to make it with
     */
    Optional<String> invite(Tx tx, Address address, @Nullable Role role, RandomGenerator random, Instant now) {
        var token = Hashes.token(random);
        var row = tx.sql().selectFrom(ADMINS).where(ADMINS.EMAIL_KEY.eq(address.key())).fetchOptional().orElse(null);
        if (row == null) {
            if (role == null) return Optional.empty();
            row = tx.sql().newRecord(ADMINS);
            row.setEmail(address.email());
            row.setEmailKey(address.key());
            row.setCreatedAt(now);
        } else {
            forget(tx, row.getId());
        }
        if (role != null) row.setRole(role.column());
        row.setPassword(null);
        row.setTotpKey(Totp.key(random));
        row.setTotpStep(0L);
        row.setInvitation(Hashes.of(token));
        row.setInvitedUntil(now.plus(INVITED));
        row.store();
        return Optional.of(token);
    }

    Optional<Kept> invited(Tx tx, String token, Instant now) {
        return tx.sql().selectFrom(ADMINS)
                .where(ADMINS.INVITATION.eq(Hashes.of(token)), ADMINS.INVITED_UNTIL.gt(now))
                .fetchOptional(Admins::kept);
    }

    Optional<Kept> find(Tx tx, String emailKey) {
        return tx.sql().selectFrom(ADMINS).where(ADMINS.EMAIL_KEY.eq(emailKey)).fetchOptional(Admins::kept);
    }

    /** The account is its owner's from now on; what is given lets them in where they have lost their telephone. */
    List<String> take(Tx tx, long id, String password, long step, RandomGenerator random) {
        tx.sql().update(ADMINS)
                .set(ADMINS.PASSWORD, password)
                .set(ADMINS.TOTP_STEP, step)
                .setNull(ADMINS.INVITATION)
                .setNull(ADMINS.INVITED_UNTIL)
                .where(ADMINS.ID.eq(id))
                .execute();
        var codes = new ArrayList<String>();
        for (var i = 0; i < CODES; i++) {
            var code = Totp.key(random).substring(0, CODE).toLowerCase(Locale.ROOT);
            tx.sql().insertInto(ADMIN_CODES)
                    .set(ADMIN_CODES.ADMIN_ID, id)
                    .set(ADMIN_CODES.HASH, Hashes.of(code))
                    .execute();
            codes.add(code.substring(0, 4) + "-" + code.substring(4, 8) + "-" + code.substring(8));
        }
        return codes;
    }

    /** Takes a recovery code, with or without its hyphens; false where it is none, or used. */
    boolean useCode(Tx tx, long id, String code) {
        var plain = code.replaceAll("[-\\s]", "").toLowerCase(Locale.ROOT);
        return tx.sql().deleteFrom(ADMIN_CODES)
                        .where(ADMIN_CODES.ADMIN_ID.eq(id), ADMIN_CODES.HASH.eq(Hashes.of(plain)))
                        .execute()
                == 1;
    }

    /** Takes a code of this time step; false where another request has just taken it. */
    boolean useStep(Tx tx, long id, long step) {
        return tx.sql().update(ADMINS)
                        .set(ADMINS.TOTP_STEP, step)
                        .where(ADMINS.ID.eq(id), ADMINS.TOTP_STEP.lt(step))
                        .execute()
                == 1;
    }

    /** Takes an account away, and signs its owner out; false where there is none. */
    boolean remove(Tx tx, String emailKey) {
        var id = tx.sql().select(ADMINS.ID).from(ADMINS).where(ADMINS.EMAIL_KEY.eq(emailKey)).fetchOne(ADMINS.ID);
        if (id == null) return false;
        forget(tx, id);
        return tx.sql().deleteFrom(ADMINS).where(ADMINS.ID.eq(id)).execute() == 1;
    }

    private static void forget(Tx tx, long id) {
        Sessions.closeAll(tx, id);
        tx.sql().deleteFrom(ADMIN_CODES).where(ADMIN_CODES.ADMIN_ID.eq(id)).execute();
    }

    static Admin admin(AdminsRecord row) {
        return new Admin(
                row.getId(), row.getEmail(), Role.of(row.getRole()), row.getPassword() != null, row.getCreatedAt());
    }

    private static Kept kept(AdminsRecord row) {
        return new Kept(admin(row), row.getPassword(), row.getTotpKey(), row.getTotpStep());
    }
}
