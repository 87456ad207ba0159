package staytuned.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Base64;
import java.util.Locale;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Courier.RelayUnavailable;
import staytuned.mail.Reply;

/** Opens connections to one relay, and says in words for the admin why there is none. */
final class Dialer {
    /** RFC 4954 section 6: the user or the password is wrong. */
    private static final int REFUSED = 535;

    private static final int QUESTION = 334;

    private final Relay relay;
    private final Covers covers;
    private final Session session;

    /** @param trust whose certificates it believes */
    Dialer(Relay relay, SSLContext trust) {
        this.relay = relay;
        this.covers = new Covers(trust.getSocketFactory());
        var settings = new Properties();
        settings.put("mail.smtp.starttls.enable", relay.tls() == Relay.Tls.REQUIRED);
        settings.put("mail.smtp.starttls.required", relay.tls() == Relay.Tls.REQUIRED);
        settings.put("mail.smtp.ssl.checkserveridentity", true);
        settings.put("mail.smtp.ssl.socketFactory", covers);
        settings.put("mail.smtp.auth.mechanisms", byToken() ? "XOAUTH2" : "PLAIN LOGIN");
        session = Session.getInstance(settings);
    }

    private boolean byToken() {
        return relay.login() != null && relay.login().token();
    }

    /** Opens a connection, encrypts it and logs in. */
    Dialogue dial() throws RelayUnavailable {
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
            if (relay.login() != null && !dialogue.supportsExtension("AUTH")) {
                throw unavailable(
                        "offers no AUTH, but a user is configured: remove the user, or use another port", null, null);
            }
            wire.rest();
            return dialogue;
        } catch (IOException | MessagingException | RuntimeException e) {
            if (wire != null) wire.abandon();
            throw unavailable(reason(dialogue, e), dialogue == null ? null : answer(dialogue, e), e);
        } catch (RelayUnavailable e) {
            if (wire != null) wire.abandon();
            throw e;
        }
    }

    /** The relay's address under its configured name, so that nothing asks for the name that belongs to the address. */
    private InetAddress address() throws IOException, RelayUnavailable {
        var address = InetAddress.getByAddress(relay.host(), InetAddress.getByName(relay.host()).getAddress());
        if (relay.tls() == Relay.Tls.NONE && relay.login() != null && !address.isLoopbackAddress()) {
            throw unavailable("tls: none would send the password in the clear: set tls: required", null, null);
        }
        return address;
    }

    /** The same checks as after STARTTLS: the chain as {@code trust} says, the host name by RFC 2818 section 3.1. */
    private Socket encrypted(Wire wire) throws IOException {
        var socket = (SSLSocket) covers.createSocket(wire, relay.host(), relay.port(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private RelayUnavailable unavailable(String reason, @Nullable Reply reply, @Nullable Exception cause) {
        var place = reason.startsWith("the user or ") ? "" : " (" + relay.place() + ")";
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
        var answer = answer(dialogue, e);
        var stage = dialogue.stage();
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof SSLException && dialogue.why(e) == Ending.Why.LOST) {
                return "TLS fails: " + Reply.none(String.valueOf(each.getMessage())).text();
            }
        }
        if (stage == Stage.EHLO && answer.code() == 250) {
            return relay.tls() == Relay.Tls.REQUIRED && !dialogue.isSSL()
                    ? "offers no STARTTLS, and tls: required never falls back to plain text"
                    : byToken() ? "offers no AUTH XOAUTH2" : "offers neither AUTH PLAIN nor AUTH LOGIN";
        }
        if (stage == Stage.AUTH && answer.code() / 100 == 5) {
            return "the user or " + (byToken() ? "token" : "password") + " is refused (" + answer + ")";
        }
        return answer.code() == 0 ? answer.text() : "answers " + stage.words + " with " + answer;
    }

    /** What the relay answered; a token is refused by a question with the reason in it, which is as good as 535. */
    private Reply answer(Dialogue dialogue, Exception e) {
        var answer = dialogue.answer(e);
        if (dialogue.stage() != Stage.AUTH || answer.code() != QUESTION) return answer;
        try {
            var why = new String(Base64.getMimeDecoder().decode(answer.text()), UTF_8);
            return new Reply(REFUSED, "5.7.8", why);
        } catch (IllegalArgumentException notBase64) {
            return new Reply(REFUSED, "5.7.8", answer.text());
        }
    }
}
