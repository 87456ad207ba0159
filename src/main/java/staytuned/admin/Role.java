package staytuned.admin;

import java.util.Locale;

/** What somebody may do. Each may do what those before it may. */
public enum Role {
    /** Looks. */
    VIEWER,
    /** Decides about letters: holds, approves, pauses, resumes, resends. */
    EDITOR,
    /** Everything: also who is never mailed again, and who runs the service. */
    ADMIN;

    public boolean may(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** As it is kept and shown: {@code viewer}. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The role that {@link #column} writes so.
     *
     * @throws IllegalArgumentException there is no such role
     */
    public static Role of(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }
}
