package staytuned.subscriber;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What makes a number a token that nobody can make or guess: the number, a dot, and an HMAC-SHA256 of it for one
 * purpose, cut to 128 bits.
 */
final class Seal {
    private static final Pattern TOKEN = Pattern.compile("(\\d{1,18})\\.([A-Za-z0-9_-]{22})");
    private static final int BYTES = 16;

    private final String purpose;
    private final SecretKeySpec key;

    Seal(String purpose, String secret) {
        this.purpose = purpose;
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    String token(long number) {
        return number + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac(number));
    }

    /** The number of a token; none where it was not made here, or for another purpose. */
    Optional<Long> number(String token) {
        var parts = TOKEN.matcher(token);
        if (!parts.matches()) return Optional.empty();
        var number = Long.parseLong(parts.group(1));
        var given = Base64.getUrlDecoder().decode(parts.group(2));
        return MessageDigest.isEqual(given, mac(number)) ? Optional.of(number) : Optional.empty();
    }

    private byte[] mac(long number) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Arrays.copyOf(mac.doFinal((purpose + " " + number).getBytes(StandardCharsets.UTF_8)), BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no HmacSHA256", e);
        }
    }
}
