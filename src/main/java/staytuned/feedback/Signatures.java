package staytuned.feedback;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Says whether a call really comes from the mail service that it names, by each service's own scheme. */
final class Signatures {
    private static final Pattern AMAZON = Pattern.compile("sns\\.[a-z0-9-]{3,30}\\.amazonaws\\.com(?:\\.cn)?");
    private static final List<String> NOTIFICATION =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
    private static final List<String> CONFIRMATION =
            List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");
    private static final int MOST_CERTIFICATES = 20;

    private final Map<Provider, String> secrets;
    private final Function<URI, byte[]> fetch;
    private final Map<URI, PublicKey> amazonKeys = new ConcurrentHashMap<>();

    /**
     * @param secrets of those services that may call
     * @param fetch gets the certificate that Amazon names; empty where it cannot be had
     */
    Signatures(Map<Provider, String> secrets, Function<URI, byte[]> fetch) {
        this.secrets = Map.copyOf(secrets);
        this.fetch = fetch;
    }

    boolean isGenuine(Provider provider, Call call, JsonNode body) {
        var secret = secrets.get(provider);
        if (secret == null) return false;
        try {
            return switch (provider) {
                case SES -> amazon(body, secret);
                case MAILGUN -> mailgun(body.path("signature"), secret);
                case SENDGRID -> sendgrid(call, secret);
                case POSTMARK, BREVO, SPARKPOST -> knowsSecret(call, secret);
            };
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Only Amazon's own hosts are asked for its key, and only for the topic of the config. */
    private boolean amazon(JsonNode body, String topic) throws GeneralSecurityException {
        if (!topic.equals(body.path("TopicArn").asText())) return false;
        var url = URI.create(body.path("SigningCertURL").asText());
        if (!isAmazons(url) || !String.valueOf(url.getPath()).endsWith(".pem")) return false;
        var key = amazonKeys.get(url);
        if (key == null) {
            var certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(fetch.apply(url)));
            if (!(certificate instanceof X509Certificate x509)) return false;
            x509.checkValidity();
            key = x509.getPublicKey();
            if (amazonKeys.size() >= MOST_CERTIFICATES) amazonKeys.clear();
            amazonKeys.put(url, key);
        }
        var signature = Signature.getInstance(
                body.path("SignatureVersion").asText().equals("2") ? "SHA256withRSA" : "SHA1withRSA");
        signature.initVerify(key);
        var fields = body.path("Type").asText().equals("Notification") ? NOTIFICATION : CONFIRMATION;
        for (var field : fields) {
            if (body.has(field)) signature.update((field + "\n" + body.get(field).asText() + "\n").getBytes(UTF_8));
        }
        return signature.verify(Base64.getDecoder().decode(body.path("Signature").asText()));
    }

    /** Whether an address is of Amazon SNS itself, by https. */
    static boolean isAmazons(URI url) {
        return "https".equals(url.getScheme()) && url.getHost() != null && AMAZON.matcher(url.getHost()).matches()
                && url.getPort() == -1 && url.getRawUserInfo() == null;
    }

    private static boolean mailgun(JsonNode given, String secret) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        var signed = given.path("timestamp").asText() + given.path("token").asText();
        return MessageDigest.isEqual(
                mac.doFinal(signed.getBytes(UTF_8)), HexFormat.of().parseHex(given.path("signature").asText()));
    }

    private static boolean sendgrid(Call call, String secret) throws GeneralSecurityException {
        var key = KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(secret)));
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initVerify(key);
        signature.update(call.header("X-Twilio-Email-Event-Webhook-Timestamp").getBytes(US_ASCII));
        signature.update(call.body());
        return signature.verify(
                Base64.getDecoder().decode(call.header("X-Twilio-Email-Event-Webhook-Signature")));
    }

    private static boolean knowsSecret(Call call, String secret) {
        var given = call.header("Authorization").getBytes(UTF_8);
        var basic = "Basic " + Base64.getEncoder().encodeToString(secret.getBytes(UTF_8));
        return MessageDigest.isEqual(given, basic.getBytes(UTF_8))
                || MessageDigest.isEqual(given, ("Bearer " + secret).getBytes(UTF_8));
    }
}
