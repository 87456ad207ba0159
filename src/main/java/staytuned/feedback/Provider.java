package staytuned.feedback;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A mail service that tells of bounces and complaints by calling a page of ours. */
public enum Provider {
    /** Amazon SES, through Amazon SNS. The secret is the topic's ARN: others can sign, for theirs. */
    SES,
    /** The secret is the HTTP webhook signing key. */
    MAILGUN,
    /** The secret is the verification key of the signed event webhook, in Base64. */
    SENDGRID,
    /** Signs nothing: the secret is what stands before the host of the address that it calls, user:password. */
    POSTMARK,
    /** Signs nothing: the secret is the token that it sends, or user:password. */
    BREVO,
    /** Signs nothing: the secret is user:password, or the token that it sends. */
    SPARKPOST;

    /** As it stands in the config and in the address of its page. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Provider> of(String key) {
        return Stream.of(values()).filter(each -> each.key().equals(key)).findFirst();
    }
}
