package staytuned.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import staytuned.doctor.Finding.Level;
import staytuned.testing.NameServer;

/** What is published, in the shapes in which it really stands there, against a name server on this machine. */
class NamesAndPoliciesTest {
    private static final KeyPair RSA = pair("RSA");
    private static final KeyPair ED25519 = pair("Ed25519");

    private final NameServer server = new NameServer();
    private final Names names = new Names(server.address());

    private static KeyPair pair(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void end() {
        server.close();
    }

    private static Relay relay(String host) {
        return new Relay("main", host, 587, Relay.Tls.STARTTLS, List.of(), () -> {
            throw new AssertionError("nobody is to connect");
        });
    }

    private static void assertFinding(Level level, String says, Finding finding) {
        assertEquals(level, finding.level(), finding.toString());
        assertTrue(finding.says().contains(says), finding.toString());
        assertEquals(level == Level.OK, finding.cure().isEmpty(), finding.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "v=spf1 -all | OK | one record",
        "V=SPF1 ~all | OK | one record",
        "v=spf1 ip4:198.51.100.0/24  ip6:2001:db8::/32 -all | OK | one record",
        "v=spf1 include:good.example -all | OK | one record",
        "v=spf1 redirect=good.example | OK | one record",
        "v=spf1 a mx:mail.example exists:%{i}.spf.example -all exp=why.example | OK | one record",
        "v=spf1 +all | ERROR | lets everybody send",
        "v=spf1 ip4:0.0.0.0/0 -all | ERROR | lets everybody send",
        "v=spf1 ?all | WARNING | forbids nobody",
        "v=spf1 a | WARNING | forbids nobody",
        "v=spf10 -all | ERROR | there is none",
        "google-site-verification=abc | ERROR | there is none",
        "v=spf1 include:nothing.example -all | ERROR | includes nothing.example, which has no SPF record",
        "v=spf1 redirect=nothing.example | ERROR | leads to nothing.example",
        "v=spf1 include:two.example -all | ERROR | two.example has 2 SPF records",
        "v=spf1 include:loop.example -all | ERROR | more than 10 look-ups",
        "v=spf1 include:many.example include:many.example -all | ERROR | more than 10 look-ups",
        "v=spf1 a:no.example a:none.example a:nobody.example -all | ERROR | more than 2 of its names do not exist",
        "v=spf1 ip4:198.51.100.300 -all | ERROR | names no address",
        "v=spf1 ipv4:198.51.100.3 -all | ERROR | is no mechanism",
        "v=spf1 a/99999 -all | ERROR | is no length of a prefix",
        "v=spf1 include:failing.example -all | WARNING | do not say what stands at failing.example",
    })
    void spfIsReadAsReceiversReadIt(String record, Level level, String says) {
        server.text("example.org", record).on("example.org", "A", "198.51.100.1");
        server.text("good.example", "v=spf1 ip4:203.0.113.0/24 -all");
        server.on("mail.example", "MX", "10 mx.mail.example.").on("mx.mail.example", "A", "203.0.113.9");
        server.text("two.example", "v=spf1 -all", "v=spf1 ~all");
        server.text("loop.example", "v=spf1 include:loop.example -all");
        server.text("many.example", "v=spf1 a:mx.mail.example a:mx.mail.example a:mx.mail.example a:mx.mail.example "
                + "a:mx.mail.example -all");
        server.failing("failing.example");
        assertFinding(level, says, SenderPolicy.examine(names, "example.org", List.of()));
    }

    @Test
    void spfIsPutTogetherFromPieces() {
        server.on("example.org", "TXT", "\"v=spf1 ip4:198.51\" \".100.7 -all\"");
        server.on("mail.example", "A", "198.51.100.7");
        assertFinding(Level.OK, "one record", SenderPolicy.examine(names, "example.org", List.of(relay("mail.example"))));
    }

    @Test
    void spfNamesTheRelayOrSaysThatItDoesNot() {
        server.text("example.org", "v=spf1 a:mail.example -all").on("mail.example", "A", "198.51.100.7");
        assertFinding(Level.OK, "", SenderPolicy.examine(names, "example.org", List.of(relay("mail.example"))));
        server.on("other.example", "A", "198.51.100.8").on("other.example", "AAAA", "2001:db8::8");
        assertFinding(Level.WARNING, "does not name the address of relay main, 198.51.100.8",
                SenderPolicy.examine(names, "example.org", List.of(relay("other.example"))));
        assertFinding(Level.OK, "", SenderPolicy.examine(names, "example.org", List.of(relay("127.0.0.1"))));
    }

    @Test
    void thePublishedKeyIsTheOneThatSigns() throws Exception {
        var encoded = Base64.getEncoder().encodeToString(RSA.getPublic().getEncoded());
        var key = new Relay.Key("example.org", "s1", RSA.getPrivate());
        assertFinding(Level.ERROR, "it is not published", PublishedKey.examine(names, key));
        // As zone files hold it: in pieces, at another name.
        server.on("s1._domainkey.example.org", "CNAME", "s1.keys.example.");
        server.on("s1.keys.example", "TXT", "\"v=DKIM1; k=rsa; p=\" \""
                + String.join("\" \"", encoded.split("(?<=\\G.{180})")) + "\"");
        assertFinding(Level.OK, "the one that signs", PublishedKey.examine(names, key));
        assertFinding(Level.ERROR, "another key is published",
                PublishedKey.examine(names, new Relay.Key("example.org", "s1", pair("RSA").getPrivate())));
        assertFinding(Level.ERROR, "a key of kind rsa is published, and one of kind ed25519 signs",
                PublishedKey.examine(names, new Relay.Key("example.org", "s1", ED25519.getPrivate())));

        var raw = ED25519.getPublic().getEncoded();
        server.text("e1._domainkey.example.org", "v=DKIM1; k=ed25519; t=y; p="
                + Base64.getEncoder().encodeToString(Arrays.copyOfRange(raw, raw.length - 32, raw.length)));
        assertFinding(Level.WARNING, "marked as a test",
                PublishedKey.examine(names, new Relay.Key("example.org", "e1", ED25519.getPrivate())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "v=DKIM1; p= | it is revoked",
        "v=DKIM2; p=abc | of another version",
        "v=DKIM1; p=not base64! | another key is published",
        "hello | it is revoked",
    })
    void aKeyThatCannotBeReadIsNoKey(String record, String says) {
        server.text("s1._domainkey.example.org", record);
        var key = new Relay.Key("example.org", "s1", RSA.getPrivate());
        assertFinding(Level.ERROR, says, PublishedKey.examine(names, key));
        server.text("s1._domainkey.example.org", "v=DKIM1; p=AAAA");
        assertFinding(Level.ERROR, "there are 2 records", PublishedKey.examine(names, key));
        server.failing("s1._domainkey.example.org");
        assertFinding(Level.WARNING, "do not say", PublishedKey.examine(names, key));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "example.org | example.org | example.org | OK | by SPF and DKIM; the record stands at _dmarc.example.org",
        "news.example.org | bounces.example.org | example.org | OK | by SPF and DKIM",
        "news.example.org | mail.other.example | example.org | OK | by DKIM",
        "example.org | bounces.example.org | other.example | WARNING | by SPF alone",
        "example.org | other.example | other.example | ERROR | neither the envelope's sender (other.example) nor",
        "strict.example | bounces.strict.example | mail.strict.example | ERROR | neither",
        "a.shop.example | a.shop.example | b.shop.example | WARNING | by SPF alone",
        "nothing.example | nothing.example | nothing.example | WARNING | there is none",
        "two.example | two.example | two.example | WARNING | there is none",
        "failing.example | failing.example | failing.example | WARNING | do not say",
        "a.b.c.d.e.f.g.h.i.example.org | example.org | example.org | OK | by SPF and DKIM",
    })
    void lettersAreAlignedAsRfc9989Says(String from, String envelope, String signing, Level level, String says) {
        server.text("_dmarc.example.org", "v=DMARC1; p=reject; rua=mailto:dmarc@example.org");
        server.text("_dmarc.other.example", "v=DMARC1; p=none");
        server.text("_dmarc.strict.example", "v=DMARC1; p=none; adkim=s; aspf=s");
        server.text("_dmarc.shop.example", "v=DMARC1; p=none; psd=y"); // its customers are not one another
        server.text("_dmarc.two.example", "v=DMARC1; p=none", "v=DMARC1; p=reject");
        server.failing("_dmarc.failing.example");
        assertFinding(level, says, new Alignment(names).examine(from, envelope, List.of(signing)));
    }

    @Test
    void mailToADomainArrives() {
        var hosts = new Hosts(names);
        assertFinding(Level.ERROR, "there is none", hosts.mailTo("example.org"));
        server.on("example.org", "A", "198.51.100.1");
        assertFinding(Level.WARNING, "goes to the host of that name", hosts.mailTo("example.org"));
        server.on("example.org", "MX", "10 mx.example.org.");
        assertFinding(Level.ERROR, "names mx.example.org, which has no address", hosts.mailTo("example.org"));
        server.on("mx.example.org", "AAAA", "2001:db8::25");
        assertFinding(Level.OK, "mx.example.org", hosts.mailTo("example.org"));
        server.on("none.example", "MX", "0 .");
        assertFinding(Level.ERROR, "takes no mail (RFC 7505)", hosts.mailTo("none.example"));
        server.failing("failing.example");
        assertFinding(Level.WARNING, "do not say", hosts.mailTo("failing.example"));
    }

    @Test
    void addressesHaveNamesThatLeadBack() {
        var hosts = new Hosts(names);
        assertFinding(Level.ERROR, "mail.example has no address", hosts.reverse(relay("mail.example")).getFirst());
        server.on("mail.example", "A", "198.51.100.7");
        assertFinding(Level.WARNING, "198.51.100.7 has no name", hosts.reverse(relay("mail.example")).getFirst());
        server.on("7.100.51.198.in-addr.arpa", "PTR", "host7.example.");
        assertFinding(Level.WARNING, "called host7.example, which is not 198.51.100.7",
                hosts.reverse(relay("mail.example")).getFirst());
        server.on("host7.example", "A", "198.51.100.7");
        assertFinding(Level.OK, "198.51.100.7 is host7.example", hosts.reverse(relay("mail.example")).getFirst());
        assertEquals(List.of(), hosts.reverse(relay("127.0.0.1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a..b", "-", "ä.example", " ", "very-long-label-very-long-label-very-long-label-very-long-label-very"})
    void namesThatCannotBeAreNone(String name) {
        assertEquals(List.of(), names.texts(name).values());
        assertEquals(List.of(), names.exchanges(name).values());
    }
}
