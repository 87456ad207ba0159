package staytuned.smtp;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A socket that closes itself when what it is allowed to do takes too long, and that reads no endless answer.
 *
 * <p>A read time-out of the socket would start again with each byte and would not end a write. Here a virtual thread
 * sleeps until the deadline of the present stage, so reading, writing and the TLS handshake above all end by it.
 *
 * <p>It can hold back what is written, below TLS too, so that several commands leave in one packet.
 */
final class Wire extends Socket {
    /** Far more than an answer or a chain of certificates takes. */
    private static final int LONGEST_ANSWER = 128 * 1024;

    private static final int MOST_HELD = 64 * 1024;

    private static final Duration LONG = Duration.ofDays(365);

    private volatile long deadline = System.nanoTime() + LONG.toNanos();
    private volatile long wakesAt = deadline;
    private volatile boolean expired;
    private int read;
    private int early = -1;
    private boolean corked;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    /** Ends with the socket. */
    final Thread watch;

    Wire() throws IOException {
        // Jakarta Mail writes a letter in several pieces: without this the last one waits 40 ms for an ACK.
        setTcpNoDelay(true);
        watch = Thread.ofVirtual().name("smtp-deadline").start(this::watch);
    }

    /** From now on, {@code time} to come to an end. */
    void allow(Duration time) {
        read = 0;
        deadline = System.nanoTime() + time.toNanos();
        if (deadline - wakesAt < 0) LockSupport.unpark(watch);
    }

    /** Between two messages nothing is due. */
    void rest() {
        allow(LONG);
    }

    /** Whether this was closed because time was up. */
    boolean expired() {
        return expired;
    }

    private void watch() {
        while (!isClosed()) {
            wakesAt = deadline;
            var left = deadline - System.nanoTime();
            if (left <= 0) {
                expired = true;
                abandon();
            } else {
                LockSupport.parkNanos(this, left);
            }
        }
    }

    /** From now on what is written is held back, up to a limit, so that it leaves together. */
    void cork() {
        corked = true;
    }

    /** What was held back leaves, and nothing is held back any more. */
    void uncork() throws IOException {
        corked = false;
        release();
    }

    private void release() throws IOException {
        if (held.size() == 0) return;
        held.writeTo(super.getOutputStream());
        held.reset();
    }

    /** Whether the other end has neither said anything that is not read yet nor closed. Takes a millisecond. */
    boolean isQuiet() {
        try {
            setSoTimeout(1);
            try {
                early = super.getInputStream().read();
                return false;
            } catch (SocketTimeoutException e) {
                return true;
            } finally {
                setSoTimeout(0);
            }
        } catch (IOException e) {
            return false;
        }
    }

    /** Closes without a word; a thread that reads or writes here gets an exception. */
    void abandon() {
        try {
            close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            LockSupport.unpark(watch);
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                return counted(early < 0 ? super.read() : takeEarly(), 1);
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (early >= 0 && length > 0) {
                    into[offset] = (byte) takeEarly();
                    return counted(1, 1);
                }
                var n = super.read(into, offset, length);
                return counted(n, n);
            }
        };
    }

    private int takeEarly() {
        var b = early;
        early = -1;
        return b;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (!corked) {
                    out.write(bytes, offset, length);
                    return;
                }
                if (held.size() + length > MOST_HELD) release();
                if (length > MOST_HELD) out.write(bytes, offset, length);
                else held.write(bytes, offset, length);
            }

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }
        };
    }

    private int counted(int result, int bytes) throws IOException {
        if (result >= 0) read += bytes;
        if (read > LONGEST_ANSWER) throw new IOException("its answer is longer than " + LONGEST_ANSWER + " bytes");
        return result;
    }
}
