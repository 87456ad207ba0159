package staytuned.smtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.testing.SmtpAct.say;
import static staytuned.testing.SmtpAct.stall;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import staytuned.mail.Courier.RelayUnavailable;
import staytuned.mail.Outcome.Sent;
import staytuned.testing.Flight;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.ScriptedSmtpServer.Stage;
import staytuned.testing.TestCertificate;

/** What goes over the wire in the clear, and what never does. */
@ParameterizedClass
@EnumSource
@Tag("row-9")
class TlsTest {
    private static final TestCertificate OURS = TestCertificate.of("dns:localhost", "ip:127.0.0.1");
    private static final TestCertificate OF_ANOTHER = TestCertificate.of("dns:relay.example.org");
    private static final Relay.Timeouts PATIENT = SmtpCourierTest.all(Duration.ofSeconds(20));

    private final ScriptedSmtpServer server;

    TlsTest(Flight flight) {
        server = flight.to(new ScriptedSmtpServer()).offer("AUTH PLAIN LOGIN");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void sendsBehindStartTls() throws Exception {
        server.startTls(OURS.server());
        var message = Messages.number(1);
        try (var connection = courier(Relay.Tls.REQUIRED, OURS.client()).connect()) {
            assertInstanceOf(Sent.class, connection.send(message));
        }
        assertArrayEquals(Mime.bytes(message), server.taken().getFirst().bytes());
        assertEquals(List.of("EHLO [127.0.0.1]", "STARTTLS"), server.clear());
    }

    @Test
    void sendsBehindImplicitTls() throws Exception {
        server.implicitTls(OURS.server());
        var message = Messages.withBodies("long ".repeat(100_000), "<html></html>");
        try (var connection = courier(Relay.Tls.IMPLICIT, OURS.client()).connect()) {
            assertInstanceOf(Sent.class, connection.send(message));
        }
        assertArrayEquals(Mime.bytes(message), server.taken().getFirst().bytes());
        assertEquals(List.of(), server.clear());
    }

    @Test
    void goesNoFurtherWhereStartTlsIsNotOffered() {
        assertEquals("relay main (localhost:" + server.port() + "): offers no STARTTLS, and tls: required never falls "
                + "back to plain text", refused(Relay.Tls.REQUIRED, OURS.client()));
    }

    @Test
    void goesNoFurtherWhereStartTlsIsRefused() {
        server.offer("STARTTLS").at(Stage.STARTTLS, say("454 4.7.0 TLS not available"));
        var line = refused(Relay.Tls.REQUIRED, OURS.client());
        assertTrue(line.endsWith("answers STARTTLS with 454 4.7.0 TLS not available"), line);
    }

    @Test
    void goesNoFurtherWhereTheHandshakeFails() {
        server.offer("STARTTLS").at(Stage.STARTTLS, visit -> {
            say("220 go ahead").on(visit);
            visit.skip(1);
            say("this is no handshake").on(visit);
        });
        assertTrue(refused(Relay.Tls.REQUIRED, OURS.client()).contains("TLS fails: "));
    }

    @Test
    void goesNoFurtherWhereTheHandshakeStalls() {
        server.offer("STARTTLS").at(Stage.STARTTLS, visit -> {
            say("220 go ahead").on(visit);
            stall().on(visit);
        });
        var relay = relay(Relay.Tls.REQUIRED, SmtpCourierTest.all(Duration.ofMillis(300)));
        var courier = new SmtpCourier(relay, List.of(), OURS.client());
        var failure = assertThrows(RelayUnavailable.class, courier::connect);
        assertTrue(failure.getMessage().endsWith("no answer to STARTTLS within 300 ms"), failure.getMessage());
    }

    @Test
    void believesNoCertificateForAnotherHost() {
        server.startTls(OF_ANOTHER.server());
        var line = refused(Relay.Tls.REQUIRED, OF_ANOTHER.client());
        assertTrue(line.contains("TLS fails: ") && line.contains("localhost"), line);
    }

    @Test
    void believesNoCertificateForAnotherHostBehindImplicitTls() {
        server.implicitTls(OF_ANOTHER.server());
        var line = refused(Relay.Tls.IMPLICIT, OF_ANOTHER.client());
        assertTrue(line.contains("TLS fails: ") && line.contains("localhost"), line);
    }

    @Test
    void believesNoCertificateWhoseTimeIsOver() {
        var expired = TestCertificate.expired("dns:localhost");
        server.startTls(expired.server());
        assertTrue(refused(Relay.Tls.REQUIRED, expired.client()).contains("TLS fails: "));
    }

    @Test
    void believesNoCertificateThatItDoesNotTrust() throws Exception {
        server.startTls(OURS.server());
        assertTrue(refused(Relay.Tls.REQUIRED, OF_ANOTHER.client()).contains("TLS fails: "));
        assertTrue(refused(Relay.Tls.REQUIRED, SSLContext.getDefault()).contains("TLS fails: "));
    }

    @Test
    void forgetsWhatStoodInTheClearBehindTheAnswerToStartTls() throws Exception {
        // CVE-2011-0411 and its kin: what a third party slipped in is no answer to what is said behind the handshake.
        server.startTls(OURS.server())
                .at(Stage.STARTTLS, say("220 go ahead\r\n250-injected\r\n250 AUTH XOAUTH2"));
        try (var connection = courier(Relay.Tls.REQUIRED, OURS.client()).connect()) {
            assertInstanceOf(Sent.class, connection.send(Messages.number(1)), "logged in by AUTH PLAIN");
        }
    }

    private String refused(Relay.Tls tls, SSLContext trust) {
        var courier = new SmtpCourier(relay(tls, PATIENT), List.of(), trust);
        var failure = assertThrows(RelayUnavailable.class, courier::connect);
        for (var line : server.clear()) {
            var handshake = !line.matches("[ -~]*");
            assertTrue(line.startsWith("EHLO ") || line.equals("STARTTLS") || handshake, "in the clear: " + line);
        }
        assertEquals(List.of(), server.taken());
        return String.valueOf(failure.getMessage());
    }

    private SmtpCourier courier(Relay.Tls tls, SSLContext trust) {
        return new SmtpCourier(relay(tls, PATIENT), List.of(), trust);
    }

    private Relay relay(Relay.Tls tls, Relay.Timeouts timeouts) {
        return new Relay("main", "localhost", server.port(), tls, Relays.login(), Relays.ANY_NUMBER, timeouts);
    }
}
