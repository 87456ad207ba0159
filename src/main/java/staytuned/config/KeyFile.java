package staytuned.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static staytuned.config.Notation.shown;
import static staytuned.config.Notation.wrong;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A private key in a PEM file (RFC 7468): RSA in PKCS#1 or PKCS#8, or Ed25519 in PKCS#8 (RFC 8410). */
final class KeyFile {
    private static final int LARGEST = 65_536;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    /** AlgorithmIdentifier of RSA behind the version 0 (RFC 5958 section 2, RFC 8017 appendix A.1). */
    private static final byte[] RSA = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private KeyFile() {}

    /**
     * Reads one.
     *
     * @param text how the config names it
     * @throws IllegalArgumentException it is none, or cannot be read; the message says what would be right
     */
    static PrivateKey read(String text, Path path) {
        var block = BLOCK.matcher(contents(text, path));
        while (block.find()) {
            var key = key(text, block.group(1), block.group(2));
            if (key.isPresent()) return key.get();
        }
        throw wrong(shown(text)
                + " holds no private key in PEM form; make one with: openssl genrsa -out dkim.pem 2048");
    }

    private static String contents(String text, Path path) {
        var says = shown(text) + " cannot be read: ";
        var isFile = !Files.exists(path) || Files.isRegularFile(path); // a pipe would let us wait for ever
        if (!isFile) throw wrong(says + "it is no file");
        try (var in = Files.newInputStream(path)) {
            return new String(in.readNBytes(LARGEST), ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalArgumentException(says + Reading.why(path, e), e);
        }
    }

    private static Optional<PrivateKey> key(String text, String label, String base64) {
        try {
            var der = Base64.getMimeDecoder().decode(base64);
            return switch (label) {
                case "PRIVATE KEY" -> Optional.of(decode(text, der));
                case "RSA PRIVATE KEY" -> Optional.of(decode(text, pkcs8(der)));
                case "ENCRYPTED PRIVATE KEY" -> throw wrong(shown(text) + " is encrypted; write it without a "
                        + "passphrase: openssl pkey -in " + text + " -out dkim.pem");
                case "PUBLIC KEY", "RSA PUBLIC KEY" -> throw wrong(shown(text)
                        + " is the public half of a key; name the file with the private one");
                default -> Optional.empty();
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(shown(text) + " holds a damaged key; make one with: openssl genrsa "
                    + "-out dkim.pem 2048", e);
        }
    }

    private static PrivateKey decode(String text, byte[] pkcs8) throws GeneralSecurityException {
        var key = new PKCS8EncodedKeySpec(pkcs8);
        for (var algorithm : List.of("RSA", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(key);
            } catch (GeneralSecurityException e) {
                // Of the other kind, perhaps.
            }
        }
        try {
            KeyFactory.getInstance("EC").generatePrivate(key);
        } catch (GeneralSecurityException e) {
            throw new GeneralSecurityException("no key", e);
        }
        throw wrong(shown(text) + " is neither an RSA nor an Ed25519 key, and DKIM knows no other");
    }

    /** A key of PKCS#1 in the form that Java reads. */
    private static byte[] pkcs8(byte[] pkcs1) {
        var inner = new ByteArrayOutputStream();
        inner.writeBytes(RSA);
        inner.writeBytes(tagged(0x04, pkcs1));
        return tagged(0x30, inner.toByteArray());
    }

    /** DER with a length of two bytes, which every key has that is worth using (X.690 section 8.1.3.5). */
    private static byte[] tagged(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length});
        out.writeBytes(content);
        return out.toByteArray();
    }
}
