package staytuned.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class MailServerTest {
    private static final Instant NOW = Instant.parse("2026-03-05T08:00:00Z");
    private static final String PLAIN = "From: Nerve Notes <notes@example.org>\r\n"
            + "Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\n\r\nHello.\r\n..\r\n";

    private final MailServer server = new MailServer(InstantSource.fixed(NOW));

    @Test
    void keepsWhatItTookForAnyAddress() throws IOException {
        try (server) {
            send(PLAIN, 1);
            var letter = server.letters().getFirst();
            assertEquals(1, letter.number());
            assertEquals("Nerve Notes <notes@example.org>", letter.from());
            assertEquals("anybody1@example.com", letter.to());
            assertEquals("Grüße", letter.subject());
            assertEquals("Hello.\r\n.", letter.text());
            assertEquals("", letter.html());
            assertEquals(NOW, letter.receivedAt());
            assertEquals(PLAIN.replace("..", "."), new String(letter.raw(), ISO_8859_1));
        }
    }

    @Test
    void keepsTheLastThousand() throws IOException {
        try (server) {
            send(PLAIN, 1_005);
            var letters = server.letters();
            assertEquals(1_000, letters.size());
            assertEquals(6, letters.getFirst().number());
            assertEquals("anybody1005@example.com", letters.getLast().to());
        }
    }

    @Test
    void takesALetterWithoutAnyHeader() throws IOException {
        try (server) {
            send("\r\n\r\n", 1);
            assertEquals("", server.letters().getFirst().subject());
            assertTrue(server.port() > 0);
        }
    }

    private void send(String mail, int times) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.setTcpNoDelay(true);
            var in = socket.getInputStream();
            answer(in);
            say(socket, "HELO [127.0.0.1]\r\n");
            for (var n = 1; n <= times; n++) {
                say(socket, "MAIL FROM:<bounce@example.org>\r\n");
                say(socket, "RCPT TO:<anybody" + n + "@example.com>\r\n");
                say(socket, "DATA\r\n");
                say(socket, mail + ".\r\n");
            }
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        assertTrue("23".indexOf(answer(socket.getInputStream()).charAt(0)) >= 0);
    }

    private static String answer(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var b = in.read(); b >= 0 && b != '\n'; b = in.read()) line.append((char) b);
        return line.toString();
    }
}
