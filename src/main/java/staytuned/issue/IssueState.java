package staytuned.issue;

import java.util.Locale;

/** How far an issue has come. */
public enum IssueState {
    /** Frozen; nobody has been queued yet. */
    READY,
    /** Frozen, and shown to its editors: it waits for their word, and for its time. */
    PROPOSED,
    /** Frozen, and not to go out before an admin approves it: something is wrong with it, or they hold it. */
    HELD,
    /** Every reader has a row, and some of them are open. */
    SENDING,
    /** An admin has stopped it, or it went wrong; it goes on where it was when an admin says so. */
    PAUSED,
    /** An admin has ended it: who has not got it yet does not get it. */
    CANCELLED,
    /** No reader's row is open any more. */
    SENT;

    /** As it stands in the database. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static IssueState of(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }
}
