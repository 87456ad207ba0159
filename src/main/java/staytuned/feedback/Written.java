package staytuned.feedback;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote back.
 *
 * @param newsletterId null where it bears no token of ours, as {@code deliveryId}
 * @param sender the address, as the mail has it
 * @param words what can be read of it
 * @param original the whole of it; null where it is too large, is only kept, or has been forwarded
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
public record Written(
        @Nullable Long newsletterId,
        @Nullable Long deliveryId,
        String sender,
        String subject,
        String words,
        byte @Nullable [] original,
        Instant receivedAt) {}
