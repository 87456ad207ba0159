package staytuned.doctor;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** Whether the key that is published for DKIM belongs to the one that signs (RFC 6376 section 3.6). */
final class PublishedKey {
    /** What stands before the 32 bytes of an Ed25519 key, which is all that is published (RFC 8463 section 4). */
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private PublishedKey() {}

    static Finding examine(Names names, Relay.Key key) {
        var about = "DKIM key " + key;
        var found = names.texts(key.toString());
        if (found.failed()) {
            return Finding.warning(about, "the name servers do not say", "ask again, or look at your name servers");
        }
        if (found.values().isEmpty()) return Finding.error(about, "it is not published", publish(key));
        if (found.values().size() > 1) {
            return Finding.error(about, "there are " + found.values().size() + " records, and none counts then",
                    "keep one; " + publish(key));
        }
        var tags = Tags.read(found.values().getFirst());
        if (!tags.getOrDefault("v", "DKIM1").equals("DKIM1")) {
            return Finding.error(about, "its record is of another version", publish(key));
        }
        var published = tags.getOrDefault("p", "").replaceAll("\\s", "");
        if (published.isEmpty()) return Finding.error(about, "it is revoked: its p is empty", publish(key));
        var type = tags.getOrDefault("k", "rsa").toLowerCase(Locale.ROOT);
        if (!type.equals(type(key.key()))) {
            return Finding.error(about, "a key of kind " + type + " is published, and one of kind " + type(key.key())
                    + " signs", publish(key));
        }
        if (!belongs(published, key.key())) {
            return Finding.error(about, "another key is published than the one that signs", publish(key));
        }
        if (tags.getOrDefault("t", "").contains("y")) {
            return Finding.warning(about, "it is marked as a test (t=y), which receivers may ignore", "remove t=y");
        }
        return Finding.ok(about, "published, and the one that signs");
    }

    private static String type(PrivateKey key) {
        return key instanceof RSAKey ? "rsa" : "ed25519";
    }

    /** What the one signs, the other must believe. */
    private static boolean belongs(String published, PrivateKey key) {
        try {
            var bytes = Base64.getDecoder().decode(published);
            var algorithm = key instanceof RSAKey ? "SHA256withRSA" : "Ed25519";
            var signer = Signature.getInstance(algorithm);
            var text = "belongs".getBytes(StandardCharsets.UTF_8);
            signer.initSign(key);
            signer.update(text);
            var verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key instanceof RSAKey ? rsa(bytes) : ed25519(bytes));
            verifier.update(text);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static PublicKey rsa(byte[] bytes) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes));
    }

    private static PublicKey ed25519(byte[] bytes) throws GeneralSecurityException {
        var encoded = new byte[ED25519.length + bytes.length];
        System.arraycopy(ED25519, 0, encoded, 0, ED25519.length);
        System.arraycopy(bytes, 0, encoded, ED25519.length, bytes.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static String publish(Relay.Key key) {
        var rsa = key.key() instanceof RSAKey;
        return "publish at " + key + " the TXT record \"v=DKIM1; k=" + type(key.key()) + "; p=KEY\", where KEY is what "
                + "\"openssl pkey -in FILE -pubout -outform DER " + (rsa ? "" : "| tail -c 32 ")
                + "| base64 -w0\" prints for the key-file";
    }
}
