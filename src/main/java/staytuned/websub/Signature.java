package staytuned.websub;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Whether a body is what the hub sent: X-Hub-Signature (WebSub section 7.1, the methods of section 8). */
final class Signature {
    private static final Pattern HEADER =
            Pattern.compile("(?i)\\s*sha(1|256|384|512)\\s*=\\s*((?:[0-9a-f]{2}){20,64})\\s*");

    private Signature() {}

    /** Compares all of it whatever differs, so that the time taken tells nothing. */
    static boolean isRight(String secret, @Nullable String header, byte[] body) {
        var given = HEADER.matcher(header == null ? "" : header);
        if (!given.matches()) return false;
        try {
            var mac = Mac.getInstance("HmacSHA" + given.group(1));
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), mac.getAlgorithm()));
            var right = mac.doFinal(body);
            return MessageDigest.isEqual(right, HexFormat.of().parseHex(given.group(2).toLowerCase(Locale.ROOT)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has them
        }
    }
}
