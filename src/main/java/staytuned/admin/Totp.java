package staytuned.admin;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The six digits that change each half minute (RFC 6238), as all authenticator apps make them: by HMAC-SHA-1. */
final class Totp {
    static final long NONE = -1;
    private static final int STEP = 30;
    private static final int DIGITS = 1_000_000;
    /** RFC 4226 section 4, R6, recommends 160 bits. */
    private static final int KEY = 20;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648 section 6

    private Totp() {}

    /** A new key in Base32. */
    static String key(RandomGenerator random) {
        var bytes = new byte[KEY];
        random.nextBytes(bytes);
        var text = new StringBuilder();
        for (var bit = 0; bit < KEY * 8; bit += 5) {
            var value = 0;
            for (var each = bit; each < bit + 5; each++) {
                value = (value << 1) | ((bytes[each / 8] >> (7 - each % 8)) & 1);
            }
            text.append(BASE32.charAt(value));
        }
        return text.toString();
    }

    /**
     * The time step of a code, or {@link #NONE}. The step before and the one after count too (section 5.2); none at or
     * before {@code last}, so that a code that somebody has seen is worth nothing.
     */
    static long step(String key, String code, Instant now, long last) {
        var now30 = now.getEpochSecond() / STEP;
        var found = NONE;
        for (var each = now30 - 1; each <= now30 + 1; each++) {
            if (Hashes.same(code(key, each), code) && each > last) found = each;
        }
        return found;
    }

    /** The code of a time step (RFC 4226 section 5.3). */
    static String code(String key, long step) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(bytes(key), "HmacSHA1"));
            var hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            var offset = hash[hash.length - 1] & 0xf;
            var number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%06d", number % DIGITS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no HMAC-SHA-1", e);
        }
    }

    private static byte[] bytes(String key) {
        var bytes = new byte[key.length() * 5 / 8];
        for (var bit = 0; bit < bytes.length * 8; bit++) {
            var value = BASE32.indexOf(key.charAt(bit / 5));
            if (((value >> (4 - bit % 5)) & 1) == 1) bytes[bit / 8] |= (byte) (1 << (7 - bit % 8));
        }
        return bytes;
    }
}
