package staytuned.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Reply;
import staytuned.smtp.Ending.Why;

/**
 * One SMTP connection that knows how far it has come.
 *
 * <p>Jakarta Mail opens it, encrypts it and logs in; its commands and answers carry the letters. Their order is ours,
 * because Jakarta Mail waits for the answer to each. Where the relay allows it, they leave in one flight: MAIL, RCPT and
 * DATA together, then the letter (PIPELINING, RFC 2920); or all of it at once, with the letter as BDAT (CHUNKING, RFC
 * 3030). The answers are heard in the order of the commands, and the first that is no consent decides. The letter itself
 * is written past Jakarta Mail, which would look for line ends and dots in it: {@link Mime} makes CRLF, and no line that
 * begins with a dot.
 *
 * <p>Whether a relay may have the letter is decided by what left, not by what failed: from the moment the letter's end
 * is written until an answer refuses it, nobody knows.
 */
final class Dialogue extends SMTPTransport {
    private static final int BLOCK = 32 * 1024;
    private static final String PROTOCOL = "smtp";
    private static final int GO_ON = 354;

    private final Wire wire;
    private final Relay.Timeouts timeouts;
    private final ArrayDeque<Stage> unheard = new ArrayDeque<>();
    private Stage stage = Stage.GREETING;
    private @Nullable Reply reply;
    private boolean listening = true;
    private boolean whole;
    private int carried;

    /** @throws IOException the secret of the login cannot be read */
    Dialogue(Session session, Relay relay, Wire wire) throws IOException {
        super(session, name(relay), PROTOCOL, false);
        this.wire = wire;
        timeouts = relay.timeouts();
    }

    private static URLName name(Relay relay) throws IOException {
        var login = relay.login();
        return login == null
                ? new URLName(PROTOCOL, relay.host(), relay.port(), null, null, null)
                : new URLName(PROTOCOL, relay.host(), relay.port(), null, login.user(), login.secret().get());
    }

    Stage stage() {
        return stage;
    }

    /** How many messages went this way before. */
    int carried() {
        return carried;
    }

    /** Hands over one message: exactly {@code bytes} are written. */
    synchronized Ending carry(String from, String to, byte[] bytes) {
        unheard.clear();
        enter(Stage.MAIL);
        try {
            var done = hand(from, to, bytes);
            var usable = done || (understood() && settled());
            return new Ending(stage, answer(null), why(null), usable);
        } catch (MessagingException | IOException | RuntimeException e) {
            if (whole && !refused()) stage = stage.end();
            return new Ending(stage, answer(e), why(e), false);
        } finally {
            listening = true;
            whole = false;
            carried++;
            wire.rest();
        }
    }

    /** Why the present stage came to no good end. */
    Why why(@Nullable Exception e) {
        if (reply != null && reply.code() != 0) return Why.ANSWERED;
        if (wire.expired()) return Why.TIMED_OUT;
        return e != null && deepest(e) instanceof RuntimeException ? Why.OURS : Why.LOST;
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

    // The letter

    private boolean hand(String from, String to, byte[] bytes) throws MessagingException, IOException {
        // RFC 1870 section 6: a letter that is too long is refused before it is sent.
        var size = supportsExtension("SIZE") ? " SIZE=" + bytes.length : "";
        // What a relay did since the last letter, such as closing, must not look as if it concerned the next one.
        var chunks = supportsExtension("CHUNKING") && (carried == 0 || wire.isQuiet());
        wire.cork();
        if (!say(Stage.MAIL, "MAIL FROM:<" + from + ">" + size)) return false;
        if (!say(Stage.RCPT, "RCPT TO:<" + to + ">")) return false;
        if (chunks) return handChunk(bytes);
        return say(Stage.DATA, "DATA") && hear() && handLines(bytes);
    }

    /** Says a command; false when it is refused already, true also where its answer comes later. */
    private boolean say(Stage next, String command) throws MessagingException {
        if (unheard.isEmpty()) enter(next);
        sendCommand(command);
        unheard.add(next);
        return supportsExtension("PIPELINING") || hear();
    }

    /** Hears the answers that are due; false at the first that is no consent. */
    private boolean hear() throws MessagingException {
        while (!unheard.isEmpty()) {
            enter(unheard.remove());
            var code = readServerResponse();
            if (stage == Stage.DATA ? code != GO_ON : code / 100 != 2) {
                if (whole && !refused()) stage = stage.end();
                return false;
            }
        }
        return true;
    }

    private boolean handLines(byte[] bytes) throws MessagingException, IOException {
        enter(Stage.BODY);
        wire.cork();
        write(bytes);
        sendCommand(".");
        unheard.add(Stage.DOT);
        leave();
        return hear();
    }

    /** RFC 3030 section 2: a chunk is taken as it is. */
    private boolean handChunk(byte[] bytes) throws MessagingException, IOException {
        if (unheard.isEmpty()) enter(Stage.BODY);
        sendCommand("BDAT " + bytes.length + " LAST");
        write(bytes);
        unheard.add(Stage.CHUNK);
        leave();
        return hear();
    }

    private void write(byte[] bytes) throws IOException {
        var out = wire.top();
        for (var at = 0; at < bytes.length; at += BLOCK) {
            wire.allow(timeouts.block());
            out.write(bytes, at, Math.min(BLOCK, bytes.length - at));
        }
        out.flush();
    }

    /** What was held back leaves now, and the letter's end with it. */
    private void leave() throws IOException {
        wire.uncork();
        whole = true;
    }

    private boolean refused() {
        return reply != null && (reply.code() / 100 == 4 || reply.code() / 100 == 5);
    }

    private boolean understood() {
        return refused() && reply != null && reply.code() != Ending.CLOSING;
    }

    /** After a refusal: hears what else is due, and takes back what was begun; false where that does not work. */
    private boolean settled() {
        listening = false; // What is heard now changes nothing any more.
        try {
            wire.allow(timeouts.command());
            while (!unheard.isEmpty()) {
                var next = unheard.remove();
                var code = readServerResponse();
                if (next == Stage.DATA && code == GO_ON) {
                    // RFC 2920 section 3.1: it waits for a letter to nobody, and gets an empty one.
                    if (stage != Stage.RCPT) return false;
                    simpleCommand(".");
                } else if (next.isEnd() && code / 100 == 2) {
                    return false;
                }
            }
            return simpleCommand("RSET") / 100 == 2;
        } catch (MessagingException | RuntimeException e) {
            return false; // The letter's own answer stands.
        }
    }

    // Where commands leave and answers arrive

    private void enter(Stage next) {
        stage = next;
        reply = null;
        wire.allow(timeouts.of(whole ? next.end() : next));
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        // When it is closed, it is a QUIT that nobody hears.
        if (stage.compareTo(Stage.MAIL) < 0 && !wire.isClosed()) enter(Stage.after(command, stage));
        super.sendCommand(command);
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        release();
        var code = super.readServerResponse();
        if (!listening) return code;
        if (stage == Stage.STARTTLS && code == 220) {
            reply = null; // What counts is the handshake that follows.
        } else {
            // Jakarta Mail reads bytes as characters; what is not ASCII is UTF-8 today (RFC 6531 section 3.7.4.1).
            reply = Reply.parse(new String(getLastServerResponse().getBytes(ISO_8859_1), UTF_8));
        }
        return code;
    }

    private void release() throws MessagingException {
        try {
            wire.uncork();
        } catch (IOException e) {
            throw new MessagingException("cannot write", e);
        }
    }

    /** RFC 5321 section 3.2: for a server that does not know EHLO, not for one that is closing or no SMTP server. */
    @Override
    protected void helo(String domain) throws MessagingException {
        if (reply == null || reply.code() / 100 != 5) throw new MessagingException("EHLO is not answered");
        super.helo(domain);
    }
}
