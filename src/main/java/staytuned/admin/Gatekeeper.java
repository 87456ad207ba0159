package staytuned.admin;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.mail.Address;

/** Lets in who has an account: by a password and the digits of the moment, or by one of the recovery codes. */
public final class Gatekeeper {
    private final Database database;
    private final Admins admins;
    private final Audit audit;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Passwords passwords;

    public Gatekeeper(Database database, Audit audit, InstantSource clock, RandomGenerator random) {
        this.database = database;
        this.admins = new Admins(database);
        this.audit = audit;
        this.clock = clock;
        this.random = random;
        this.passwords = new Passwords(random);
    }

    /** How an attempt to sign in ended. */
    public sealed interface Answer {}

    /**
     * Somebody is let in.
     *
     * @param codes the recovery codes, where the account has just been taken; shown once
     */
    public record Welcome(Admin admin, List<String> codes) implements Answer {}

    /** Address, password or digits are wrong: which of them is nobody's business. */
    public record Refused() implements Answer {}

    /** Too many have failed: nothing is looked at before {@code heard}. */
    public record Wait(Instant heard) implements Answer {}

    /** The invitation is not, or not any more, good. */
    public record Expired() implements Answer {}

    /** The password that somebody chose is too short or too long. */
    public record Unfit() implements Answer {}

    /**
     * Whom an invitation is for.
     *
     * @param key for their authenticator app
     */
    public record Invited(String email, String key) {}

    /**
     * Lets somebody in, or not.
     *
     * @param code six digits, or a recovery code
     * @param client the address of who asks
     */
    public Answer signIn(String email, String password, String code, String client) {
        var key = email.strip().toLowerCase(Locale.ROOT);
        var who = List.of("account " + key, "client " + client);
        var now = clock.instant();
        var heard = database.inTransaction(tx -> Attempts.heard(tx, who));
        if (heard.isAfter(now)) return new Wait(heard);
        var kept = database.inTransaction(tx -> admins.find(tx, key));
        var right = kept.isPresent() && right(kept.get(), password);
        if (kept.isEmpty()) passwords.pretend(limited(password));
        return database.inTransaction(tx -> {
            if (right && digits(tx, kept.get(), code.strip(), now)) {
                Attempts.forget(tx, who);
                audit.note(tx, kept.get().admin().email(), "sign in", "desk", "from " + client);
                return new Welcome(kept.get().admin(), List.of());
            }
            Attempts.failed(tx, who, now);
            // Strangers who try addresses at random do not fill the log.
            kept.ifPresent(each -> audit.note(tx, each.admin().email(), "fail to sign in", "desk", "from " + client));
            return new Refused();
        });
    }

    private boolean right(Admins.Kept kept, String password) {
        if (kept.password() != null) return passwords.matches(limited(password), kept.password());
        passwords.pretend(limited(password));
        return false;
    }

    private boolean digits(Tx tx, Admins.Kept kept, String code, Instant now) {
        var step = Totp.step(kept.totpKey(), code.replace(" ", ""), now, kept.totpStep());
        if (step != Totp.NONE) return admins.useStep(tx, kept.admin().id(), step);
        return admins.useCode(tx, kept.admin().id(), code);
    }

    private static String limited(String password) {
        return password.length() <= Passwords.LONGEST ? password : password.substring(0, Passwords.LONGEST);
    }

    /**
     * Makes an account, or lets the owner of one begin anew, and gives what stands in the one-time link.
     *
     * @param role null: as it is
     * @param actor who does so
     * @return empty where there is no such account and no role to make it with
     */
    public Optional<String> invite(Address address, @Nullable Role role, String actor) {
        return database.inTransaction(tx -> {
            var token = admins.invite(tx, address, role, random, clock.instant());
            token.ifPresent(_ -> audit.note(
                    tx, actor, "invite", address.email(), role == null ? "" : "as " + role.column()));
            return token;
        });
    }

    public Optional<Invited> invited(String token) {
        return database.inTransaction(tx -> admins.invited(tx, token, clock.instant()))
                .map(each -> new Invited(each.admin().email(), each.totpKey()));
    }

    /** The owner of an invitation chooses a password and shows that their app has the key. */
    public Answer take(String token, String password, String code, String client) {
        var now = clock.instant();
        var who = List.of("invitation " + token, "client " + client);
        var heard = database.inTransaction(tx -> Attempts.heard(tx, who));
        if (heard.isAfter(now)) return new Wait(heard);
        if (database.inTransaction(tx -> admins.invited(tx, token, now)).isEmpty()) return new Expired();
        var length = password.codePointCount(0, password.length());
        if (length < Passwords.SHORTEST || password.length() > Passwords.LONGEST) return new Unfit();
        var hash = passwords.hash(password);
        return database.inTransaction(tx -> {
            var kept = admins.invited(tx, token, now).orElse(null);
            if (kept == null) return new Expired();
            var step = Totp.step(kept.totpKey(), code.replace(" ", ""), now, kept.totpStep());
            if (step == Totp.NONE) {
                Attempts.failed(tx, who, now);
                return new Refused();
            }
            var codes = admins.take(tx, kept.admin().id(), hash, step, random);
            audit.note(tx, kept.admin().email(), "take account", kept.admin().role().column(), "from " + client);
            return new Welcome(kept.admin(), codes);
        });
    }

    /** Takes an account away; false where there is none. */
    public boolean remove(Address address, String actor) {
        return database.inTransaction(tx -> {
            var gone = admins.remove(tx, address.key());
            if (gone) audit.note(tx, actor, "remove admin", address.email(), "");
            return gone;
        });
    }
}
