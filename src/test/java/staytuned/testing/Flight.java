package staytuned.testing;

/** How the commands of a letter leave, which the server's extensions decide. */
public enum Flight {
    /** Each waits for the answer to the one before. */
    ONE_BY_ONE,
    /** MAIL, RCPT and DATA together (RFC 2920). */
    PIPELINED,
    /** MAIL, RCPT and the letter together (RFC 3030). */
    CHUNKED;

    /** Lets {@code server} offer what it takes. */
    public ScriptedSmtpServer to(ScriptedSmtpServer server) {
        return switch (this) {
            case ONE_BY_ONE -> server;
            case PIPELINED -> server.offer("PIPELINING");
            case CHUNKED -> server.offer("PIPELINING").offer("CHUNKING");
        };
    }
}
