package staytuned.mail;

/** How an attempt to hand one message over ended. */
public sealed interface Outcome {
    /** The server's answer, or what happened instead of one. */
    Reply reply();

    /** The relay has accepted the message and answers for it from now on (RFC 5321 section 4.2.5). */
    record Sent(Reply reply) implements Outcome {}

    /** Not now: try again later. */
    record Deferred(Reply reply) implements Outcome {}

    /**
     * Never: this message to this reader is refused for good. {@link Reply#blamesReader} tells whether it is the
     * reader's mailbox that is refused; {@link Reply#blamesSender} whether it is the sender or the content.
     */
    record Bounced(Reply reply) implements Outcome {}

    /** The message was handed over whole, but the connection ended before the answer (RFC 1047). */
    record Doubtful(Reply reply) implements Outcome {}
}
