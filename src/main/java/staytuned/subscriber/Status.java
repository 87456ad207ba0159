package staytuned.subscriber;

import java.util.Locale;

/** What a subscriber has said to a newsletter. */
public enum Status {
    /** Asked for, but not yet confirmed by the reader: gets nothing. */
    UNCONFIRMED,
    CONFIRMED,
    /** Must not be mailed: the mailbox is gone, or its owner has complained. */
    SUPPRESSED,
    /** Has left. Only the reader can come back; no import and no admin brings them. */
    UNSUBSCRIBED;

    /** As it stands in the database. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Status of(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }
}
