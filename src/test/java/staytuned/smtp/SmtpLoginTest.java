package staytuned.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.testing.SmtpAct.cut;
import static staytuned.testing.SmtpAct.say;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import staytuned.mail.Courier.RelayUnavailable;
import staytuned.mail.Outcome.Sent;
import staytuned.mail.Reply;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.ScriptedSmtpServer.Stage;

/** The user, the password, and what the relay says to them. */
class SmtpLoginTest {
    private static final Relay.Timeouts PATIENT = SmtpCourierTest.all(Duration.ofSeconds(20));

    private final ScriptedSmtpServer server = new ScriptedSmtpServer();

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void logsIn() throws Exception {
        server.offer("AUTH PLAIN LOGIN");
        try (var connection = courier().connect()) {
            assertInstanceOf(Sent.class, connection.send(Messages.number(1)));
        }
        assertTrue(server.clear().stream().anyMatch(line -> line.startsWith("AUTH PLAIN ")));
    }

    @ParameterizedTest
    @Tag("row-10")
    @ValueSource(strings = {"535 5.7.8 bad credentials", "534 5.7.9 weaker"})
    void saysThatTheLoginIsRefused(String answer) {
        server.offer("AUTH PLAIN").always(Stage.AUTH, say(answer));
        var failure = assertThrows(RelayUnavailable.class, () -> courier().connect());
        assertEquals("relay main: the user or password is refused (" + answer + ")", failure.getMessage());
        assertEquals(Reply.parse(answer), failure.reply());
        assertFalse(failure.toString().contains("secret"));
    }

    @Test
    void saysThatALoginWantsTlsWhichIsNotThere() {
        server.offer("AUTH PLAIN").always(Stage.AUTH, say("530 5.7.0 issue STARTTLS first"));
        var failure = assertThrows(RelayUnavailable.class, () -> courier().connect());
        assertEquals("relay main (127.0.0.1:" + server.port() + "): answers STARTTLS with 502 5.5.2 not known here",
                failure.getMessage());
    }

    @Test
    void tellsALoginThatIsNotPossibleNow() {
        server.offer("AUTH PLAIN").at(Stage.AUTH, say("454 4.7.0 temporary failure"), cut());
        var now = assertThrows(RelayUnavailable.class, () -> courier().connect());
        assertTrue(now.getMessage().endsWith("answers AUTH with 454 4.7.0 temporary failure"), now.getMessage());
        var lost = assertThrows(RelayUnavailable.class, () -> courier().connect());
        assertTrue(lost.getMessage().endsWith("closed the connection at AUTH"), lost.getMessage());
    }

    @Test
    void saysThatNoLoginIsOffered() {
        var none = assertThrows(RelayUnavailable.class, () -> courier().connect());
        assertTrue(none.getMessage().contains("offers no AUTH, but a user is configured"), none.getMessage());
        server.offer("AUTH GSSAPI NTLM");
        var other = assertThrows(RelayUnavailable.class, () -> courier().connect());
        assertTrue(other.getMessage().endsWith("offers neither AUTH PLAIN nor AUTH LOGIN"), other.getMessage());
    }

    @Test
    @Tag("row-9")
    void sendsNoPasswordInTheClearToAnotherHost() {
        var relay = new Relay("main", "192.0.2.1", 25, Relay.Tls.NONE, Relays.login(), 1, PATIENT);
        assertEquals("relay main (192.0.2.1:25): tls: none would send the password in the clear: set tls: required",
                assertThrows(RelayUnavailable.class, () -> new SmtpCourier(relay, List.of()).connect()).getMessage());
        assertFalse(relay.toString().contains("secret"));
    }

    @Test
    void logsInByTokenAndAsksForItEachTime() throws Exception {
        server.offer("AUTH PLAIN LOGIN XOAUTH2");
        var tokens = new ArrayDeque<>(List.of("first", "second"));
        var courier = courier(new Relay.Login("notes", true, tokens::remove));
        for (var token : List.of("first", "second")) {
            courier.connect().close();
            var said = "user=notesauth=Bearer " + token + "";
            assertTrue(server.clear().contains(
                    "AUTH XOAUTH2 " + Base64.getEncoder().encodeToString(said.getBytes(US_ASCII))), token);
        }
    }

    @Test
    @Tag("row-10")
    void saysThatTheTokenIsRefused() {
        var why = Base64.getEncoder().encodeToString("{\"status\":\"401\"}".getBytes(US_ASCII));
        server.offer("AUTH XOAUTH2").always(Stage.AUTH, say("334 " + why));
        var failure = assertThrows(RelayUnavailable.class,
                () -> courier(new Relay.Login("notes", true, () -> "old")).connect());
        assertEquals("relay main: the user or token is refused (535 5.7.8 {\"status\":\"401\"})", failure.getMessage());
        assertEquals(535, failure.reply().code());
    }

    @Test
    void saysThatTheTokenCannotBeRead() {
        var courier = courier(new Relay.Login("notes", true, () -> {
            throw new IOException("token.txt: no such file");
        }));
        var failure = assertThrows(RelayUnavailable.class, courier::connect);
        assertTrue(failure.getMessage().endsWith("token.txt: no such file"), failure.getMessage());
        server.offer("AUTH PLAIN");
        var other = assertThrows(RelayUnavailable.class,
                () -> courier(new Relay.Login("notes", true, () -> "t")).connect());
        assertTrue(other.getMessage().endsWith("offers no AUTH XOAUTH2"), other.getMessage());
    }

    private SmtpCourier courier() {
        return courier(Relays.login());
    }

    private SmtpCourier courier(Relay.Login login) {
        var relay = new Relay(
                "main", "127.0.0.1", server.port(), Relay.Tls.NONE, login, Relays.ANY_NUMBER, PATIENT);
        return new SmtpCourier(relay, List.of());
    }
}
