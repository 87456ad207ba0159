package staytuned.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WireTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ServerSocket listener;
    private final Wire wire = new Wire();

    WireTest() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        wire.connect(listener.getLocalSocketAddress());
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
        listener.close();
    }

    @Test
    void waitsForNoAcknowledgementBetweenWrites() throws IOException {
        assertTrue(wire.getTcpNoDelay());
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        assertTrue(wire.watch.isAlive());
        wire.close();
        assertTrue(wire.watch.join(SOON));
        assertFalse(wire.expired());
    }

    @Test
    void endsAReadAtTheDeadlineAlsoWhereItWasSetLaterBefore() throws Exception {
        wire.allow(Duration.ofHours(1));
        wire.allow(Duration.ofMillis(50));
        assertThrows(IOException.class, () -> wire.getInputStream().read());
        assertTrue(wire.expired());
        assertTrue(wire.watch.join(SOON));
    }

    @Test
    void takesADeadlineBack() throws Exception {
        wire.allow(Duration.ofMillis(200));
        wire.rest();
        assertFalse(wire.watch.join(Duration.ofMillis(400)));
        assertFalse(wire.isClosed());
    }

    @Test
    void holdsBackWhatIsWrittenUntilItIsLetGo() throws Exception {
        try (var other = listener.accept()) {
            wire.cork();
            wire.getOutputStream().write("one ".getBytes(US_ASCII));
            wire.getOutputStream().write('2');
            other.setSoTimeout(50);
            assertThrows(SocketTimeoutException.class, () -> other.getInputStream().read());
            wire.uncork();
            other.setSoTimeout(20_000);
            assertEquals("one 2", new String(other.getInputStream().readNBytes(5), US_ASCII));
            wire.cork();
            wire.getOutputStream().write(new byte[100_000]);
            assertEquals(100_000, other.getInputStream().readNBytes(100_000).length, "more than is held back");
        }
    }

    @Test
    void noticesWhatTheOtherEndSaidUnaskedAndLosesNothingOfIt() throws Exception {
        try (var other = listener.accept()) {
            assertTrue(wire.isQuiet());
            other.getOutputStream().write("421 bye".getBytes(US_ASCII));
            while (wire.isQuiet()) Thread.onSpinWait();
            assertEquals("421 bye", new String(wire.getInputStream().readNBytes(7), US_ASCII));
            assertTrue(wire.isQuiet());
        }
        while (wire.isQuiet()) Thread.onSpinWait();
        assertEquals(-1, wire.getInputStream().read());
    }

    @Test
    void readsNoEndlessAnswer() throws Exception {
        try (var other = listener.accept()) {
            other.getOutputStream().write(new byte[100_000]);
            wire.getInputStream().readNBytes(100_000);
            wire.rest(); // The next answer is counted anew.
            other.getOutputStream().write(new byte[140_000]);
            var failure = assertThrows(IOException.class, () -> wire.getInputStream().readNBytes(140_000));
            assertEquals("its answer is longer than 131072 bytes", failure.getMessage());
        }
    }
}
