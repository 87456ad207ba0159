package staytuned.smtp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A socket that closes itself when what it is allowed to do takes too long, and that reads no endless answer.
 *
 * <p>A read time-out of the socket would start again with each byte and would not end a write. Here a virtual thread
 * sleeps until the deadline of the present stage, so reading, writing and the TLS handshake above all end by it.
 */
final class Wire extends Socket {
    /** Far more than an answer or a chain of certificates takes. */
    private static final int LONGEST_ANSWER = 128 * 1024;

    private static final Duration LONG = Duration.ofDays(365);

    private volatile long deadline = System.nanoTime() + LONG.toNanos();
    private volatile long wakesAt = deadline;
    private volatile boolean expired;
    private int read;
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
                return counted(super.read(), 1);
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                var n = super.read(into, offset, length);
                return counted(n, n);
            }
        };
    }

    private int counted(int result, int bytes) throws IOException {
        if (result >= 0) read += bytes;
        if (read > LONGEST_ANSWER) throw new IOException("its answer is longer than " + LONGEST_ANSWER + " bytes");
        return result;
    }
}
