package staytuned.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.testing.SmtpAct.say;
import static staytuned.testing.SmtpAct.stall;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import staytuned.mail.Courier.RelayUnavailable;
import staytuned.mail.Message;
import staytuned.mail.Outcome;
import staytuned.mail.Outcome.Doubtful;
import staytuned.mail.Outcome.Sent;
import staytuned.mail.Reply;
import staytuned.testing.Flight;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.ScriptedSmtpServer.Stage;
import staytuned.testing.SmtpAct;

/** How long the courier waits, and that it ends. */
@ParameterizedClass
@EnumSource
class SmtpTimeoutsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(250);

    private final ScriptedSmtpServer server;
    private final Flight flight;

    SmtpTimeoutsTest(Flight flight) {
        this.flight = flight;
        server = flight.to(new ScriptedSmtpServer());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @Tag("row-8")
    @EnumSource(value = Stage.class, names = {"GREETING", "EHLO"})
    void givesUpARelayThatDoesNotAnswer(Stage stage) {
        server.at(stage, stall(), endlesslySlow());
        var timeouts = new Relay.Timeouts(LONG, SHORT, LONG, LONG, LONG, LONG, LONG);
        var failure = assertThrows(RelayUnavailable.class, () -> send(Messages.number(1), timeouts));
        var words = stage == Stage.GREETING ? "the greeting" : stage.toString();
        assertEquals("relay main (127.0.0.1:" + server.port() + "): no answer to " + words + " within 250 ms",
                failure.getMessage());
        assertThrows(RelayUnavailable.class, () -> send(Messages.number(1), timeouts), "an answer that drips");
    }

    @Test
    @Tag("row-14")
    void isInDoubtWhereTheAnswerToTheDotComesTooLate() throws Exception {
        server.at(Stage.DOT, stall());
        var end = flight == Flight.CHUNKED ? "the last chunk" : "the final dot";
        var timeouts = new Relay.Timeouts(LONG, LONG, LONG, LONG, LONG, SHORT, LONG);
        assertEquals(new Doubtful(Reply.none("no answer to " + end + " within 250 ms")),
                send(Messages.number(1), timeouts));
    }

    @Test
    @Tag("row-15")
    void waitsForTheDotLongerThanForAnythingElse() throws Exception {
        server.at(Stage.DOT, visit -> {
            endlesslySlow(Duration.ofMillis(400)).on(visit);
            say("250 2.0.0 taken").on(visit);
        });
        var timeouts = new Relay.Timeouts(LONG, LONG, LONG, SHORT, SHORT, LONG, LONG);
        assertInstanceOf(Sent.class, send(Messages.number(1), timeouts));
    }

    @Test
    void closesEvenWhereQuitIsNotAnswered() throws Exception {
        server.always(Stage.QUIT, stall());
        var timeouts = new Relay.Timeouts(LONG, LONG, LONG, LONG, LONG, LONG, SHORT);
        var connection = courier(timeouts).connect();
        assertInstanceOf(Sent.class, connection.send(Messages.number(1)));
        assertTimeoutPreemptively(Duration.ofSeconds(5), connection::close);
        connection.close();
    }

    @Test
    @Tag("row-15")
    void keepsTheTimesOfRfc5321() {
        var times = Relay.Timeouts.RFC_5321;
        assertEquals(Duration.ofMinutes(5), times.of(staytuned.smtp.Stage.GREETING));
        assertEquals(Duration.ofMinutes(5), times.of(staytuned.smtp.Stage.MAIL));
        assertEquals(Duration.ofMinutes(5), times.of(staytuned.smtp.Stage.RCPT));
        assertEquals(Duration.ofMinutes(2), times.of(staytuned.smtp.Stage.DATA));
        assertEquals(Duration.ofMinutes(3), times.of(staytuned.smtp.Stage.BODY));
        assertEquals(Duration.ofMinutes(10), times.of(staytuned.smtp.Stage.DOT));
    }

    @Test
    void closesItsEndWhereItGaveUp() throws Exception {
        try (var accepting = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            var relay = Relays.plain(accepting.getLocalPort(), SmtpCourierTest.all(SHORT));
            assertThrows(RelayUnavailable.class, () -> new SmtpCourier(relay, List.of()).connect());
            try (var socket = accepting.accept()) {
                assertEquals(-1, socket.getInputStream().read());
            }
        }
    }

    private static SmtpAct endlesslySlow() {
        return endlesslySlow(LONG);
    }

    /** Sends the first half of an answer, a line of it every 50 ms. */
    static SmtpAct endlesslySlow(Duration time) {
        return visit -> {
            for (var left = time.toMillis(); left > 0; left -= 50) {
                say("250-wait").on(visit);
                visit.pause(Duration.ofMillis(50));
            }
        };
    }

    private Outcome send(Message message, Relay.Timeouts timeouts) throws RelayUnavailable {
        try (var connection = courier(timeouts).connect()) {
            return connection.send(message);
        }
    }

    private SmtpCourier courier(Relay.Timeouts timeouts) {
        return new SmtpCourier(Relays.plain(server.port(), timeouts), List.of());
    }
}
