package staytuned.article;

import java.util.Locale;

/** What becomes of an article; stored in lower case. */
public enum ArticleState {
    /** Was there before the service was: never mailed. */
    BASELINE,
    /** Bears a date that is yet to come, and is found at that date. */
    SCHEDULED,
    /** Waits to be put into an issue. */
    WAITING,
    /** Came with too many others at once: an admin decides. */
    HELD,
    /** Is in an issue. */
    ISSUED,
    /** An admin or a missed time decided against it. */
    SKIPPED,
    /** Could not be read; tried again when it changes. */
    UNREADABLE,
    /** Was taken back before it was mailed; waits again when it comes back. */
    WITHDRAWN;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ArticleState of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
