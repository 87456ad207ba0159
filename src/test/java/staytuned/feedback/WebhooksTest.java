package staytuned.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.article.Articles;
import staytuned.db.Database;
import staytuned.issue.Issues;
import staytuned.issue.SiteLinks;
import staytuned.mail.Message;
import staytuned.subscriber.Reason;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.template.Templates;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.SettableClock;
import staytuned.web.Pages;
import staytuned.web.Site;

/** What mail services tell, each signed as it signs, with keys of our own. */
@OnEachDatabase
class WebhooksTest {
    private static final String READER = "reader1@example.net";
    private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:bounces";
    private static final URI CERTIFICATE = URI.create("https://sns.eu-west-1.amazonaws.com/own.pem");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Desk desk;
    private final Database database;
    private final KeyPair sendgrid;
    private final Map<URI, byte[]> amazon = new LinkedHashMap<>();
    private final List<URI> fetched = new ArrayList<>();
    private final Webhooks webhooks;

    @TempDir
    private Path folder;

    WebhooksTest(Database database) throws Exception {
        this.database = database;
        desk = new Desk(database, new SettableClock("2026-03-03T08:00:00Z"));
        desk.rows.readers(desk.newsletter, 3);
        desk.send("One");
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        sendgrid = generator.generateKeyPair();
        webhooks = new Webhooks(desk.clerk, Map.of(
                Provider.SES, TOPIC,
                Provider.MAILGUN, "mailgun-signing-key",
                Provider.SENDGRID, Base64.getEncoder().encodeToString(sendgrid.getPublic().getEncoded()),
                Provider.POSTMARK, "postmark:secret-word",
                Provider.SPARKPOST, "spark:secret-word",
                Provider.BREVO, "brevo-token-word"), url -> {
            fetched.add(url);
            return amazon.getOrDefault(url, new byte[0]);
        });
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private int tell(String provider, String body, String... headers) {
        var given = new LinkedHashMap<String, String>();
        for (var i = 0; i < headers.length; i += 2) given.put(headers[i], headers[i + 1]);
        return webhooks.take(provider, new Call(name -> given.getOrDefault(name, ""), body.getBytes(UTF_8)));
    }

    private Message letter() {
        return desk.letter("One", READER);
    }

    private void assertSuppressed(Reason reason) {
        assertEquals(List.of(READER), desk.withStatus("suppressed"));
        assertEquals(reason, desk.suppressions.list(0, 1).getFirst().reason());
    }

    @Test
    void mailgunSignsTimeAndToken() throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("mailgun-signing-key".getBytes(UTF_8), "HmacSHA256"));
        var signature = HexFormat.of().formatHex(mac.doFinal("1772524800abc".getBytes(UTF_8)));
        var body = """
                {"signature":{"timestamp":"1772524800","token":"abc","signature":"%s"},
                 "event-data":{"event":"failed","severity":"permanent","id":"e1","recipient":"%s",
                  "message":{"headers":{"message-id":"%s@example.org"}},
                  "delivery-status":{"code":550,"enhanced-code":"5.1.1","message":"5.1.1 no such user"}}}
                """;
        var right = body.formatted(signature, READER, letter().id());
        assertEquals(403, tell("mailgun", right.replace(signature, signature.replace('a', 'b'))));
        assertEquals(403, tell("mailgun", right.replace(signature, "none")));
        assertEquals(List.of(), desk.withStatus("suppressed"));
        assertEquals(200, tell("mailgun", right));
        assertEquals(200, tell("mailgun", right));
        assertSuppressed(Reason.HARD);
        assertEquals(1, desk.events.latest(false, 10).size());
        // Another reader's letter under this reader's name is nobody's.
        var other = body.formatted(signature, "reader2@example.net", letter().id()).replace("e1", "e2");
        assertEquals(200, tell("mailgun", other));
        assertNull(desk.events.latest(false, 1).getFirst().deliveryId());
    }

    @Test
    void sendgridSignsTimeAndBody() throws Exception {
        var body = """
                [{"email":"%s","event":"delivered","sg_event_id":"a"},
                 {"email":"%s","event":"bounce","type":"blocked","status":"5.7.1","reason":"550 5.7.1 blocked",
                  "sg_event_id":"b","smtp-id":"<%s@example.org>"},
                 {"email":"%s","event":"spamreport","sg_event_id":"c","smtp-id":"<%s@example.org>"}]
                """.formatted(READER, READER, letter().id(), READER, letter().id());
        var signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(sendgrid.getPrivate());
        signer.update(("1772524800" + body).getBytes(UTF_8));
        var headers = new String[] {
            "X-Twilio-Email-Event-Webhook-Timestamp", "1772524800",
            "X-Twilio-Email-Event-Webhook-Signature", Base64.getEncoder().encodeToString(signer.sign())
        };
        assertEquals(403, tell("sendgrid", body + " ", headers));
        assertEquals(403, tell("sendgrid", body));
        assertEquals(200, tell("sendgrid", body, headers));
        assertSuppressed(Reason.COMPLAINT);
        assertEquals(
                List.of(Kind.COMPLAINT, Kind.SOFT),
                desk.events.latest(false, 10).stream().map(each -> each.verdict().kind()).toList());
    }

    @Test
    void amazonIsBelievedForItsKeyAndOurTopicAlone() throws Exception {
        var key = certificate();
        var message = JSON.writeValueAsString(Map.of(
                "notificationType", "Bounce",
                "bounce", Map.of("bounceType", "Permanent", "feedbackId", "f1", "bouncedRecipients", List.of(Map.of(
                        "emailAddress", READER, "status", "5.1.1", "diagnosticCode", "smtp; 550 5.1.1 unknown user"))),
                "mail", Map.of("source", letter().envelopeFrom())));
        var right = sns(key, message, TOPIC, CERTIFICATE, "2");
        assertEquals(403, tell("ses", right.replace("5.1.1", "5.1.2")));
        assertEquals(403, tell("ses", sns(key, message, TOPIC.replace("bounces", "other"), CERTIFICATE, "2")));
        for (var elsewhere : List.of(
                "https://sns.eu-west-1.amazonaws.com.example.org/own.pem", "http://sns.eu-west-1.amazonaws.com/own.pem",
                "https://example.org/sns.eu-west-1.amazonaws.com/own.pem", "https://sns.eu-west-1.amazonaws.com/own",
                "https://sns.eu-west-1.amazonaws.com@example.org/own.pem", "https://sns.x.amazonaws.com:444/own.pem",
                "file:///own.pem", "")) {
            assertEquals(403, tell("ses", sns(key, message, TOPIC, URI.create(elsewhere), "2")), elsewhere);
        }
        assertTrue(fetched.stream().allMatch(CERTIFICATE::equals), fetched.toString());
        assertEquals(List.of(), desk.withStatus("suppressed"));
        assertEquals(200, tell("ses", right));
        assertEquals(200, tell("ses", sns(key, message, TOPIC, CERTIFICATE, "1")));
        assertSuppressed(Reason.HARD);
        assertEquals(1, fetched.size(), "the key is kept");
    }

    @Test
    void amazonsQuestionIsAnsweredOnItsOwnHostOnly() throws Exception {
        var key = certificate();
        var url = URI.create("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription");
        amazon.put(url, "<ok/>".getBytes(UTF_8));
        assertEquals(200, tell("ses", confirmation(key, url)));
        assertEquals(url, fetched.getLast());
        assertEquals(403, tell("ses", confirmation(key, URI.create("https://example.org/"))));
        assertEquals(url, fetched.getLast());
    }

    private String confirmation(PrivateKey key, URI url) throws Exception {
        var fields = new LinkedHashMap<String, String>();
        fields.put("Message", "You have chosen to subscribe");
        fields.put("MessageId", "m2");
        fields.put("SubscribeURL", url.toString());
        fields.put("Timestamp", "2026-03-03T08:00:00.000Z");
        fields.put("Token", "t");
        fields.put("TopicArn", TOPIC);
        fields.put("Type", "SubscriptionConfirmation");
        return signed(key, fields, CERTIFICATE, "2");
    }

    private static String sns(PrivateKey key, String message, String topic, URI certificate, String version)
            throws Exception {
        var fields = new LinkedHashMap<String, String>();
        fields.put("Message", message);
        fields.put("MessageId", "m1");
        fields.put("Timestamp", "2026-03-03T08:00:00.000Z");
        fields.put("TopicArn", topic);
        fields.put("Type", "Notification");
        return signed(key, fields, certificate, version);
    }

    private static String signed(PrivateKey key, Map<String, String> fields, URI certificate, String version)
            throws Exception {
        var signer = Signature.getInstance(version.equals("2") ? "SHA256withRSA" : "SHA1withRSA");
        signer.initSign(key);
        for (var field : fields.entrySet()) {
            signer.update((field.getKey() + "\n" + field.getValue() + "\n").getBytes(UTF_8));
        }
        var body = new LinkedHashMap<>(fields);
        body.put("SignatureVersion", version);
        body.put("Signature", Base64.getEncoder().encodeToString(signer.sign()));
        body.put("SigningCertURL", certificate.toString());
        return JSON.writeValueAsString(body);
    }

    /** Amazon's certificate, made for this test. */
    private PrivateKey certificate() throws Exception {
        var file = folder.resolve("store.p12");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg",
                        "RSA", "-keystore", file.toString(), "-storepass", "only-for-tests", "-alias", "sns", "-dname",
                        "CN=sns", "-validity", "3650", "-startdate", "2020/01/01 00:00:00")
                .inheritIO()
                .start();
        assertEquals(0, process.waitFor());
        var secret = "only-for-tests".toCharArray();
        var store = KeyStore.getInstance(file.toFile(), secret);
        Files.delete(file);
        var pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(store.getCertificate("sns").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        amazon.put(CERTIFICATE, pem.getBytes(UTF_8));
        return (PrivateKey) store.getKey("sns", secret);
    }

    @Test
    void whoSignsNothingShowsTheSecret() {
        var body = """
                {"RecordType":"Bounce","Type":"HardBounce","ID":7,"Email":"%s","Details":"smtp;550 5.1.1 unknown user",
                 "Content":"Return-Path: <%s>"}
                """.formatted(READER, letter().envelopeFrom());
        var basic = "Basic " + Base64.getEncoder().encodeToString("postmark:secret-word".getBytes(UTF_8));
        assertEquals(403, tell("postmark", body));
        assertEquals(403, tell("postmark", body, "Authorization", basic + "x"));
        assertEquals(403, tell("sparkpost", body, "Authorization", basic), "is another's");
        assertEquals(403, tell("other", body, "Authorization", basic));
        assertEquals(200, tell("postmark", body, "Authorization", basic));
        assertSuppressed(Reason.HARD);
        var brevo = """
                {"event":"hard_bounce","email":"reader2@example.net","message-id":"<%s@example.org>",
                 "reason":"blocked: spam"}
                """.formatted(desk.letter("One", "reader2@example.net").id());
        assertEquals(200, tell("brevo", brevo, "Authorization", "Bearer brevo-token-word"));
        assertEquals(Kind.SOFT, desk.events.latest(false, 1).getFirst().verdict().kind(), "the server's words");
        assertSuppressed(Reason.HARD);
        var sparkpost = """
                [{"msys":{"message_event":{"type":"bounce","bounce_class":"10","event_id":"9","rcpt_to":"%s",
                  "raw_reason":"550 5.1.1 unknown user","msg_from":"%s"}}},
                 {"msys":{"track_event":{"type":"open","rcpt_to":"%s"}}}]
                """.formatted("reader2@example.net", desk.letter("One", "reader2@example.net").envelopeFrom(), READER);
        var spark = "Basic " + Base64.getEncoder().encodeToString("spark:secret-word".getBytes(UTF_8));
        assertEquals(200, tell("sparkpost", sparkpost, "Authorization", spark));
        assertEquals(List.of(READER, "reader2@example.net"), desk.withStatus("suppressed"));
    }

    @Test
    void whatIsBrokenIsRefused() {
        var basic = "Basic " + Base64.getEncoder().encodeToString("postmark:secret-word".getBytes(UTF_8));
        for (var body : List.of("{", "[".repeat(100_000), "nothing")) {
            assertEquals(400, tell("postmark", body, "Authorization", basic), body.substring(0, 1));
        }
        for (var body : List.of("{}", "[]", "1", "\"x\"", "{\"RecordType\":[]}")) {
            assertEquals(200, tell("postmark", body, "Authorization", basic), body);
        }
        assertEquals(403, tell("mailgun", "[]"));
        assertEquals(403, tell("ses", "{\"TopicArn\":\"" + TOPIC + "\",\"SigningCertURL\":\"::\"}"));
        assertEquals(List.of(), desk.events.latest(false, 10));
    }

    @Test
    void itIsAPageOfTheSite() throws Exception {
        var pages = new Pages(new Pages.Shelf(
                List.of(desk.newsletter), new Issues(database), new Articles(database), desk.subscribers,
                new UnsubscribeLinks("https://letters.example.org", "secret"),
                new SiteLinks("https://letters.example.org"), new Templates(null)));
        var body = "{\"event\":\"spam\",\"email\":\"%s\",\"message-id\":\"<%s@example.org>\"}"
                .formatted(READER, letter().id());
        try (var site = new Site("127.0.0.1", 0, false, Site.Doors.of(pages).with(webhooks));
                var client = HttpClient.newHttpClient()) {
            var url = URI.create("http://127.0.0.1:" + site.port() + "/feedback/brevo");
            var post = HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofString(body));
            assertEquals(403, client.send(post.build(), BodyHandlers.ofString()).statusCode());
            post.header("Authorization", "Bearer brevo-token-word");
            assertEquals(200, client.send(post.build(), BodyHandlers.ofString()).statusCode());
            assertSuppressed(Reason.COMPLAINT);
            assertEquals(404, client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).statusCode());
            var large = HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofString("x".repeat(1_000_001)));
            assertEquals(413, client.send(large.build(), BodyHandlers.ofString()).statusCode());
        }
    }
}
