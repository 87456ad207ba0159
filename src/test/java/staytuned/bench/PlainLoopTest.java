package staytuned.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.apache.james.jdkim.DKIMVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.testing.ScriptedSmtpServer;

/** What we are compared with does its work: every letter arrives, is the reader's own, and is signed as it should be. */
class PlainLoopTest {
    @Test
    void sendsSignedLettersOverItsConnections(@TempDir Path folder) throws Exception {
        var keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        var words = Files.writeString(folder.resolve("words"), ".first\n\nsecond, with ü");
        var key = Files.writeString(folder.resolve("key"), "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
        try (var server = new ScriptedSmtpServer()) {
            new PlainLoop(words, key).send(server.port(), 9, 3);
            assertEquals(3, server.connections());
            assertEquals(9, server.taken().stream().map(each -> each.to().getFirst()).distinct().count());
            var record = "v=DKIM1; p=" + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
            for (var each : server.taken()) {
                assertTrue(new String(each.bytes(), UTF_8).contains(each.to().getFirst().replaceAll("\\D", "") + "-0123"));
                var verifier = new DKIMVerifier((_, _, _) -> List.of(record));
                assertEquals(1, verifier.verify(new ByteArrayInputStream(each.bytes())).size());
            }
        }
    }
}
