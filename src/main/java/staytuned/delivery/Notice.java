package staytuned.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/**
 * A mail to one reader that follows from what that reader does.
 *
 * @param about the consent or the change of address that it is about
 * @param issueId of {@link Kind#LATEST}, the issue whose letter it is
 * @param other of a change of address, the one that it does not go to
 * @param language a BCP 47 tag
 * @param attempts how many attempts the relay has answered
 * @param doubts how often nobody knew whether the relay had taken it
 */
record Notice(
        long id,
        long about,
        long newsletterId,
        long subscriptionId,
        Kind kind,
        @Nullable Long issueId,
        @Nullable Address other,
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
        LATEST,
        /** To the new address of a reader: asks whether it is right. */
        MOVE,
        /** To the old one, without a link: whoever reads it has lost nothing but must write to the sender. */
        MOVED;

        /** Whether it is about a change of address, and not about a consent. */
        boolean isMove() {
            return this == MOVE || this == MOVED;
        }
    }
}
