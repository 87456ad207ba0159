package staytuned.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sink, spoken to by hand. */
class SinkTest {
    private final Sink sink = new Sink(List.of("PIPELINING", "CHUNKING"), Duration.ofMillis(1));
    private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), sink.port());
    private final BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));

    SinkTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        socket.close();
        sink.close();
    }

    @Test
    void countsLettersByDotWithoutTheDotsThatWereDoubled() throws IOException {
        said(1, "");
        assertEquals("250 SIZE", said(4, "EHLO [127.0.0.1]\r\n"));
        // As sent: ".a", "..", "" and "b"; 2 + 2 + 0 + 1 characters with their line ends are 13.
        assertEquals("354 go on", said(3, "MAIL FROM:<a@b.c> SIZE=13\r\nRCPT TO:<d@e.f>\r\nDATA\r\n"));
        assertEquals("250 ok", said(1, "..a\r\n...\r\n\r\nb\r\n.\r\n"));
        assertEquals(new Sink.Count(1, 13, 0), sink.count());
        said(3, "MAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\n");
        assertEquals("250 ok", said(1, ".\r\n"));
        assertEquals(new Sink.Count(2, 13, 0), sink.count());
    }

    @Test
    void countsLettersByChunks() throws IOException {
        said(1, "");
        var letter = "MAIL FROM:<a@b.c> SIZE=8\r\nRCPT TO:<d@e.f>\r\nBDAT 3\r\na\r\nBDAT 5 LAST\r\n.\r\n\r\n";
        assertEquals("250 ok", said(4, letter));
        assertEquals(new Sink.Count(1, 8, 0), sink.count());
        assertEquals("221 bye", said(1, "QUIT\r\n"));
        assertEquals(-1, socket.getInputStream().read());
    }

    @Test
    void noticesALetterOfAnotherLengthThanAnnounced() throws IOException {
        said(1, "");
        said(3, "MAIL FROM:<a@b.c> SIZE=9 BODY=8BITMIME\r\nRCPT TO:<d@e.f>\r\nBDAT 3 LAST\r\na\r\n");
        assertEquals(new Sink.Count(1, 3, 1), sink.count());
    }

    @Test
    void isAProcessOfItsOwnThatEndsWithItsInput() throws IOException {
        try (var process = new SinkProcess(List.of("PIPELINING"), Duration.ZERO)) {
            assertTrue(process.port() > 0);
            assertEquals(new Sink.Count(0, 0, 0), process.count());
        }
    }

    /** Says this, and gives the last of so many lines of answer. */
    private String said(int lines, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        var last = "";
        for (var line = 0; line < lines; line++) last = in.readLine();
        return last;
    }
}
