package staytuned.feedback;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was said about one delivery, or about nobody we know.
 *
 * @param source the way it came in, such as "pipe" or "relay"
 * @param deliveryId null where it carries no token of ours
 */
public record Event(
        long id, String source, @Nullable Long deliveryId, @Nullable Long subscriberId, Verdict verdict,
        Instant receivedAt) {}
