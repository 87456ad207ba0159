package staytuned.subscriber;

import java.util.Locale;

/** Why an address must not be mailed. */
public enum Reason {
    /** There is no such mailbox. A new confirmed opt-in lifts it, and so does an admin. */
    HARD,
    /** So many issues in a row could not be delivered. Lifted as {@link #HARD}. */
    SOFT,
    /** Its owner had us forget them. Lifted as {@link #HARD}: they have asked for us again. */
    ERASED,
    /** Its owner has called our mail spam. */
    COMPLAINT,
    /** An admin, or a list that an admin has imported, says so. */
    ADMIN;

    /** As it stands in the database and in what commands print. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason that {@link #column} writes so. */
    public static Reason of(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }

    /** Whether the reader's own new wish to be mailed outweighs it. */
    public boolean liftedByReader() {
        return this == HARD || this == SOFT || this == ERASED;
    }
}
