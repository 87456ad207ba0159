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
 * The links by which a reader leaves: the subscription's id and an HMAC-SHA256 of it for this purpose, cut to 128 bits,
 * so that nobody can make or guess one (RFC 8058 section 3.1).
 */
public final class UnsubscribeLinks {
    private static final Pattern TOKEN = Pattern.compile("(\\d{1,18})\\.([A-Za-z0-9_-]{22})");
    private static final int BYTES = 16;

    private final String site;
    private final SecretKeySpec key;

    /**
     * @param site the public address of the pages, without a slash at its end
     * @param secret what the links are signed with
     */
    public UnsubscribeLinks(String site, String secret) {
        this.site = site;
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /** The link for one subscription. */
    public String link(long subscriptionId) {
        return site + "/unsubscribe/" + subscriptionId + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(mac(subscriptionId));
    }

    /** The subscription that the last part of a link stands for; none when we did not sign it. */
    public Optional<Long> subscription(String token) {
        var parts = TOKEN.matcher(token);
        if (!parts.matches()) return Optional.empty();
        var id = Long.parseLong(parts.group(1));
        var given = Base64.getUrlDecoder().decode(parts.group(2));
        return MessageDigest.isEqual(given, mac(id)) ? Optional.of(id) : Optional.empty();
    }

    private byte[] mac(long subscriptionId) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Arrays.copyOf(
                    mac.doFinal(("unsubscribe " + subscriptionId).getBytes(StandardCharsets.UTF_8)), BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no HmacSHA256", e);
        }
    }
}
