package staytuned.feedback;

import java.util.Locale;

/** What a mail that came back says. */
public enum Kind {
    /** There is no such mailbox, or it takes no mail any more: this reader must not be mailed again. */
    HARD,
    /** Not now, or not this mail, or not from us: nothing that one such mail says counts against the reader. */
    SOFT,
    /** The reader has called our mail spam. */
    COMPLAINT,
    /** A program of the reader's answered: a vacation note, a receipt. */
    AUTO_REPLY,
    /** None of these: what people write, reports of success, and whatever else arrives. */
    NONE;

    /** As it stands in the database and in what commands print, such as {@code auto-reply}. */
    public String column() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Kind of(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
