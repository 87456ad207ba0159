package staytuned.issue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What opens a page of a private newsletter to those who have its letter: an HMAC-SHA256 for each page, cut to 128
 * bits. The pages of all other newsletters are open.
 */
public final class PageKeys {
    /** For where nothing is private. */
    static final PageKeys NONE = new PageKeys("none", Set.of());

    private static final int BYTES = 16;

    private final SecretKeySpec secret;
    private final Set<Long> closed;

    /** @param closed the ids of the private newsletters */
    public PageKeys(String secret, Set<Long> closed) {
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        this.closed = Set.copyOf(closed);
    }

    /** What stands behind the address of a page: empty where everybody may see it. */
    String query(long newsletterId, String page) {
        if (!closed.contains(newsletterId)) return "";
        return "?key=" + Base64.getUrlEncoder().withoutPadding().encodeToString(mac(page));
    }

    /** Whether a page may be shown to one who came with {@code key}; null for none. */
    boolean open(long newsletterId, String page, @Nullable String key) {
        if (!closed.contains(newsletterId)) return true;
        if (key == null) return false;
        var expected = Base64.getUrlEncoder().withoutPadding().encode(mac(page));
        return MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), expected);
    }

    private byte[] mac(String page) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return Arrays.copyOf(mac.doFinal(("page " + page).getBytes(StandardCharsets.UTF_8)), BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no HmacSHA256", e);
        }
    }
}
