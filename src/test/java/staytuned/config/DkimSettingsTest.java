package staytuned.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that sign letters, as the config names them. */
class DkimSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void readsAKeyInEachForm() throws Exception {
        for (var bits : List.of(1024, 2048, 3072)) {
            var rsa = key("RSA", bits);
            write("rsa8.pem", "PRIVATE KEY", rsa.getEncoded());
            // PKCS#1 is what stands in PKCS#8 behind a head of 26 bytes.
            write("rsa1.pem", "RSA PRIVATE KEY", Arrays.copyOfRange(rsa.getEncoded(), 26, rsa.getEncoded().length));
            assertArrayEquals(rsa.getEncoded(), read("rsa8.pem").key().getEncoded());
            assertArrayEquals(rsa.getEncoded(), read("rsa1.pem").key().getEncoded());
            assertEquals(bits < 2048, read("rsa1.pem").warning().isPresent());
        }
        var ed = key("Ed25519", 255);
        write("ed.pem", "PRIVATE KEY", ed.getEncoded());
        assertArrayEquals(ed.getEncoded(), read("ed.pem").key().getEncoded());
        assertTrue(read("ed.pem").warning().isEmpty());
    }

    @Test
    void warnsOfAShortKey() throws Exception {
        write("short.pem", "PRIVATE KEY", key("RSA", 1024).getEncoded());
        assertEquals("the DKIM key s1._domainkey.example.org has 1024 bits; make one with 2048 (RFC 8301)",
                read("short.pem").warning().orElseThrow());
    }

    @Test
    void refusesWhatNobodyWouldBelieve() throws Exception {
        write("weak.pem", "PRIVATE KEY", key("RSA", 768).getEncoded());
        assertEquals("\"weak.pem\" has 768 bits, and receivers ignore keys under 1024; make one with: openssl genrsa "
                + "-out dkim.pem 2048", refused("weak.pem"));
        write("ec.pem", "PRIVATE KEY", key("EC", 256).getEncoded());
        assertEquals("\"ec.pem\" is neither an RSA nor an Ed25519 key, and DKIM knows no other", refused("ec.pem"));
        write("public.pem", "PUBLIC KEY", new byte[300]);
        assertEquals("\"public.pem\" is the public half of a key; name the file with the private one",
                refused("public.pem"));
        write("encrypted.pem", "ENCRYPTED PRIVATE KEY", new byte[300]);
        assertEquals("\"encrypted.pem\" is encrypted; write it without a passphrase: openssl pkey -in encrypted.pem "
                + "-out dkim.pem", refused("encrypted.pem"));
        write("damaged.pem", "PRIVATE KEY", new byte[300]);
        assertTrue(refused("damaged.pem").startsWith("\"damaged.pem\" holds a damaged key"));
        write("damaged1.pem", "RSA PRIVATE KEY", new byte[300]);
        assertTrue(refused("damaged1.pem").startsWith("\"damaged1.pem\" holds a damaged key"));
        write("other.pem", "CERTIFICATE", new byte[300]);
        assertTrue(refused("other.pem").startsWith("\"other.pem\" holds no private key in PEM form"));
    }

    @Test
    void takesOneKeyOrAList() throws Exception {
        write("dkim.pem", "PRIVATE KEY", key("RSA", 2048).getEncoded());
        var one = relay("dkim: {domain: example.org, selector: s1, key-file: dkim.pem}").dkim();
        assertEquals(List.of("s1"), one.stream().map(DkimSettings::selector).toList());
        assertEquals(Instant.EPOCH, one.getFirst().from());
        var two = relay("dkim: [{domain: example.org, selector: s1, key-file: dkim.pem}, "
                + "{domain: Example.COM, selector: a.b, key-file: dkim.pem, from: 2026-05-01}]").dkim();
        assertEquals("example.com", two.getLast().domain());
        assertEquals(Instant.parse("2026-05-01T00:00:00Z"), two.getLast().from());
        assertTrue(two.getFirst().answersFor("example.org") && two.getFirst().answersFor("news.example.org"));
        assertFalse(two.getFirst().answersFor("bad-example.org"));
        assertEquals(List.of(), relay("port: 25").dkim());
        assertFalse(two.toString().contains("key="), two.toString());
    }

    private DkimSettings read(String file) throws IOException {
        return relay("dkim: {domain: example.org, selector: s1, key-file: " + file + "}").dkim().getFirst();
    }

    private String refused(String file) {
        var mistakes = assertThrows(BrokenConfig.class, () -> read(file)).mistakes();
        assertEquals(List.of("relays[0].dkim.key-file"), mistakes.stream().map(Mistake::key).toList());
        return mistakes.getFirst().says();
    }

    private RelaySettings relay(String more) throws IOException {
        var file = Files.writeString(folder.resolve("staytuned.yaml"), """
                relays: [{name: main, host: smtp.example.org, %s}]
                newsletters: [{key: a, title: A, from: a@example.org, sources: [{feed: "https://example.org/feed"}]}]
                """.formatted(more));
        return Config.read(file, Map.of()).relays().getFirst();
    }

    private void write(String name, String label, byte[] der) throws IOException {
        Files.writeString(folder.resolve(name), "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n");
    }

    private static PrivateKey key(String algorithm, int bits) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair().getPrivate();
    }
}
