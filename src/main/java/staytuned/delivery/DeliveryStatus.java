package staytuned.delivery;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How far one message to one reader has come. */
public enum DeliveryStatus {
    /** Waits for its first attempt; perhaps a node has its batch in hand. */
    QUEUED,
    /** A node is handing it over; if that node dies now, nobody knows whether the relay has it. */
    SENDING,
    /** The relay has accepted it. */
    SENT,
    /** Waits for its next attempt. */
    DEFERRED,
    /** Refused for good. */
    BOUNCED,
    /** Handed over whole, but the relay's answer never came: it waits to be handed over again, the same to the byte. */
    DOUBTFUL,
    /** Not sent: the reader had left, or an admin had ended the issue, before it was its turn. */
    CANCELLED;

    /** Those that an attempt may be made of. */
    static final Set<DeliveryStatus> WAITING = EnumSet.of(QUEUED, DEFERRED, DOUBTFUL);
    /** Those that are not settled yet. */
    static final Set<DeliveryStatus> OPEN = EnumSet.of(QUEUED, SENDING, DEFERRED, DOUBTFUL);

    /** Whether it is not settled yet. */
    public boolean isOpen() {
        return OPEN.contains(this);
    }

    /** As it stands in the database. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> columns(Set<DeliveryStatus> statuses) {
        return statuses.stream().map(DeliveryStatus::column).toList();
    }

    static DeliveryStatus of(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }
}
