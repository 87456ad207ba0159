package staytuned.smtp;

/** How far a dialogue has come: what was said last, and is not answered yet. */
enum Stage {
    GREETING("the greeting"),
    EHLO("EHLO"),
    STARTTLS("STARTTLS"),
    AUTH("AUTH"),
    MAIL("MAIL"),
    RCPT("RCPT"),
    DATA("DATA"),
    /** The message is being written; the final dot is not. */
    BODY("the message"),
    /** The final dot is written: from here on the relay may have the message. */
    DOT("the final dot"),
    /** The last chunk is written: the same. */
    CHUNK("the last chunk"),
    QUIT("QUIT");

    final String words;

    Stage(String words) {
        this.words = words;
    }

    /** Whether the relay may have the message. */
    boolean isEnd() {
        return this == DOT || this == CHUNK;
    }

    /** This stage when the whole message has left already: where there is no answer, it is its end that has none. */
    Stage end() {
        return isEnd() ? this : CHUNK;
    }

    /** The stage that a command leads to. */
    static Stage after(String command, Stage now) {
        if (command.startsWith("EHLO") || command.startsWith("HELO")) return EHLO;
        if (command.equals("STARTTLS")) return STARTTLS;
        return command.startsWith("AUTH") ? AUTH : now;
    }
}
