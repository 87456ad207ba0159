package staytuned.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/**
 * A mail to one reader that follows from what that reader does.
 *
 * @param issueId of {@link Kind#LATEST}, the issue whose letter it is
 * @param language a BCP 47 tag
 * @param attempts how many attempts the relay has answered
 * @param doubts how often nobody knew whether the relay had taken it
 */
record Notice(
        long id,
        long consentId,
        long newsletterId,
        long subscriptionId,
        Kind kind,
        @Nullable Long issueId,
        String language,
        Address to,
        int attempts,
        int doubts,
        Instant createdAt) {
    /** What it is for. */
    enum Kind {
        /** Asks whether it was the reader who asked. */
        CONFIRMATION,
        /** Says that they are a reader now. */
        WELCOME,
        /** The letter that went out last. */
        LATEST
    }
}
