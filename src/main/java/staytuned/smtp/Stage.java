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
    QUIT("QUIT");

    final String words;

    Stage(String words) {
        this.words = words;
    }

    /** The stage that a command leads to. */
    static Stage after(String command, Stage now) {
        if (command.startsWith("EHLO") || command.startsWith("HELO")) return EHLO;
        if (command.equals("STARTTLS")) return STARTTLS;
        return command.startsWith("AUTH") ? AUTH : now;
    }
}
