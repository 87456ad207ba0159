package staytuned.herald;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What the calls of a webhook are signed with (Standard Webhooks 1.0, "Symmetric signatures"). */
public final class Secret {
    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;
    private static final String HMAC = "HmacSHA256";

    private final byte[] key;

    private Secret(byte[] key) {
        this.key = key;
    }

    /**
     * Reads {@code whsec_} and Base64.
     *
     * @throws IllegalArgumentException it is none; the message says what would be right, and does not repeat it
     */
    public static Secret of(String text) {
        try {
            var key = text.startsWith(PREFIX) ? Base64.getDecoder().decode(text.substring(PREFIX.length())) : new byte[0];
            if (key.length >= SHORTEST && key.length <= LONGEST) return new Secret(key);
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException("is no secret of a webhook; write whsec_ and 24 to 64 bytes in Base64, as "
                + "echo whsec_$(openssl rand -base64 32) prints");
    }

    /** A new one. */
    public static Secret random(RandomGenerator random) {
        var key = new byte[32];
        random.nextBytes(key);
        return new Secret(key);
    }

    /** As it is written in the config and told to the receiver, once. */
    public String shown() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /** The header webhook-signature of a message. */
    String signature(String id, Instant time, String body) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            var signed = id + "." + time.getEpochSecond() + "." + body;
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no " + HMAC, e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
