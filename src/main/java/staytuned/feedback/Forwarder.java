package staytuned.feedback;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.feedback.Kept.State;
import staytuned.mail.Address;
import staytuned.mail.Courier.RelayUnavailable;
import staytuned.mail.Outcome;
import staytuned.mail.Parcel;

/** Forwards what people wrote back to those who answer for the newsletter. */
public final class Forwarder {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final int AT_ONCE = 20;
    /** When one could not be handed over; after so many times it is given up, which is after a day. */
    private static final Duration PAUSE = Duration.ofMinutes(15);

    private static final int MOST_ATTEMPTS = 96;

    private final Replies replies;
    private final Map<Long, Sender> senders;
    private final InstantSource clock;

    /**
     * @param senders the newsletters, by id
     */
    public Forwarder(Replies replies, Map<Long, Sender> senders, InstantSource clock) {
        this.replies = replies;
        this.senders = senders;
        this.clock = clock;
    }

    /** Forwards what is due, and says how many that were. */
    public int forwardDue() {
        var now = clock.instant();
        var forwarded = 0;
        for (var each : replies.take(now, now.plus(PAUSE), AT_ONCE)) if (forward(each)) forwarded++;
        return forwarded;
    }

    private boolean forward(Kept kept) {
        var newsletter = kept.written().newsletterId();
        var sender = newsletter == null ? null : senders.get(newsletter);
        var to = sender == null ? null : sender.replyTo();
        if (sender == null || to == null) {
            replies.end(kept.id(), State.KEPT, "its newsletter has no reply-to any more");
            return false;
        }
        var problem = send(kept, sender, to);
        if (problem == null) {
            replies.end(kept.id(), State.FORWARDED, null);
            LOG.info("reply {}: forwarded to {}", kept.id(), to.email());
            return true;
        }
        var last = kept.attempts() + 1 >= MOST_ATTEMPTS;
        LOG.warn("reply {}: cannot be forwarded{}: {}", kept.id(), last ? "" : ", and is tried again", problem);
        if (last) replies.end(kept.id(), State.FAILED, problem);
        return false;
    }

    /** Why it could not be handed over; null where it was. */
    private static @Nullable String send(Kept kept, Sender sender, Address to) {
        var bytes = Forward.bytes(kept, sender, to);
        var parcel = new Parcel(sender.from(), sender.envelopeFrom(), to, kept.written().receivedAt(), bytes);
        try (var connection = sender.courier().connect()) {
            var outcome = connection.send(parcel);
            return outcome instanceof Outcome.Sent ? null : outcome.reply().toString();
        } catch (RelayUnavailable e) {
            return String.valueOf(e.getMessage());
        }
    }
}
