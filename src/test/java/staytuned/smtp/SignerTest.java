package staytuned.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import staytuned.mail.Address;
import staytuned.mail.Message;
import staytuned.mail.Outcome.Sent;
import staytuned.testing.Flight;
import staytuned.testing.ScriptedSmtpServer;

/** Signatures, and what a verifier of another make says to them. */
class SignerTest {
    private static final Instant DATE = Messages.DATE;
    private static final KeyPair RSA = pair("RSA");
    private static final KeyPair ED25519 = pair("Ed25519");
    private static final Address FROM = new Address("notes@example.org", "");

    @Test
    void isBelievedByAnotherMake() throws Exception {
        var signer = new Signer(List.of(key("example.org", "s1", RSA)));
        for (var n = 0; n < 20; n++) {
            var found = verified(signer.signed(Mime.bytes(Messages.number(n)), FROM, DATE), RSA.getPublic());
            assertEquals("example.org", found.getDToken().toString());
            assertEquals("s1", found.getSelector().toString());
            assertEquals("rsa", found.getHashKeyType().toString());
            assertTrue(found.getHeaders().stream().map(Object::toString).toList().containsAll(List.of("from", "to",
                    "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post", "feedback-id")));
            assertEquals(-1, found.getBodyHashLimit(), "no l=");
        }
    }

    @Test
    void isBelievedForAnyText() throws Exception {
        var signer = new Signer(List.of(key("example.org", "s1", RSA)));
        for (var body : List.of(
                "", "\n", "\n\n\n", " \t \n", "a", "a  b\tc \n\n d\n\n\n", ".\n..\n", "ü".repeat(500))) {
            verified(signer.signed(Mime.bytes(Messages.withBodies(body, body)), FROM, DATE), RSA.getPublic());
        }
        for (var name : List.of("", "Grüße  aus\tKöln", "a".repeat(300), "\"x\" <y>", "=?utf-8?q?x?=")) {
            verified(signer.signed(Mime.bytes(Messages.named(name, name)), FROM, DATE), RSA.getPublic());
        }
    }

    @Test
    void isBelievedForWhatIsForwarded() throws Exception {
        var forward = """
                Date: Sun, 1 Mar 2026 08:00:00 +0000
                From: notes@example.org
                Reply-To: ann@example.com
                To: editor@example.org
                Message-ID: <reply.1@example.org>
                Subject: =?UTF-8?Q?Re:_=C3=BCber?=
                MIME-Version: 1.0
                Content-Type: multipart/mixed;\s
                \tboundary="b"

                --b

                Hi
                --b--
                """.replace("\n", "\r\n");
        var signed = new Signer(List.of(key("example.org", "s1", RSA)))
                .signed(forward.getBytes(ISO_8859_1), FROM, DATE);
        verified(signed, RSA.getPublic());
    }

    @Test
    void isNotBelievedWhenAnythingWasChangedOrAdded() throws Exception {
        var signed = new String(new Signer(List.of(key("example.org", "s1", RSA)))
                .signed(Mime.bytes(Messages.number(1)), FROM, DATE), ISO_8859_1);
        verified(signed.getBytes(ISO_8859_1), RSA.getPublic());
        var changes = Map.of("The sea", "The tea", "glows", "grows", "To: Reader 1", "To: Reader 2",
                "\r\nTo:", "\r\nReply-To: x@example.net\r\nTo:", "\r\nSubject:", "\r\nSubject: Buy\r\nSubject:",
                "\r\nFrom:", "\r\nFrom: x@example.net\r\nFrom:", "\r\nList-Id:", "\r\nFeedback-ID: a\r\nList-Id:");
        changes.forEach((before, after) -> {
            var changed = signed.replaceFirst(Pattern.quote(before), after);
            assertFalse(changed.equals(signed), before);
            assertThrows(FailException.class, () -> verified(changed.getBytes(ISO_8859_1), RSA.getPublic()), after);
        });
        var harmless = signed.replace("\r\nPrecedence:", "\r\nX-Trace: 1\r\nPrecedence:") + "\r\n\r\n";
        verified(harmless.getBytes(ISO_8859_1), RSA.getPublic());
    }

    @Test
    void signsTwiceWhereThereIsAnEd25519KeyToo() throws Exception {
        var keys = List.of(key("example.org", "e1", ED25519), key("example.org", "s1", RSA));
        var signed = new Signer(keys).signed(Mime.bytes(Messages.number(1)), FROM, DATE);
        var wire = new String(signed, ISO_8859_1);
        assertEquals(2, wire.split("DKIM-Signature: ", -1).length - 1);
        verified(signed, RSA.getPublic());
        assertTrue(ed25519Holds(wire.substring(wire.indexOf("DKIM-Signature: v=1; a=ed25519"))));
        assertFalse(ed25519Holds(wire.substring(wire.indexOf("DKIM-Signature: v=1; a=ed25519")).replace("sea", "tea")));
    }

    @Test
    void signsACopyThatIsSentAgainWithTheSameBytes() {
        var keys = List.of(key("example.org", "s1", RSA), key("example.org", "e1", ED25519));
        var bytes = Mime.bytes(Messages.number(1));
        assertArrayEquals(new Signer(keys).signed(bytes, FROM, DATE), new Signer(keys).signed(bytes, FROM, DATE));
    }

    @Test
    void takesTheKeyOfTheNearestDomainThatWasYoungestWhenTheLetterWasWritten() {
        var spring = Instant.parse("2026-03-01T00:00:00Z");
        var signer = new Signer(List.of(
                key("example.org", "old", RSA), key("example.org", "other", RSA),
                new DkimKey("example.org", "new", RSA.getPrivate(), spring),
                key("news.example.org", "near", RSA), key("example.net", "foreign", RSA)));
        assertEquals("new", selector(signer, "notes@example.org", spring));
        assertEquals("old", selector(signer, "notes@example.org", spring.minusSeconds(1)));
        assertEquals("new", selector(signer, "notes@letters.example.org", spring));
        assertEquals("near", selector(signer, "notes@news.example.org", spring));
        assertEquals("foreign", selector(signer, "notes@example.net", spring));
        assertEquals("", selector(signer, "notes@bad-example.net", spring), "no key answers for it");
    }

    @ParameterizedTest
    @EnumSource
    void arrivesAsItWasSigned(Flight flight) throws Exception {
        try (var server = flight.to(new ScriptedSmtpServer())) {
            var courier = new SmtpCourier(
                    Relays.plain(server.port(), Relay.Timeouts.RFC_5321), List.of(key("example.org", "s1", RSA)));
            var mailing = PlateTest.mailing("Grüße", ".a\n..\n<p>ü</p>\n.".repeat(500), ".\n.b\n");
            try (var connection = courier.connect()) {
                assertInstanceOf(Sent.class, connection.send(Messages.number(1)));
                for (var n = 0; n < 5; n++) {
                    var copy = PlateTest.copy(mailing, n, "Reader " + n, "https://example.org/u/" + n);
                    assertInstanceOf(Sent.class, connection.send(copy));
                }
            }
            assertEquals(6, server.taken().size());
            for (var taken : server.taken()) verified(taken.bytes(), RSA.getPublic());
        }
    }

    @Test
    void showsNothingOfTheKey() {
        assertEquals("s1._domainkey.example.org", key("example.org", "s1", RSA).toString());
    }

    private static SignatureRecord verified(byte[] message, PublicKey key) throws Exception {
        var record = "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(key.getEncoded());
        var found = new DKIMVerifier((_, _, _) -> List.of(record)).verify(new ByteArrayInputStream(message));
        assertEquals(1, found.size());
        return found.getFirst();
    }

    /** RFC 8463 section 3, spelled out once more; the message begins with the signature's field. */
    private static boolean ed25519Holds(String wire) throws Exception {
        var next = wire.indexOf("\r\nDKIM-") > 0 ? wire.indexOf("\r\nDKIM-") : wire.indexOf("\r\nDate:");
        var field = wire.substring(0, next);
        var rest = wire.substring(field.length());
        var head = rest.substring(0, rest.indexOf("\r\n\r\n")).replaceAll("\r\n[ \t]+", " ");
        var body = rest.substring(rest.indexOf("\r\n\r\n") + 4).replaceAll("[ \t]+", " ").replaceAll("(?m) $", "")
                .replaceAll("(\r\n)+$", "\r\n");
        var data = new StringBuilder();
        for (var name : "to subject date message-id mime-version content-type list-id list-unsubscribe".split(" ")) {
            assertTrue(field.contains(name), name);
        }
        for (var name : List.of("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
                "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post")) {
            var value = head.replaceFirst("(?s).*\r\n" + name + ":([^\r]*).*", "$1").replaceAll("[ \t]+", " ").strip();
            data.append(name.toLowerCase(Locale.ROOT)).append(':').append(value).append("\r\n");
        }
        var own = field.substring(field.indexOf(':') + 1).replaceAll("\r\n[ \t]+", " ").strip();
        var signature = Base64.getDecoder().decode(own.replaceFirst(".* b=", "").replace(" ", ""));
        data.append("dkim-signature:").append(own.replaceFirst("( b=).*", "$1"));
        var sha256 = MessageDigest.getInstance("SHA-256");
        var bodyHash = Base64.getEncoder().encodeToString(sha256.digest(body.getBytes(UTF_8)));
        if (!own.contains("bh=" + bodyHash + ";")) return false;
        var verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(ED25519.getPublic());
        verifier.update(sha256.digest(data.toString().getBytes(ISO_8859_1)));
        return verifier.verify(signature);
    }

    private static String selector(Signer signer, String from, Instant date) {
        var signed = new String(signer.signed(Mime.bytes(Messages.number(1)), new Address(from, ""), date), ISO_8859_1);
        return signed.startsWith("DKIM-Signature") ? signed.replaceFirst("(?s).*? s=([^;]+);.*", "$1") : "";
    }

    private static DkimKey key(String domain, String selector, KeyPair pair) {
        return new DkimKey(domain, selector, pair.getPrivate(), Instant.EPOCH);
    }

    private static KeyPair pair(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
