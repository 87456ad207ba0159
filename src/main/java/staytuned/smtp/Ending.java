package staytuned.smtp;

import staytuned.mail.Courier.RelayUnavailable;
import staytuned.mail.Outcome.Bounced;
import staytuned.mail.Outcome.Deferred;
import staytuned.mail.Outcome.Doubtful;
import staytuned.mail.Outcome.Sent;
import staytuned.mail.Outcome;
import staytuned.mail.Reply;

/**
 * Where the handing over of one message ended.
 *
 * @param stage the last one reached
 * @param reply the answer to it; code 0 where none, or none that makes sense, came
 * @param why what kind of end it was
 * @param usable whether the connection can carry another message
 */
record Ending(Stage stage, Reply reply, Why why, boolean usable) {
    enum Why {
        /** The relay answered. */
        ANSWERED,
        /** The connection broke, or the answer was no SMTP. */
        LOST,
        /** The relay took longer than it may. */
        TIMED_OUT,
        /** Something failed on our side, which says nothing about the relay or the reader. */
        OURS
    }

    static final int CLOSING = 421;

    /** The relay closed an idle connection: not a word about the message, and no fault (Yahoo does it all the time). */
    boolean closedBefore() {
        // RFC 3463 section 3.5: X.4.2 is a connection that timed out; 421 is how a polite server says it.
        return stage == Stage.MAIL && (why == Why.LOST || (reply.code() == CLOSING && reply.status().equals("4.4.2")));
    }

    /**
     * What it means for this message to this reader. The one place where failures become outcomes.
     *
     * @throws RelayUnavailable it means nothing for the message, only for the relay
     */
    Outcome outcome(Relay relay) throws RelayUnavailable {
        var kind = reply.code() / 100; // RFC 5321 section 4.2.1: the first digit decides.
        if (why == Why.OURS) return stage.isEnd() ? new Doubtful(reply) : new Deferred(reply);
        if (stage.isEnd()) {
            return switch (kind) {
                case 2 -> new Sent(reply);
                case 4 -> new Deferred(reply);
                case 5 -> new Bounced(reply);
                default -> new Doubtful(reply);
            };
        }
        var ofMessage = stage == Stage.RCPT || stage == Stage.DATA;
        if (ofMessage && kind == 4 && reply.code() != CLOSING) return new Deferred(reply);
        if (ofMessage && kind == 5) return new Bounced(reply);
        var what = reply.code() == 0 ? reply.text() : "answers " + stage.words + " with " + reply;
        throw new RelayUnavailable("relay " + relay.name() + " (" + relay.place() + "): " + what, reply, null);
    }
}
