package staytuned.feedback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.mail.Address;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.SettableClock;

/** Bounces that a mail server hands over, over a real socket. */
@OnEachDatabase
class ReceptionTest {
    private static final String READER = "reader1@example.net";

    private final Desk desk;
    private final Reception reception;

    ReceptionTest(Database database) {
        desk = new Desk(database, new SettableClock("2026-03-03T08:00:00Z"));
        desk.rows.readers(desk.newsletter, 3);
        desk.send("One");
        reception = new Reception("127.0.0.1", 0, Address.parse("bounces@example.org"), desk.clerk);
    }

    @AfterEach
    void close() {
        reception.close();
        desk.close();
    }

    /** A mail server's side. */
    private final class Line implements AutoCloseable {
        private final Socket socket = new Socket("127.0.0.1", reception.port());
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));

        Line() throws IOException {
            socket.setSoTimeout(20_000);
            assertTrue(in.readLine().startsWith("220 "));
        }

        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        }

        String say(String line) throws IOException {
            write(line + "\r\n");
            return answer();
        }

        String answer() throws IOException {
            var line = in.readLine();
            while (line != null && line.startsWith("-", 3)) line = in.readLine();
            return line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String wire(byte[] mail) {
        return new String(mail, ISO_8859_1).replace("\n", "\r\n");
    }

    @Test
    void lmtpAnswersForEachRecipient() throws IOException {
        var first = desk.letter("One", READER).envelopeFrom();
        var second = desk.letter("One", "reader2@example.net").envelopeFrom();
        var bounce = Desk.report("bounces@example.org", READER, "x", "5.1.1", "550 5.1.1 no such user");
        try (var line = new Line()) {
            assertEquals("250 ENHANCEDSTATUSCODES", line.say("LHLO mx.example.net"));
            assertEquals("250 2.1.0 ok", line.say("MAIL FROM:<>"));
            assertEquals("250 2.1.5 ok", line.say("RCPT TO:<" + first + ">"));
            assertEquals("250 2.1.5 ok", line.say("RCPT TO:<" + second.toUpperCase(Locale.ROOT) + ">"));
            assertEquals("550 5.1.1 here are only bounces", line.say("RCPT TO:<ann@example.org>"));
            assertEquals("354 go ahead", line.say("DATA"));
            line.write(wire(bounce) + "..a dot\r\n.\r\n");
            assertEquals("250 2.0.0 taken", line.answer());
            assertEquals("250 2.0.0 taken", line.answer());
            assertEquals("221 2.0.0 bye", line.say("QUIT"));
        }
        assertEquals(List.of(READER, "reader2@example.net"), desk.withStatus("suppressed"));
    }

    @Test
    void smtpAnswersOnceAndTakesOneMailAfterAnother() throws IOException {
        try (var line = new Line()) {
            assertEquals("250 2.0.0 ok", line.say("HELO mx.example.net"));
            for (var reader : List.of(READER, READER, "reader2@example.net")) {
                var letter = desk.letter("One", reader);
                line.say("MAIL FROM:<>");
                line.say("RCPT TO:<" + letter.envelopeFrom() + ">");
                line.say("DATA");
                line.write(wire(Desk.report(letter, "5.1.1", "550 5.1.1 no such user")) + ".\r\n");
                assertEquals("250 2.0.0 taken", line.answer());
            }
        }
        assertEquals(List.of(READER, "reader2@example.net"), desk.withStatus("suppressed"));
        assertEquals(2, desk.events.latest(false, 10).size());
    }

    @Test
    void wrongOrdersAreRefusedAndTheConnectionGoesOn() throws IOException {
        try (var line = new Line()) {
            assertEquals("503 5.5.1 MAIL first", line.say("RCPT TO:<bounces@example.org>"));
            assertEquals("503 5.5.1 RCPT first", line.say("DATA"));
            assertEquals("502 5.5.1 not here", line.say("VRFY ann"));
            assertEquals("502 5.5.1 not here", line.say(""));
            line.say("MAIL FROM:<>");
            assertEquals("501 5.5.4 which recipient?", line.say("RCPT TO:bounces@example.org"));
            assertEquals("250 2.1.5 ok", line.say("RCPT TO:<bounces@example.org>"));
            assertEquals("250 2.0.0 ok", line.say("RSET"));
            assertEquals("503 5.5.1 RCPT first", line.say("DATA"));
        }
    }

    @Test
    @Tag("row-31")
    void whatIsTooLargeIsRefusedAndNothingElseEndsAMail() throws IOException {
        try (var line = new Line()) {
            line.say("LHLO mx.example.net");
            line.say("MAIL FROM:<>");
            line.say("RCPT TO:<bounces@example.org>");
            line.say("DATA");
            line.write("Subject: x\r\n\r\n\n.\n\r\n.\nMAIL FROM:<a@example.net>\r\n");
            for (var i = 0; i < 90; i++) line.write("x".repeat(100_000));
            line.write("\r\n.\r\n");
            assertEquals("552 5.3.4 more than 8000000 bytes", line.answer());
            assertEquals("250 2.0.0 ok", line.say("NOOP"));
            line.write("x".repeat(5_000) + "\r\n");
            assertNull(line.answer(), "a command without end");
        }
        assertEquals(List.of(), desk.withStatus("suppressed"));
    }

    @Test
    void moreCallersThanChairsHaveToComeAgain() throws IOException {
        var lines = new ArrayList<Line>();
        try {
            for (var i = 0; i < 20; i++) lines.add(new Line());
            try (var socket = new Socket("127.0.0.1", reception.port())) {
                socket.setSoTimeout(20_000);
                assertEquals(-1, socket.getInputStream().read());
            }
        } finally {
            for (var line : lines) line.close();
        }
    }
}
