package staytuned.smtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.testing.SmtpAct.cut;
import static staytuned.testing.SmtpAct.cutInData;
import static staytuned.testing.SmtpAct.endlessly;
import static staytuned.testing.SmtpAct.freeze;
import static staytuned.testing.SmtpAct.longLine;
import static staytuned.testing.SmtpAct.say;
import static staytuned.testing.SmtpAct.sayAndCut;
import static staytuned.testing.SmtpAct.stall;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import staytuned.mail.Courier.RelayUnavailable;
import staytuned.mail.Message;
import staytuned.mail.Outcome;
import staytuned.mail.Outcome.Bounced;
import staytuned.mail.Outcome.Doubtful;
import staytuned.mail.Outcome.Sent;
import staytuned.mail.Reply;
import staytuned.testing.Flight;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.ScriptedSmtpServer.Stage;

/** What depends on how the commands of a letter leave. */
class SmtpFlightTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(250);
    private static final Relay.Timeouts PATIENT = SmtpCourierTest.all(LONG);

    private final ScriptedSmtpServer server = new ScriptedSmtpServer();

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    // One flight

    @Test
    void saysMailRcptAndDataTogetherWhereTheRelayPipelines() throws Exception {
        Flight.PIPELINED.to(server);
        // Each answer waits until all three commands are there.
        server.at(Stage.MAIL, visit -> {
            visit.await("RCPT TO:<reader1@example.com>", "DATA\r\n");
            say("250 2.1.0 ok").on(visit);
        });
        assertInstanceOf(Sent.class, send(Messages.number(1)));
        assertArrayEquals(Mime.bytes(Messages.number(1)), server.taken().getFirst().bytes());
    }

    @Test
    void saysTheWholeLetterTogetherWhereTheRelayTakesChunks() throws Exception {
        Flight.CHUNKED.to(server);
        var bytes = Mime.bytes(Messages.number(1));
        server.at(Stage.MAIL, visit -> {
            visit.await("RCPT TO:<reader1@example.com>", "BDAT " + bytes.length + " LAST\r\n", "--\r\n");
            say("250 2.1.0 ok").on(visit);
        });
        assertInstanceOf(Sent.class, send(Messages.number(1)));
        assertArrayEquals(bytes, server.taken().getFirst().bytes());
    }

    @Test
    void sendsChunksWithoutPipeliningToo() throws Exception {
        server.offer("CHUNKING");
        try (var connection = courier(PATIENT).connect()) {
            for (var n = 0; n < 3; n++) assertInstanceOf(Sent.class, connection.send(Messages.number(n)));
        }
        assertArrayEquals(Mime.bytes(Messages.number(2)), server.taken().getLast().bytes());
    }

    @ParameterizedTest
    @EnumSource
    void sendsALongLetterAsItIs(Flight flight) throws Exception {
        flight.to(server);
        var message = Messages.withBodies(".dot\n..\nx ü\n".repeat(100_000), "<html></html>");
        try (var connection = courier(PATIENT).connect()) {
            assertInstanceOf(Sent.class, connection.send(message));
            assertInstanceOf(Sent.class, connection.send(Messages.number(1)));
        }
        assertArrayEquals(Mime.bytes(message), server.taken().getFirst().bytes());
        assertArrayEquals(Mime.bytes(Messages.number(1)), server.taken().getLast().bytes());
    }

    @Test
    void saysNoSizeToWhomItMeansNothing() throws Exception {
        server.at(Stage.EHLO, say("250-plain", "250 HELP"));
        assertInstanceOf(Sent.class, send(Messages.number(1)));
        assertTrue(server.clear().contains("MAIL FROM:<bounce+1@example.org>"));
    }

    // Refused, with more under way

    @ParameterizedTest
    @EnumSource
    void keepsTheConnectionAfterARefusedReader(Flight flight) throws Exception {
        flight.to(server).at(Stage.RCPT, say("550 5.1.1 nobody here"), say("250 ok"), say("452 4.2.2 full"));
        try (var connection = courier(PATIENT).connect()) {
            assertEquals(new Bounced(new Reply(550, "5.1.1", "nobody here")), connection.send(Messages.number(1)));
            assertInstanceOf(Sent.class, connection.send(Messages.number(2)));
            assertInstanceOf(Outcome.Deferred.class, connection.send(Messages.number(3)));
            assertInstanceOf(Sent.class, connection.send(Messages.number(4)));
        }
        assertEquals(1, server.connections());
        assertEquals(List.of("reader2@example.com", "reader4@example.com"),
                server.taken().stream().map(each -> each.to().getFirst()).toList());
    }

    @Test
    void givesAnEmptyLetterToARelayThatWaitsForOneToNobody() throws Exception {
        Flight.PIPELINED.to(server).at(Stage.RCPT, say("550 5.1.1 nobody here")).at(Stage.DATA, say("354 go on"));
        try (var connection = courier(PATIENT).connect()) {
            assertEquals(new Bounced(new Reply(550, "5.1.1", "nobody here")), connection.send(Messages.number(1)));
            assertInstanceOf(Sent.class, connection.send(Messages.number(2)));
        }
        assertEquals(1, server.connections());
        assertEquals(1, server.taken().size());
        var said = server.clear();
        assertEquals(List.of("DATA", ".", "RSET"), said.subList(said.indexOf("DATA"), said.indexOf("DATA") + 3));
    }

    @Test
    void leavesARelayThatRefusesTheSenderAndWaitsForTheLetter() throws Exception {
        Flight.PIPELINED.to(server).at(Stage.MAIL, say("550 5.1.8 no")).at(Stage.DATA, say("354 go on"));
        try (var connection = courier(PATIENT).connect()) {
            var failure = assertThrows(RelayUnavailable.class, () -> connection.send(Messages.number(1)));
            assertTrue(failure.getMessage().endsWith("answers MAIL with 550 5.1.8 no"), failure.getMessage());
            assertInstanceOf(Sent.class, connection.send(Messages.number(2)));
        }
        assertEquals(2, server.connections());
    }

    @ParameterizedTest
    @EnumSource(names = {"PIPELINED", "CHUNKED"})
    void believesTheFirstRefusalAlsoWhereTheConnectionEndsThere(Flight flight) throws Exception {
        flight.to(server).at(Stage.RCPT, sayAndCut("550 5.1.1 nobody here"));
        assertEquals(new Bounced(new Reply(550, "5.1.1", "nobody here")), send(Messages.number(1)));
        server.at(Stage.MAIL, sayAndCut("451 4.3.0 later"));
        assertEquals(new Reply(451, "4.3.0", "later"),
                assertThrows(RelayUnavailable.class, () -> send(Messages.number(2))).reply());
    }

    // With DATA

    @ParameterizedTest
    @Tag("row-11")
    @CsvSource({
        "ONE_BY_ONE, 451 4.3.0 later, Deferred", "ONE_BY_ONE, 554 5.5.1 no, Bounced",
        "PIPELINED, 451 4.3.0 later, Deferred", "PIPELINED, 554 5.5.1 no, Bounced",
    })
    void namesTheOutcomeOfAnAnswerToData(Flight flight, String answer, String outcome) throws Exception {
        flight.to(server).at(Stage.DATA, say(answer));
        try (var connection = courier(PATIENT).connect()) {
            assertEquals(outcome, connection.send(Messages.number(1)).getClass().getSimpleName());
            assertInstanceOf(Sent.class, connection.send(Messages.number(2)));
        }
        assertEquals(1, server.connections());
    }

    @ParameterizedTest
    @CsvSource({
        "ONE_BY_ONE, 421 4.3.2 bye", "PIPELINED, 421 4.3.2 bye", "ONE_BY_ONE, 250 what", "PIPELINED, 250 what"
    })
    void blamesTheRelayForAnAnswerToData(Flight flight, String answer) {
        flight.to(server).at(Stage.DATA, say(answer));
        var failure = assertThrows(RelayUnavailable.class, () -> send(Messages.number(1)));
        assertTrue(failure.getMessage().endsWith("answers DATA with " + answer), failure.getMessage());
    }

    @ParameterizedTest
    @Tag("row-13")
    @CsvSource({
        "ONE_BY_ONE, MAIL", "ONE_BY_ONE, RCPT", "ONE_BY_ONE, DATA", "PIPELINED, MAIL", "PIPELINED, RCPT",
        "PIPELINED, DATA",
    })
    void blamesTheRelayForACutBeforeTheMessage(Flight flight, Stage stage) {
        flight.to(server).at(stage, cut(), say("hello? is this HTTP?"), say("", "", ""), longLine(10_000_000),
                endlessly(), say("25"));
        assertTimeoutPreemptively(LONG, () -> {
            for (var n = 0; n < 6; n++) {
                var failure = assertThrows(RelayUnavailable.class, () -> send(Messages.number(1)));
                assertEquals(0, failure.reply().code());
                assertTrue(failure.getMessage().length() < 700 && failure.getMessage().lines().count() == 1);
            }
        });
        assertEquals(List.of(), server.taken());
    }

    @ParameterizedTest
    @Tag("row-13")
    @EnumSource(names = {"ONE_BY_ONE", "PIPELINED"})
    void blamesTheRelayForACutInsideALongMessage(Flight flight) {
        flight.to(server).at(Stage.DATA, cutInData(2_000));
        var message = Messages.withBodies("x ".repeat(5_000_000), "<html></html>");
        var failure = assertThrows(RelayUnavailable.class, () -> send(message));
        assertTrue(failure.getMessage().contains("connection lost at the message"), failure.getMessage());
    }

    @ParameterizedTest
    @Tag("row-8")
    @CsvSource({
        "ONE_BY_ONE, MAIL", "ONE_BY_ONE, RCPT", "ONE_BY_ONE, DATA", "PIPELINED, MAIL", "PIPELINED, RCPT",
        "PIPELINED, DATA",
    })
    void givesUpARelayThatDoesNotAnswer(Flight flight, Stage stage) {
        flight.to(server).at(stage, stall(), SmtpTimeoutsTest.endlesslySlow(LONG));
        var timeouts = stage == Stage.DATA
                ? new Relay.Timeouts(LONG, LONG, LONG, SHORT, LONG, LONG, LONG)
                : new Relay.Timeouts(LONG, LONG, SHORT, LONG, LONG, LONG, LONG);
        for (var n = 0; n < 2; n++) {
            var failure = assertThrows(RelayUnavailable.class, () -> send(Messages.number(1), timeouts));
            assertTrue(failure.getMessage().endsWith("no answer to " + stage + " within 250 ms"), failure.getMessage());
        }
    }

    @ParameterizedTest
    @Tag("row-8")
    @EnumSource(names = {"ONE_BY_ONE", "PIPELINED"})
    void givesUpARelayThatStopsReading(Flight flight) {
        flight.to(server).at(Stage.DATA, visit -> {
            say("354 go on").on(visit);
            freeze().on(visit);
        });
        var message = Messages.withBodies("x ".repeat(10_000_000), "<html></html>");
        var timeouts = new Relay.Timeouts(LONG, LONG, LONG, LONG, SHORT, LONG, LONG);
        var failure = assertThrows(RelayUnavailable.class, () -> send(message, timeouts));
        assertTrue(failure.getMessage().endsWith("no answer to the message within 250 ms"), failure.getMessage());
    }

    // With chunks: once the last one has left, only a refusal tells that the relay has not taken the letter

    @ParameterizedTest
    @Tag("row-14")
    @EnumSource(value = Stage.class, names = {"MAIL", "RCPT"})
    void isInDoubtWhereChunksAreNotAnswered(Stage stage) {
        Flight.CHUNKED.to(server).at(stage, cut(), say("hello? is this HTTP?"), longLine(10_000_000), endlessly(),
                say("25"), say("354 what"));
        assertTimeoutPreemptively(LONG, () -> {
            for (var n = 0; n < 6; n++) assertInstanceOf(Doubtful.class, send(Messages.number(1)));
        });
    }

    @Test
    @Tag("row-15")
    void waitsForTheFirstAnswerToChunksAsLongAsForTheLast() throws Exception {
        Flight.CHUNKED.to(server).at(Stage.MAIL, visit -> {
            visit.pause(Duration.ofMillis(400));
            say("250 ok").on(visit);
        }, stall());
        var patient = new Relay.Timeouts(LONG, LONG, SHORT, LONG, LONG, LONG, LONG);
        assertInstanceOf(Sent.class, send(Messages.number(1), patient));
        var hasty = new Relay.Timeouts(LONG, LONG, LONG, LONG, LONG, SHORT, LONG);
        assertEquals(new Doubtful(Reply.none("no answer to the last chunk within 250 ms")),
                send(Messages.number(1), hasty));
    }

    @Test
    void blamesTheRelayThatStopsReadingChunks() {
        Flight.CHUNKED.to(server).at(Stage.MAIL, freeze());
        var message = Messages.withBodies("x ".repeat(10_000_000), "<html></html>");
        var timeouts = new Relay.Timeouts(LONG, LONG, LONG, LONG, SHORT, LONG, LONG);
        assertThrows(RelayUnavailable.class, () -> send(message, timeouts));
    }

    private Outcome send(Message message) throws RelayUnavailable {
        return send(message, PATIENT);
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
