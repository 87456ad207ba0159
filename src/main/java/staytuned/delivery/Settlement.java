package staytuned.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Reply;

/**
 * What becomes of a delivery after it was in hand.
 *
 * @param attempts answered attempts, this one included
 * @param breaks how often the connection broke before the message was whole
 * @param doubtful whether nobody knows if the relay has it
 * @param dueAt when it is tried again; null when it is settled
 * @param reply the relay's last word, or what happened instead
 * @param batch with which it was in hand
 */
record Settlement(
        long id,
        DeliveryStatus status,
        int attempts,
        int breaks,
        boolean doubtful,
        @Nullable Instant dueAt,
        Reply reply,
        Batch batch) {

    /** Whether it is to be tried again. */
    boolean isOpen() {
        return DeliveryStatus.OPEN.contains(status);
    }

    /** The relay has it. */
    static Settlement sent(Delivery delivery, Reply reply) {
        return of(delivery, DeliveryStatus.SENT, 1, null, reply);
    }

    /** Refused for good, or given up. */
    static Settlement bounced(Delivery delivery, Reply reply) {
        return of(delivery, DeliveryStatus.BOUNCED, 1, null, reply);
    }

    /** Refused for now; tried again at {@code due}. */
    static Settlement deferred(Delivery delivery, Instant due, Reply reply) {
        return of(delivery, DeliveryStatus.DEFERRED, 1, due, reply);
    }

    /** Perhaps the relay has it; sent again at {@code due}. */
    static Settlement doubtful(Delivery delivery, Instant due, Reply reply) {
        return new Settlement(
                delivery.id(), DeliveryStatus.DOUBTFUL, delivery.attempts() + 1, delivery.breaks(), true, due, reply,
                delivery.batch());
    }

    /** Neither taken nor refused for the reader's sake: it waits until {@code due} as if it had not been tried. */
    static Settlement untried(Delivery delivery, Instant due, Reply reply) {
        return of(delivery, DeliveryStatus.QUEUED, 0, due, reply);
    }

    /** As {@link #untried}, after the connection broke. */
    static Settlement broken(Delivery delivery, Instant due, Reply reply) {
        return new Settlement(
                delivery.id(), DeliveryStatus.QUEUED, delivery.attempts(), delivery.breaks() + 1, false, due, reply,
                delivery.batch());
    }

    private static Settlement of(
            Delivery delivery, DeliveryStatus status, int answered, @Nullable Instant due, Reply reply) {
        return new Settlement(
                delivery.id(), status, delivery.attempts() + answered, delivery.breaks(), false, due, reply,
                delivery.batch());
    }
}
