package staytuned.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** DKIM (RFC 6376) in a few lines on the JDK, as one writes it into a loop: relaxed/simple, rsa-sha256. */
final class PlainSigner {
    private static final List<String> SIGNED = List.of(
            "from", "to", "subject", "date", "message-id", "mime-version", "content-type", "list-id",
            "list-unsubscribe", "list-unsubscribe-post");

    private final PrivateKey key;

    PlainSigner(PrivateKey key) {
        this.key = key;
    }

    /** The header that signs {@code message}, whose lines end in CRLF, with its line end. */
    String header(byte[] message) throws GeneralSecurityException {
        var text = new String(message, ISO_8859_1);
        var end = text.indexOf("\r\n\r\n") + 2;
        var headers = text.substring(0, end).replaceAll("\r\n[ \t]+", " ").split("\r\n");
        var body = text.substring(end + 2).replaceFirst("(\r\n)*$", "\r\n");
        var hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(ISO_8859_1));
        var value = "v=1; a=rsa-sha256; c=relaxed/simple; d=example.org; s=s1; h=" + String.join(":", SIGNED) + "; bh="
                + Base64.getEncoder().encodeToString(hash) + "; b=";
        var input = new StringBuilder();
        for (var name : SIGNED) {
            for (var header : headers) {
                if (!header.toLowerCase(Locale.ROOT).startsWith(name + ":")) continue;
                input.append(name).append(':').append(header.substring(name.length() + 1).strip().replaceAll(" +", " "))
                        .append("\r\n");
                break;
            }
        }
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(input.append("dkim-signature:").append(value).toString().getBytes(US_ASCII));
        return "DKIM-Signature: " + value + Base64.getEncoder().encodeToString(signature.sign()) + "\r\n";
    }
}
