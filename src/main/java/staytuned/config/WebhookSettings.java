package staytuned.config;

import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mail service that tells of bounces.
 *
 * @param secret how its word is known: see each service
 */
public record WebhookSettings(Service from, String secret) {
    /** The services that are understood. */
    public enum Service {
        SES,
        MAILGUN,
        SENDGRID,
        POSTMARK,
        BREVO,
        SPARKPOST
    }

    private static final int SHORTEST = 12;

    /**
     * Reads one.
     *
     * @param earlier the services above it; its own is added
     */
    static @Nullable WebhookSettings read(Section keys, Set<Service> earlier) {
        var from = keys.need("from", "mailgun", text -> Notation.word(Service.class, text));
        var secret = keys.secret("secret");
        if (!keys.has("secret") && !keys.has("secret-file")) {
            keys.mistake("secret", "missing; write secret or secret-file");
        }
        if (from != null && !earlier.add(from)) keys.mistake("from", "stands twice; keep one of them");
        if (from == null || secret == null) return null;
        var wrong = wrong(from, secret);
        if (wrong != null) keys.mistake(keys.has("secret") ? "secret" : "secret-file", wrong);
        return new WebhookSettings(from, secret);
    }

    private static @Nullable String wrong(Service from, String secret) {
        return switch (from) {
            case SES -> secret.startsWith("arn:aws") && secret.contains(":sns:")
                    ? null : "is not the ARN of a topic; write for example arn:aws:sns:eu-west-1:123456789012:bounces";
            case SENDGRID -> isBase64(secret) ? null : "is not the verification key that SendGrid shows, in Base64";
            case MAILGUN, POSTMARK, BREVO, SPARKPOST -> secret.length() >= SHORTEST
                    ? null : "has fewer than " + SHORTEST + " characters; make it longer, so that nobody guesses it";
        };
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 60;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "WebhookSettings[from=" + from + ", secret=" + Notation.hidden(secret) + "]";
    }
}
