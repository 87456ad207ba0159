package staytuned.feedback;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import staytuned.db.Tx;
import staytuned.delivery.DeliveryStatus;
import staytuned.delivery.Histories;
import staytuned.delivery.Histories.Recipient;
import staytuned.subscriber.Reason;

/**
 * Decides who is never mailed again: at once where the mailbox is gone or its owner complains; where letters only fail
 * for now, after five issues in a row over at least fourteen days, one success beginning the count anew. What the
 * sender is to blame for counts against nobody.
 */
final class Policy {
    private static final int IN_A_ROW = 5;
    private static final Duration AT_LEAST = Duration.ofDays(14);
    /** How many deliveries are looked at: some may have been delivered late, or are not known to have failed. */
    private static final int LOOKED_AT = 50;

    private final Events events;
    private final Suppressions suppressions;
    private final Histories histories = new Histories();

    Policy(Events events, Suppressions suppressions) {
        this.events = events;
        this.suppressions = suppressions;
    }

    /** Acts on what was said about a delivery to {@code reader}; false where that suppresses nobody who was not. */
    boolean act(Tx tx, Recipient reader, Verdict verdict, String source) {
        var reason = reason(tx, reader, verdict);
        return reason != null && suppressions.add(tx, reader.address(), reason, source);
    }

    private @Nullable Reason reason(Tx tx, Recipient reader, Verdict verdict) {
        return switch (verdict.kind()) {
            case HARD -> verdict.blamesSender() ? null : Reason.HARD;
            case COMPLAINT -> Reason.COMPLAINT;
            case SOFT -> !verdict.blamesSender() && failsForLong(tx, reader.subscriberId()) ? Reason.SOFT : null;
            case AUTO_REPLY, NONE -> null;
        };
    }

    /** Whether the latest known failures follow each other, enough of them over enough time. */
    private boolean failsForLong(Tx tx, long subscriberId) {
        var failures = events.softFailures(tx, subscriberId);
        Instant first = null;
        Instant last = null;
        var row = 0;
        for (var each : histories.latest(tx, subscriberId, LOOKED_AT)) {
            var failed = failures.get(each.deliveryId());
            if (failed != null) {
                row++;
                first = failed;
                last = last == null || failed.isAfter(last) ? failed : last;
            } else if (row > 0 && each.status() == DeliveryStatus.SENT) {
                break; // What is later than the latest failure may still come back.
            }
        }
        return row >= IN_A_ROW && first != null && !Duration.between(first, last).minus(AT_LEAST).isNegative();
    }
}
