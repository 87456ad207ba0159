package staytuned.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.testing.SmtpAct.cut;
import static staytuned.testing.SmtpAct.drip;
import static staytuned.testing.SmtpAct.endlessly;
import static staytuned.testing.SmtpAct.longLine;
import static staytuned.testing.SmtpAct.say;
import static staytuned.testing.SmtpAct.sayAndCut;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import staytuned.mail.Address;
import staytuned.mail.Courier.RelayUnavailable;
import staytuned.mail.Message;
import staytuned.mail.Outcome;
import staytuned.mail.Outcome.Bounced;
import staytuned.mail.Outcome.Deferred;
import staytuned.mail.Outcome.Doubtful;
import staytuned.mail.Outcome.Sent;
import staytuned.mail.Parcel;
import staytuned.mail.Reply;
import staytuned.testing.Flight;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.ScriptedSmtpServer.Stage;

/** How a letter is handed over and how that ends, however its commands leave. */
@ParameterizedClass
@EnumSource
class SmtpCourierTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Relay.Timeouts PATIENT = all(LONG);

    private final ScriptedSmtpServer server;

    SmtpCourierTest(Flight flight) {
        server = flight.to(new ScriptedSmtpServer());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void sendsTheVeryBytesToTheEnvelope() throws Exception {
        var message = Messages.number(1);
        assertEquals(new Sent(new Reply(250, "2.0.0", "taken")), send(message));
        var taken = server.taken().getFirst();
        assertEquals("bounce+1@example.org", taken.from());
        assertEquals(List.of("reader1@example.com"), taken.to());
        assertArrayEquals(Mime.bytes(message), taken.bytes());
    }

    @Test
    void sendsABounceFromNobody() throws Exception {
        var m = Messages.number(1);
        send(new Message(m.id(), m.date(), m.from(), "", m.to(), m.subject(), m.language(), m.headers(), m.text(),
                m.html()));
        assertTrue(server.clear().contains("MAIL FROM:<> SIZE=" + server.taken().getFirst().bytes().length));
    }

    @Test
    void sendsWhatIsReadyAsItIs() throws Exception {
        var content = "From: a@example.org\r\nSubject: Hi\r\n\r\nHi\r\n".getBytes(US_ASCII);
        assertInstanceOf(Sent.class, send(content));
        assertArrayEquals(content, server.taken().getFirst().bytes());
        assertEquals(List.of("editor@example.org"), server.taken().getFirst().to());
        var smuggled = "A: b\r\n\r\n.\r\nMAIL FROM:<x@example.com>\r\n".getBytes(US_ASCII);
        assertEquals(new Deferred(Reply.none("not handed over: its lines cannot travel")), send(smuggled));
        assertEquals(1, server.taken().size());
    }

    private Outcome send(byte[] content) throws RelayUnavailable {
        var editor = new Address("editor@example.org", "");
        try (var connection = courier(PATIENT).connect()) {
            return connection.send(new Parcel(editor, "", editor, Instant.EPOCH, content));
        }
    }

    @Test
    void speaksToAServerThatKnowsNoEhlo() throws Exception {
        server.at(Stage.EHLO, say("502 5.5.1 what?"));
        assertInstanceOf(Sent.class, send(Messages.number(1)));
        assertEquals("HELO [127.0.0.1]", server.clear().get(1));
    }

    @Test
    void reusesAConnectionForAHundredMessages() throws Exception {
        try (var connection = courier(PATIENT).connect()) {
            for (var n = 0; n < 100; n++) assertInstanceOf(Sent.class, connection.send(Messages.number(n)));
        }
        assertEquals(1, server.connections());
        assertEquals(100, server.taken().size());
        for (var n = 0; n < 100; n++) {
            assertArrayEquals(Mime.bytes(Messages.number(n)), server.taken().get(n).bytes());
        }
        assertEquals("QUIT", server.clear().getLast());
    }

    @Test
    @Tag("row-16")
    void opensAgainWithoutAWordWhereTheServerClosedBetweenMessages() throws Exception {
        server.closeAfter(20);
        try (var connection = courier(PATIENT).connect()) {
            for (var n = 0; n < 100; n++) {
                assertInstanceOf(Sent.class, connection.send(Messages.number(n)));
                if (n % 20 == 19) server.awaitOver(); // what it has not closed yet, nobody knows to be closed
            }
        }
        assertEquals(5, server.connections());
        assertEquals(100, server.taken().stream().map(each -> each.to().getFirst()).distinct().count());
        assertEquals(100, server.taken().size());
    }

    @Test
    void carriesNoMoreOverOneConnectionThanItShould() throws Exception {
        var relay = new Relay("main", "127.0.0.1", server.port(), Relay.Tls.NONE, null, 4, PATIENT);
        try (var connection = new SmtpCourier(relay, List.of()).connect()) {
            for (var n = 0; n < 10; n++) assertInstanceOf(Sent.class, connection.send(Messages.number(n)));
        }
        assertEquals(3, server.connections());
        assertEquals(3, server.clear().stream().filter("QUIT"::equals).count());
    }

    @Test
    void sendsACopyAsTheMessageThatItIs() throws Exception {
        var mailing = PlateTest.mailing("The sea at night", "<p>.\n.</p>", ".\nBye");
        var copy = PlateTest.copy(mailing, 4, "Reader", "https://letters.example.org/u/4");
        try (var connection = courier(PATIENT).connect()) {
            assertInstanceOf(Sent.class, connection.send(copy));
            assertInstanceOf(Sent.class, connection.send(copy.message()));
        }
        assertArrayEquals(Mime.bytes(copy.message()), server.taken().getFirst().bytes());
        assertArrayEquals(server.taken().getFirst().bytes(), server.taken().getLast().bytes());
    }

    @Test
    @Tag("row-16")
    void opensAgainAfterAPoliteIdleTimeOut() throws Exception {
        server.at(Stage.MAIL, say("250 ok"), sayAndCut("421 4.4.2 idle for too long"));
        try (var connection = courier(PATIENT).connect()) {
            assertInstanceOf(Sent.class, connection.send(Messages.number(1)));
            assertInstanceOf(Sent.class, connection.send(Messages.number(2)));
        }
        assertEquals(2, server.connections());
    }

    // Answers

    @ParameterizedTest
    @Tag("row-11")
    @CsvSource({
        "RCPT, 450 4.2.1 later, Deferred", "RCPT, 452 4.2.2 full, Deferred", "RCPT, 499 odd, Deferred",
        "RCPT, 550 5.1.1 no such mailbox, Bounced", "RCPT, 554 5.7.1 policy, Bounced", "RCPT, 503 order, Bounced",
        "RCPT, 552 5.2.2 full, Bounced",
        "DOT, 451 4.3.0 later, Deferred", "DOT, 421 4.7.0 busy, Deferred", "DOT, 550 5.7.1 content, Bounced",
        "DOT, 552 5.3.4 too big, Bounced", "DOT, 251 2.0.0 fine too, Sent", "DOT, 299 fine, Sent",
    })
    void namesTheOutcomeOfAnAnswer(Stage stage, String answer, String outcome) throws Exception {
        server.at(stage, say(answer));
        try (var connection = courier(PATIENT).connect()) {
            var first = connection.send(Messages.number(1));
            assertEquals(outcome, first.getClass().getSimpleName());
            assertEquals(Reply.parse(answer), first.reply());
            assertInstanceOf(Sent.class, connection.send(Messages.number(2)));
        }
        assertEquals(answer.startsWith("421") ? 2 : 1, server.connections(), "a refusal does not cost the connection");
    }

    @ParameterizedTest
    @Tag("row-8")
    @CsvSource({
        "GREETING, 554 5.7.1 not you", "GREETING, 421 4.3.2 down", "MAIL, 451 4.3.0 later",
        "MAIL, 550 5.1.8 sender refused", "MAIL, 421 4.7.0 too fast", "RCPT, 421 4.7.28 too many",
        "MAIL, 421 4.4.2 idle",
    })
    void blamesTheRelayAndNoReader(Stage stage, String answer) {
        server.at(stage, say(answer));
        var failure = assertThrows(RelayUnavailable.class, () -> send(Messages.number(1)));
        assertEquals("relay main (127.0.0.1:" + server.port() + "): answers "
                + (stage == Stage.GREETING ? "the greeting" : stage) + " with " + answer, failure.getMessage());
        assertEquals(Reply.parse(answer), failure.reply());
        assertEquals(List.of(), server.taken());
    }

    @Test
    void keepsTheAnswerWhereTheConnectionBreaksOnTheResetAfterIt() throws Exception {
        server.at(Stage.RSET, cut()).at(Stage.DOT, say("550-5.7.1 we do not like", "550 5.7.1 gr\u00c3\u00bcn"));
        assertEquals(new Bounced(new Reply(550, "5.7.1", "we do not like grün")), send(Messages.number(1)));
        server.at(Stage.RSET, say("garbage")).at(Stage.RCPT, say("550 5.1.1 nobody here"));
        assertEquals(new Bounced(new Reply(550, "5.1.1", "nobody here")), send(Messages.number(2)));
    }

    @Test
    @Tag("row-12")
    void tellsWhomARefusalBlames() throws Exception {
        server.at(Stage.RCPT, say("550 5.1.1 nobody here"), say("550 5.7.1 spam"));
        try (var connection = courier(PATIENT).connect()) {
            var nobody = connection.send(Messages.number(1)).reply();
            var spam = connection.send(Messages.number(2)).reply();
            assertTrue(nobody.blamesReader() && !nobody.blamesSender());
            assertTrue(spam.blamesSender() && !spam.blamesReader());
        }
    }

    // Broken connections

    @ParameterizedTest
    @Tag("row-13")
    @EnumSource(value = Stage.class, names = {"GREETING", "EHLO"})
    void blamesTheRelayForACutBeforeTheMessage(Stage stage) {
        server.always(stage, cut());
        var failure = assertThrows(RelayUnavailable.class, () -> send(Messages.number(1)));
        var place = "relay main (127.0.0.1:" + server.port() + "): ";
        assertTrue(failure.getMessage().startsWith(place), failure.getMessage());
        assertEquals(0, failure.reply().code());
        assertEquals(List.of(), server.taken());
    }

    @Test
    @Tag("row-14")
    void isInDoubtWhereTheAnswerToTheDotIsMissing() throws Exception {
        server.at(Stage.DOT, cut(), say("garbage"), say("354 what"), longLine(10_000_000));
        try (var connection = courier(PATIENT).connect()) {
            for (var n = 1; n <= 4; n++) assertInstanceOf(Doubtful.class, connection.send(Messages.number(n)));
            assertInstanceOf(Sent.class, connection.send(Messages.number(5)));
        }
        assertEquals("reader1@example.com", server.taken().getFirst().to().getFirst());
        assertEquals(5, server.connections());
    }

    @ParameterizedTest
    @Tag("row-8")
    @EnumSource(value = Stage.class, names = {"GREETING", "EHLO"})
    void survivesNonsense(Stage stage) {
        server.at(stage, say("hello? is this HTTP?"), say("", "", ""), longLine(10_000_000), endlessly(), say("25"));
        assertTimeoutPreemptively(LONG, () -> {
            for (var n = 0; n < 5; n++) {
                var failure = assertThrows(RelayUnavailable.class, () -> send(Messages.number(1)));
                assertEquals(1, failure.getMessage().lines().count());
                assertTrue(failure.getMessage().length() < 700, failure.getMessage());
            }
        });
    }

    @Test
    @Tag("row-8")
    void readsAnAnswerThatComesByteByByte() throws Exception {
        server.at(Stage.GREETING, drip("220 hi")).at(Stage.RCPT, drip("250 ok")).at(Stage.DOT, drip("250 2.0.0 ok"));
        assertInstanceOf(Sent.class, send(Messages.number(1)));
    }

    @Test
    void saysWhyThereIsNoConnection() throws Exception {
        var port = server.port();
        server.close();
        assertEquals("relay main (127.0.0.1:" + port + "): connection refused",
                assertThrows(RelayUnavailable.class, () -> send(Messages.number(1))).getMessage());
        assertEquals("relay main (no-such-host.invalid:25): no such host",
                assertThrows(RelayUnavailable.class, () -> new SmtpCourier(new Relay("main", "no-such-host.invalid", 25,
                        Relay.Tls.NONE, null, 1, PATIENT), List.of()).connect()).getMessage());
    }

    // Our own mistakes

    @Test
    void defersWhatItCannotWrite() throws Exception {
        var m = Messages.number(1);
        var broken = new Message("no id", m.date(), m.from(), m.envelopeFrom(), m.to(), m.subject(), m.language(),
                m.headers(), m.text(), m.html());
        assertInstanceOf(Deferred.class, send(broken));
        var injected = new Message(m.id(), m.date(), m.from(), "x@example.org>\r\nRCPT TO:<y@example.net", m.to(),
                m.subject(), m.language(), m.headers(), m.text(), m.html());
        assertInstanceOf(Deferred.class, send(injected));
        assertTrue(server.clear().stream().noneMatch(line -> line.contains("example.net")));
        assertEquals(List.of(), server.taken());
    }

    private Outcome send(Message message) throws RelayUnavailable {
        try (var connection = courier(PATIENT).connect()) {
            return connection.send(message);
        }
    }

    private SmtpCourier courier(Relay.Timeouts timeouts) {
        return new SmtpCourier(Relays.plain(server.port(), timeouts), List.of());
    }

    static Relay.Timeouts all(Duration time) {
        return new Relay.Timeouts(time, time, time, time, time, time, time);
    }
}
