package staytuned.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/** Keeps passwords by Argon2id (RFC 9106), each as a PHC string that says how it was made. */
final class Passwords {
    /** Shorter ones are guessed. */
    static final int SHORTEST = 12;
    /** A longer one costs time and adds nothing. */
    static final int LONGEST = 200;
    /** What OWASP's cheat sheet of 2024 asks for: 19 MiB, two passes, one lane. */
    private static final Cost USUAL = new Cost(19_456, 2, 1);

    private static final int SALT = 16;
    private static final int HASH = 32;
    private static final Pattern PHC =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$([^$]+)\\$([^$]+)");

    private final RandomGenerator random;
    /** So many at once: no flood of attempts takes all memory. */
    private final Semaphore turns = new Semaphore(2);
    /** What the password of an account is compared with that does not exist: the answer takes as long. */
    private volatile @Nullable String nobodys;

    /** Memory in KiB, passes over it, lanes. */
    private record Cost(int memory, int passes, int lanes) {}

    Passwords(RandomGenerator random) {
        this.random = random;
    }

    String hash(String password) {
        var salt = new byte[SALT];
        random.nextBytes(salt);
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + USUAL.memory + ",t=" + USUAL.passes + ",p=" + USUAL.lanes + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(argon2(password, salt, USUAL));
    }

    /** Whether this is the password; takes as long where there is none. */
    boolean matches(String password, String kept) {
        var parts = PHC.matcher(kept);
        if (!parts.matches()) throw new IllegalStateException("a password is kept in a form that is not known");
        var cost = new Cost(
                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
        var hash = argon2(password, Base64.getDecoder().decode(parts.group(4)), cost);
        return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts.group(5)));
    }

    /** Takes as long as {@link #matches}, for an account that does not exist. */
    void pretend(String password) {
        var kept = nobodys;
        if (kept == null) {
            kept = hash(Hashes.token(random)); // not at the start, which each command would wait for
            nobodys = kept;
        }
        matches(password, kept);
    }

    private byte[] argon2(String password, byte[] salt, Cost cost) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memory)
                .withIterations(cost.passes)
                .withParallelism(cost.lanes)
                .withSalt(salt)
                .build());
        var hash = new byte[HASH];
        turns.acquireUninterruptibly();
        try {
            // The same letters, however a keyboard composes them.
            var same = Normalizer.normalize(password, Normalizer.Form.NFC);
            generator.generateBytes(same.getBytes(StandardCharsets.UTF_8), hash);
        } finally {
            turns.release();
        }
        return hash;
    }
}
