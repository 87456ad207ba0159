package staytuned.issue;

import java.util.Locale;

/** What became of a promise; stored in lower case. */
public enum PromiseState {
    /** Nothing has kept it yet. */
    OPEN,
    /** An article perhaps keeps it: an admin decides. */
    SUGGESTED,
    /** An article keeps it. */
    KEPT,
    /** Two years have passed. */
    EXPIRED,
    /** An admin said that it is looked for no more. */
    DISMISSED;

    /** As it stands in the database. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PromiseState of(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }
}
