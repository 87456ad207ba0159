package staytuned.smtp;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A socket that closes itself when what it is allowed to do takes too long, and that reads no endless answer.
 *
 * <p>A read time-out of the socket would start again with each byte and would not end a write. Here a virtual thread
 * sleeps until the deadline of the present stage, so reading, writing and the TLS handshake above all end by it.
 *
 * <p>It can hold back what is written, below TLS too, so that several commands leave in one packet. And it can tell,
 * without waiting, whether the other end has said something or closed, which only a channel can.
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
    private final SocketChannel channel;
    private final Socket socket;
    private @Nullable SSLSocket cover;
    /** Ends with the socket. */
    final Thread watch;

    Wire() throws IOException {
        channel = SocketChannel.open();
        socket = channel.socket();
        // A letter is written in several pieces: without this the last one waits 40 ms for an ACK.
        socket.setTcpNoDelay(true);
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
        held.writeTo(socket.getOutputStream());
        held.reset();
    }

    /** Whether the other end has neither said anything that is not read yet nor closed, as far as is known here. */
    boolean isQuiet() {
        try {
            channel.configureBlocking(false);
            try {
                var one = ByteBuffer.allocate(1);
                var read = channel.read(one);
                if (read == 1) early = one.get(0) & 0xFF;
                return read == 0;
            } finally {
                channel.configureBlocking(true);
            }
        } catch (IOException e) {
            return false;
        }
    }

    /** From now on what is written to {@link #top} is encrypted by this. */
    void cover(SSLSocket by) {
        cover = by;
    }

    /** Where bytes are written that the other end shall read as they are here. */
    OutputStream top() throws IOException {
        return cover == null ? getOutputStream() : cover.getOutputStream();
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
            channel.close();
        } finally {
            LockSupport.unpark(watch);
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(socket.getInputStream()) {
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
        return new FilterOutputStream(socket.getOutputStream()) {
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

    // What a socket above this one asks of it

    @Override
    public void connect(SocketAddress address, int milliseconds) throws IOException {
        socket.connect(address, milliseconds);
    }

    @Override
    public boolean isConnected() {
        return socket.isConnected();
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public boolean isInputShutdown() {
        return socket.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return socket.isOutputShutdown();
    }

    @Override
    public void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return socket.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return socket.getLocalAddress();
    }

    @Override
    public int getPort() {
        return socket.getPort();
    }

    @Override
    public int getLocalPort() {
        return socket.getLocalPort();
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return socket.getTcpNoDelay();
    }

    @Override
    public void setSoTimeout(int milliseconds) throws SocketException {
        socket.setSoTimeout(milliseconds);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return socket.getSoTimeout();
    }
}
