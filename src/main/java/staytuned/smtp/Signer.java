package staytuned.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import staytuned.mail.Address;

/**
 * Signs letters with DKIM (RFC 6376): by one RSA key and, where there is one, by an Ed25519 key too (RFC 8463). Not for
 * two threads at once.
 *
 * <p>Which keys sign depends on the letter alone, its sender and its date, so that a copy that is sent again has the
 * same bytes. The signature is made of the very bytes that are sent, and covers the body to its end (no l=).
 */
final class Signer {
    /**
     * What is signed. A name that stands once more than its field does keeps anybody from adding such a field (RFC 6376
     * section 8.15).
     */
    private static final List<String> SIGNED = List.of(
            "from", "from", "to", "subject", "subject", "date", "message-id", "reply-to", "mime-version",
            "content-type", "list-id", "list-unsubscribe", "list-unsubscribe-post", "feedback-id");

    private static final String NAMES = String.join(":", SIGNED.subList(0, 8)) + ":\r\n "
            + String.join(":", SIGNED.subList(8, 13)) + ":\r\n " + SIGNED.getLast();
    private static final int LINE = 72;

    private final List<DkimKey> keys;
    private final Map<DkimKey, Signature> signatures = new HashMap<>();
    private final MessageDigest sha256;

    /** @param keys in the order in which they are preferred */
    Signer(List<DkimKey> keys) {
        this.keys = keys;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // Every Java has it.
        }
    }

    /** {@code message} with a signature above it for each kind of key that answers for {@code from}. */
    byte[] signed(byte[] message, Address from, Instant date) {
        var chosen = Stream.of(best(true, from, date), best(false, from, date)).flatMap(Optional::stream).toList();
        if (chosen.isEmpty()) return message;
        var letter = Canonical.of(message);
        var bodyHash = base64(sha256.digest(letter.body()));
        var fields = letter.fields(SIGNED);
        var out = new ByteArrayOutputStream(message.length + 1_000 * chosen.size());
        for (var key : chosen) out.writeBytes(field(key, fields, bodyHash, date).getBytes(US_ASCII));
        out.writeBytes(message);
        return out.toByteArray();
    }

    /** The nearest domain, then the youngest key, then the first of the list. */
    private Optional<DkimKey> best(boolean rsa, Address from, Instant date) {
        return keys.stream()
                .filter(key -> key.isRsa() == rsa && key.answersFor(from.domain()) && !key.from().isAfter(date))
                .min(Comparator.<DkimKey>comparingInt(key -> -key.domain().length())
                        .thenComparing(DkimKey::from, Comparator.reverseOrder()));
    }

    private String field(DkimKey key, String fields, String bodyHash, Instant date) {
        var unsigned = "v=1; a=" + (key.isRsa() ? "rsa" : "ed25519") + "-sha256; c=relaxed/relaxed;\r\n d="
                + key.domain() + "; s=" + key.selector() + "; t=" + date.getEpochSecond() + ";\r\n h=" + NAMES
                + ";\r\n bh=" + bodyHash + ";\r\n b=";
        // RFC 6376 section 3.7: the field itself comes last, without its b= and without a line end.
        var data = (fields + "dkim-signature:" + unsigned.replace("\r\n", "")).getBytes(ISO_8859_1);
        var signature = base64(sign(key, data));
        var folded = new StringBuilder("DKIM-Signature: ").append(unsigned);
        for (var at = 0; at < signature.length(); at += LINE) {
            if (at > 0) folded.append("\r\n ");
            folded.append(signature, at, Math.min(signature.length(), at + LINE));
        }
        return folded.append("\r\n").toString();
    }

    private byte[] sign(DkimKey key, byte[] data) {
        try {
            var known = signatures.get(key);
            var signature = known == null ? signature(key) : known;
            signatures.put(key, signature);
            // RFC 8463 section 3: Ed25519 signs the hash.
            signature.update(key.isRsa() ? data : sha256.digest(data));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            signatures.remove(key);
            throw new IllegalStateException("the DKIM key " + key + " cannot sign: " + e.getMessage(), e);
        }
    }

    private static Signature signature(DkimKey key) throws GeneralSecurityException {
        var algorithm = key.isRsa() ? "SHA256withRSA" : "Ed25519";
        var fast = AmazonCorrettoCryptoProvider.INSTANCE;
        var signature = fast.getLoadingError() == null && fast.getService("Signature", algorithm) != null
                ? Signature.getInstance(algorithm, fast)
                : Signature.getInstance(algorithm);
        signature.initSign(key.key());
        return signature;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
