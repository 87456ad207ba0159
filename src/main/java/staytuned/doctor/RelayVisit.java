package staytuned.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import staytuned.mail.Courier.RelayUnavailable;

/** Whether a relay lets us in, and until when its certificate is good. */
final class RelayVisit {
    private static final int LONGEST_MILLIS = 10_000;
    private static final int MOST_LINES = 100;
    /** RFC 4954 section 6. */
    private static final int LOGIN_REFUSED = 535;

    private final SSLContext trust;
    private final Instant now;

    RelayVisit(SSLContext trust, Instant now) {
        this.trust = trust;
        this.now = now;
    }

    /** Knocks as letters will: EHLO, encryption, certificate and login. */
    List<Finding> examine(Relay relay) {
        var findings = new ArrayList<Finding>();
        var about = "relay " + relay.name();
        try (var connection = relay.courier().connect()) {
            findings.add(Finding.ok(about, "lets us in" + (connection == null ? "" : at(relay))));
        } catch (RelayUnavailable e) {
            findings.add(Finding.error(about, String.valueOf(e.getMessage()), e.reply().code() == LOGIN_REFUSED
                    ? "correct user and password of the relay"
                    : "correct host, port and tls of the relay, or see whether it is down"));
            return findings;
        }
        if (relay.tls() == Relay.Tls.NONE) return findings;
        try {
            findings.add(Certificates.judge("certificate of " + about, certificate(relay), now));
        } catch (IOException e) {
            findings.add(Finding.warning("certificate of " + about, "cannot be looked at: " + e.getMessage(),
                    "see whether the relay limits how often one may connect"));
        }
        return findings;
    }

    private static String at(Relay relay) {
        return switch (relay.tls()) {
            case STARTTLS -> ", encrypted by STARTTLS";
            case IMPLICIT -> ", encrypted from the first byte";
            case NONE -> ", in clear text";
        };
    }

    private Certificate[] certificate(Relay relay) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(relay.host(), relay.port()), LONGEST_MILLIS);
            socket.setSoTimeout(LONGEST_MILLIS);
            if (relay.tls() == Relay.Tls.STARTTLS) startTls(socket);
            try (var safe = (SSLSocket) trust.getSocketFactory()
                    .createSocket(socket, relay.host(), relay.port(), true)) {
                safe.startHandshake();
                return safe.getSession().getPeerCertificates();
            }
        }
    }

    /** RFC 3207 section 4. */
    private static void startTls(Socket socket) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        reply(in);
        say(socket, "EHLO staytuned.invalid");
        reply(in);
        say(socket, "STARTTLS");
        var answer = reply(in);
        if (!answer.startsWith("220")) throw new IOException("STARTTLS is answered by \"" + answer + "\"");
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** The last line of an answer (RFC 5321 section 4.2.1). */
    private static String reply(BufferedReader in) throws IOException {
        for (var i = 0; i < MOST_LINES; i++) {
            var line = in.readLine();
            if (line == null) throw new IOException("the relay hangs up");
            if (line.length() < 4 || line.charAt(3) != '-') return line;
        }
        throw new IOException("the relay's answer does not end");
    }
}
