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
 * The links of one purpose: a row's id and an HMAC-SHA256 of it for this purpose, cut to 128 bits, so that nobody can
 * make or guess one (RFC 8058 section 3.1), and one of another purpose opens nothing here.
 */
public final class SignedLinks {
    private static final Pattern TOKEN = Pattern.compile("(0|[1-9]\\d{0,17})\\.([A-Za-z0-9_-]{22})");
    private static final int BYTES = 16;

    private final String site;
    private final SecretKeySpec key;
    private final String purpose;

    /**
     * @param site the public address of the pages, without a slash at its end
     * @param secret what the links are signed with
     * @param purpose the page that they lead to
     */
    public SignedLinks(String site, String secret, String purpose) {
        this(site, new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"), purpose);
    }

    private SignedLinks(String site, SecretKeySpec key, String purpose) {
        this.site = site;
        this.key = key;
        this.purpose = purpose;
    }

    /** The links of another purpose, signed with the same secret. */
    public SignedLinks of(String other) {
        return new SignedLinks(site, key, other);
    }

    /** The link for the row {@code id}. */
    public String link(long id) {
        return site + "/" + purpose + "/" + token(id);
    }

    /** The last part of that link. */
    public String token(long id) {
        return id + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac(id));
    }

    /** The row that the last part of a link stands for; none when we did not sign it for this purpose. */
    public Optional<Long> id(String token) {
        var parts = TOKEN.matcher(token);
        if (!parts.matches()) return Optional.empty();
        var id = Long.parseLong(parts.group(1));
        var given = Base64.getUrlDecoder().decode(parts.group(2));
        return MessageDigest.isEqual(given, mac(id)) ? Optional.of(id) : Optional.empty();
    }

    private byte[] mac(long id) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Arrays.copyOf(mac.doFinal((purpose + " " + id).getBytes(StandardCharsets.UTF_8)), BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no HmacSHA256", e);
        }
    }
}
