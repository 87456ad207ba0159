package staytuned.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Message;
import staytuned.mail.Reply;
import staytuned.smtp.Ending.Why;

/**
 * One SMTP connection that knows how far it has come.
 *
 * <p>Jakarta Mail reports a failure as one of a dozen exceptions, most of which do not tell whether the final dot was
 * written. So the stage and the answer to it are noted here, where commands leave and answers arrive, and the exception
 * itself decides nothing but whether there was an answer at all.
 */
final class Dialogue extends SMTPTransport {
    private static final int BLOCK = 32 * 1024;
    private static final String PROTOCOL = "smtp";

    private final Wire wire;
    private final Relay.Timeouts timeouts;
    private Stage stage = Stage.GREETING;
    private @Nullable Reply reply;
    private boolean resetting;
    private boolean reset;
    private boolean used;

    Dialogue(Session session, Relay relay, Wire wire) {
        super(session,
                new URLName(PROTOCOL, relay.host(), relay.port(), null, relay.user(), relay.password()),
                PROTOCOL, false);
        this.wire = wire;
        timeouts = relay.timeouts();
    }

    Stage stage() {
        return stage;
    }

    /** Whether a message went this way before. */
    boolean used() {
        return used;
    }

    /** Hands over one message: {@code bytes} are what {@link Mime} made of it, and exactly these are written. */
    Ending carry(Message message, byte[] bytes) {
        used = true;
        reset = false;
        enter(Stage.MAIL);
        try {
            var to = new InternetAddress();
            to.setAddress(message.to().email());
            sendMessage(new Ready(message.envelopeFrom(), bytes), new Address[] {to});
            wire.rest();
            return new Ending(stage, answer(null), Why.ANSWERED, true);
        } catch (MessagingException | RuntimeException e) {
            wire.rest();
            var answer = answer(e);
            var understood = answer.code() / 100 != 3 && answer.code() != 0 && answer.code() != Ending.CLOSING;
            return new Ending(stage, answer, why(e), reset && understood);
        }
    }

    /** Why the present stage came to no good end. */
    Why why(Exception e) {
        if (reply != null && reply.code() != 0) return Why.ANSWERED;
        if (wire.expired()) return Why.TIMED_OUT;
        return deepest(e) instanceof RuntimeException ? Why.OURS : Why.LOST;
    }

    /** The answer to the present stage, or what happened instead, of which {@code e} tells. */
    Reply answer(@Nullable Exception e) {
        if (reply != null && reply.code() != 0) return reply;
        if (wire.expired()) {
            return Reply.none("no answer to " + stage.words + " within " + seconds(timeouts.of(stage)));
        }
        if (reply != null && reply.text().equals("[EOF]")) return Reply.none("closed the connection at " + stage.words);
        if (reply != null) return Reply.none("answers " + stage.words + " with \"" + reply.text() + "\"");
        if (e == null) return Reply.none("no answer");
        var cause = deepest(e);
        return Reply.none("connection lost at " + stage.words + ": "
                + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()));
    }

    static String seconds(Duration time) {
        return time.toSeconds() > 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    static Throwable deepest(Throwable e) {
        var deepest = e;
        while (deepest.getCause() != null) deepest = deepest.getCause();
        return deepest;
    }

    /** Says QUIT, waits a little for the answer (RFC 5321 section 4.1.1.10), and closes in any case. */
    synchronized void quit() {
        try {
            enter(Stage.QUIT);
            simpleCommand("QUIT");
        } catch (MessagingException | RuntimeException e) {
            // The messages are settled; how the server says goodbye does not matter.
        } finally {
            close();
        }
    }

    /** Closes without a word. Jakarta Mail calls this where it does not understand an answer. */
    @Override
    public synchronized void close() {
        wire.abandon();
        try {
            super.close(); // Its QUIT finds the socket closed.
        } catch (MessagingException e) {
            // As it should be.
        }
    }

    // Where commands leave and answers arrive

    private void enter(Stage next) {
        stage = next;
        reply = null;
        wire.allow(timeouts.of(next));
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        if (!wire.isClosed()) { // Else it is a QUIT that nobody hears.
            resetting = command.equals("RSET");
            if (resetting) wire.allow(timeouts.command());
            else if (stage != Stage.BODY) enter(Stage.after(command, stage));
        }
        super.sendCommand(command);
        if (stage == Stage.BODY) enter(Stage.DOT); // The only command said inside the message is its end.
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        var code = super.readServerResponse();
        if (resetting) {
            reset = code / 100 == 2;
        } else if (stage == Stage.STARTTLS && code == 220) {
            reply = null; // What counts is the handshake that follows.
        } else {
            // Jakarta Mail reads bytes as characters; what is not ASCII is UTF-8 today (RFC 6531 section 3.7.4.1).
            reply = Reply.parse(new String(getLastServerResponse().getBytes(ISO_8859_1), UTF_8));
        }
        return code;
    }

    /** RFC 5321 section 3.2: for a server that does not know EHLO, not for one that is closing or no SMTP server. */
    @Override
    protected void helo(String domain) throws MessagingException {
        if (reply == null || reply.code() / 100 != 5) throw new MessagingException("EHLO is not answered");
        super.helo(domain);
    }

    @Override
    protected void rcptTo() throws MessagingException {
        enter(Stage.RCPT);
        super.rcptTo();
    }

    @Override
    protected OutputStream data() throws MessagingException {
        enter(Stage.DATA);
        var out = super.data();
        enter(Stage.BODY);
        return out;
    }

    /** A message whose bytes are ready; Jakarta Mail adds and encodes nothing. */
    private final class Ready extends SMTPMessage {
        private final byte[] bytes;

        Ready(String envelopeFrom, byte[] bytes) {
            super(Dialogue.this.session);
            this.bytes = bytes;
            // RFC 5321 section 4.5.5: the null reverse-path. An empty one would make Jakarta Mail look elsewhere.
            setEnvelopeFrom(envelopeFrom.isEmpty() ? "<>" : envelopeFrom);
        }

        @Override
        public void writeTo(OutputStream out, String[] ignored) throws IOException {
            for (var at = 0; at < bytes.length; at += BLOCK) {
                wire.allow(timeouts.block());
                out.write(bytes, at, Math.min(BLOCK, bytes.length - at));
            }
        }
    }
}
