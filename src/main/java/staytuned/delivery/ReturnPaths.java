package staytuned.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import staytuned.mail.Address;

/**
 * The envelope senders of deliveries, each its own (VERP): {@code bounces+TOKEN@example.org}. The token is the
 * delivery's id and an HMAC-SHA256 of it for this purpose, cut to 128 bits, in digits and letters of one case, because
 * some systems change the case. It has at most 40 characters, so that 23 of the 64 that may stand before the @
 * (RFC 5321 section 4.5.3.1.1) are left for the mailbox.
 */
public final class ReturnPaths {
    /** What a mailbox may have before its @. */
    public static final int LONGEST_MAILBOX = 23;

    private static final int MAC_CHARACTERS = 26;
    private static final int BITS = 5;
    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final Pattern TOKEN =
            Pattern.compile("(?<=\\+)([0-9a-z]{1,13})-([a-z2-7]{" + MAC_CHARACTERS + "})(?![0-9a-z])");
    /** How many tokens of a mail are looked at. */
    private static final int MOST = 1000;

    private final String local;
    private final String domain;
    private final SecretKeySpec key;

    /**
     * Return paths that lead to one mailbox.
     *
     * @param mailbox with at most {@link #LONGEST_MAILBOX} characters before its @
     * @param secret what the tokens are signed with
     */
    public ReturnPaths(Address mailbox, String secret) {
        var at = mailbox.email().lastIndexOf('@');
        if (at > LONGEST_MAILBOX) throw new IllegalArgumentException(mailbox.email() + " leaves no room for a token");
        this.local = mailbox.email().substring(0, at);
        this.domain = mailbox.domain();
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /** Where bounces of one delivery go; always the same for the same delivery. */
    public String of(long deliveryId) {
        return local + "+" + Long.toString(deliveryId, Character.MAX_RADIX) + "-" + mac(deliveryId) + "@" + domain;
    }

    /** The delivery whose token stands first in {@code text}; none where there is none that we have made. */
    public Optional<Long> delivery(String text) {
        return TOKEN.matcher(text.toLowerCase(Locale.ROOT)).results()
                .limit(MOST)
                .filter(each -> isOurs(each.group(1), each.group(2)))
                .map(each -> Long.valueOf(each.group(1), Character.MAX_RADIX))
                .findFirst();
    }

    private boolean isOurs(String id, String mac) {
        try {
            return MessageDigest.isEqual(bytes(mac), bytes(mac(Long.parseLong(id, Character.MAX_RADIX))));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String mac(long deliveryId) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return base32(mac.doFinal(("bounce " + deliveryId).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no HmacSHA256", e);
        }
    }

    /** The first 130 bits (RFC 4648 section 6, in lower case). */
    private static String base32(byte[] bytes) {
        var text = new StringBuilder(MAC_CHARACTERS);
        for (var i = 0; i < MAC_CHARACTERS; i++) {
            var bit = i * BITS;
            var pair = (bytes[bit / 8] & 0xFF) << 8 | (bytes[bit / 8 + 1] & 0xFF);
            text.append(DIGITS.charAt(pair >> (16 - BITS - bit % 8) & 31));
        }
        return text.toString();
    }
}
