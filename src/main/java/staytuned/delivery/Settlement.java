package staytuned.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Reply;

/**
 * What becomes of a delivery after it was in hand.
 *
 * @param attempts answered attempts, this one included
 * @param doubtful whether nobody knows if the relay has it
 * @param dueAt when it is tried again; null when it is settled
 * @param reply the relay's last word; null when there was none
 */
record Settlement(
        long id, DeliveryStatus status, int attempts, boolean doubtful, @Nullable Instant dueAt, @Nullable Reply reply) {}
