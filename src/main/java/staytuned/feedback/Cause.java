package staytuned.feedback;

/** Why a message was not delivered, as the wordings of {@code causes.txt} tell. */
enum Cause {
    /** No such mailbox. */
    UNKNOWN(Kind.HARD),
    /** The mailbox is closed. */
    DISABLED(Kind.HARD),
    /** No such domain, or one that takes no mail. */
    DOMAIN(Kind.HARD),
    FULL(Kind.SOFT),
    EXPIRED(Kind.SOFT),
    DELAYED(Kind.SOFT),
    TEMPORARY(Kind.SOFT),
    NETWORK(Kind.SOFT),
    /** The sender's own fault, as the two below: never counted against the reader. */
    SPAM(Kind.SOFT),
    POLICY(Kind.SOFT),
    SIZE(Kind.SOFT),
    /** What servers say who tell nobody whether a mailbox is there: so they refuse unknown mailboxes most of all. */
    UNAVAILABLE(Kind.HARD),
    /** Words that hint at the message, and are believed where nothing clearer is said. */
    HINTS(Kind.SOFT);

    private final Kind kind;

    Cause(Kind kind) {
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** Whether the sender or the content is refused, for whichever reader. */
    boolean blamesSender() {
        return this == SPAM || this == POLICY || this == SIZE || this == HINTS;
    }

    /** Whether it is believed only where nothing clearer is said. */
    boolean weak() {
        return this == UNAVAILABLE || this == HINTS;
    }
}
