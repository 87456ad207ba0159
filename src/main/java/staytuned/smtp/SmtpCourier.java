package staytuned.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Copy;
import staytuned.mail.Courier;
import staytuned.mail.Message;
import staytuned.mail.Outcome.Deferred;
import staytuned.mail.Outcome;
import staytuned.mail.Reply;

/** Takes messages to one relay over SMTP. */
public final class SmtpCourier implements Courier {
    private final Relay relay;
    private final SSLContext trust;
    private final Session session;
    private final Plates plates = new Plates();

    /** A courier that trusts the certificates this Java trusts. */
    public SmtpCourier(Relay relay) {
        this(relay, ofThisJava());
    }

    /** A courier that trusts the certificates {@code trust} trusts. */
    public SmtpCourier(Relay relay, SSLContext trust) {
        this.relay = relay;
        this.trust = trust;
        var settings = new Properties();
        settings.put("mail.smtp.starttls.enable", relay.tls() == Relay.Tls.REQUIRED);
        settings.put("mail.smtp.starttls.required", relay.tls() == Relay.Tls.REQUIRED);
        settings.put("mail.smtp.ssl.checkserveridentity", true);
        settings.put("mail.smtp.ssl.socketFactory", trust.getSocketFactory());
        settings.put("mail.smtp.chunksize", Dialogue.chunk());
        settings.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        session = Session.getInstance(settings);
    }

    private static SSLContext ofThisJava() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    @Override
    public Connection connect() throws RelayUnavailable {
        return new SmtpConnection(dial());
    }

    /** A connection that reopens itself when the relay closed it between two messages. */
    private final class SmtpConnection implements Connection {
        private @Nullable Dialogue dialogue;

        SmtpConnection(Dialogue dialogue) {
            this.dialogue = dialogue;
        }

        @Override
        public Outcome send(Message message) throws RelayUnavailable {
            return send(message.envelopeFrom(), message.to().email(), () -> Mime.bytes(message));
        }

        @Override
        public Outcome send(Copy copy) throws RelayUnavailable {
            return send(copy.envelopeFrom(), copy.to().email(), () -> plates.of(copy.mailing()).print(copy));
        }

        private Outcome send(String from, String to, Supplier<byte[]> message) throws RelayUnavailable {
            byte[] bytes;
            try {
                bytes = message.get();
            } catch (RuntimeException e) {
                return new Deferred(Reply.none("not handed over: " + e.getMessage()));
            }
            var wasUsed = dialogue != null && dialogue.carried() > 0;
            var ending = carry(from, to, bytes);
            if (wasUsed && ending.closedBefore()) ending = carry(from, to, bytes);
            return ending.outcome(relay);
        }

        private Ending carry(String from, String to, byte[] bytes) throws RelayUnavailable {
            var open = dialogue == null ? dial() : dialogue;
            dialogue = open;
            var ending = open.carry(from, to, bytes);
            if (!ending.usable()) {
                open.close();
                dialogue = null;
            }
            return ending;
        }

        @Override
        public void close() {
            if (dialogue != null) dialogue.quit();
            dialogue = null;
        }
    }

    private Dialogue dial() throws RelayUnavailable {
        Wire wire = null;
        Dialogue dialogue = null;
        try {
            var address = address();
            wire = new Wire();
            wire.connect(new InetSocketAddress(address, relay.port()), (int) relay.timeouts().connect().toMillis());
            dialogue = new Dialogue(session, relay, wire);
            // RFC 5321 section 4.1.3: the address literal needs no name service and is never wrong.
            var own = wire.getLocalAddress().getHostAddress().replaceFirst("%.*", "");
            dialogue.setLocalHost(own.contains(":") ? "[IPv6:" + own + "]" : "[" + own + "]");
            wire.allow(relay.timeouts().greeting());
            dialogue.connect(relay.tls() == Relay.Tls.IMPLICIT ? encrypted(wire) : wire);
            if (relay.user() != null && !dialogue.supportsExtension("AUTH")) {
                throw unavailable(
                        "offers no AUTH, but a user is configured: remove the user, or use another port", null, null);
            }
            wire.rest();
            return dialogue;
        } catch (IOException | MessagingException | RuntimeException e) {
            if (wire != null) wire.abandon();
            throw unavailable(reason(dialogue, e), dialogue == null ? null : dialogue.answer(e), e);
        } catch (RelayUnavailable e) {
            if (wire != null) wire.abandon();
            throw e;
        }
    }

    /** The relay's address under its configured name, so that nothing asks for the name that belongs to the address. */
    private InetAddress address() throws IOException, RelayUnavailable {
        var address = InetAddress.getByAddress(relay.host(), InetAddress.getByName(relay.host()).getAddress());
        if (relay.tls() == Relay.Tls.NONE && relay.user() != null && !address.isLoopbackAddress()) {
            throw unavailable("tls: none would send the password in the clear: set tls: required", null, null);
        }
        return address;
    }

    /** The same checks as after STARTTLS: the chain by {@code trust}, the host name by RFC 2818 section 3.1. */
    private Socket encrypted(Wire wire) throws IOException {
        var socket = (SSLSocket) trust.getSocketFactory().createSocket(wire, relay.host(), relay.port(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private RelayUnavailable unavailable(String reason, @Nullable Reply reply, @Nullable Exception cause) {
        var place = reason.startsWith("the user or password") ? "" : " (" + relay.place() + ")";
        var line = "relay " + relay.name() + place + ": " + reason;
        return new RelayUnavailable(line, reply == null ? Reply.none(line) : reply, cause);
    }

    /** Why there is no connection, in words for the admin. */
    private String reason(@Nullable Dialogue dialogue, Exception e) {
        var cause = Dialogue.deepest(e);
        if (cause instanceof UnknownHostException) return "no such host";
        if (dialogue == null) {
            if (cause instanceof SocketTimeoutException) {
                return "no connection within " + Dialogue.seconds(relay.timeouts().connect());
            }
            var text = String.valueOf(cause.getMessage());
            return cause instanceof ConnectException ? text.toLowerCase(Locale.ROOT) : text;
        }
        var answer = dialogue.answer(e);
        var stage = dialogue.stage();
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof SSLException && dialogue.why(e) == Ending.Why.LOST) {
                return "TLS fails: " + Reply.none(String.valueOf(each.getMessage())).text();
            }
        }
        if (stage == Stage.EHLO && answer.code() == 250) {
            return relay.tls() == Relay.Tls.REQUIRED && !dialogue.isSSL()
                    ? "offers no STARTTLS, and tls: required never falls back to plain text"
                    : "offers neither AUTH PLAIN nor AUTH LOGIN";
        }
        if (stage == Stage.AUTH && answer.code() / 100 == 5) {
            return "the user or password is refused (" + answer + ")";
        }
        return answer.code() == 0 ? answer.text() : "answers " + stage.words + " with " + answer;
    }
}
