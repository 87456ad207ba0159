package staytuned.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * An SMTP server on 127.0.0.1 that takes every letter, counts it, and forgets it: as fast as it can, or as slowly as a
 * relay that is far away.
 */
public final class Sink implements AutoCloseable {
    private final ServerSocket listener;
    private final List<String> extensions;
    private final Duration delay;
    private final LongAdder letters = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder wrong = new LongAdder();

    /**
     * What came in.
     *
     * @param letters whole ones
     * @param bytes all letters together
     * @param wrong letters that were not as long as was announced (RFC 1870)
     */
    public record Count(long letters, long bytes, long wrong) {
        static Count parse(String line) {
            var numbers = line.split(" ", -1);
            return new Count(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
        }

        @Override
        public String toString() {
            return letters + " " + bytes + " " + wrong;
        }
    }

    /**
     * Starts on a free port.
     *
     * @param extensions what it offers, such as PIPELINING
     * @param delay before its answers leave, once for those that leave together
     */
    public Sink(List<String> extensions, Duration delay) throws IOException {
        this.extensions = List.copyOf(extensions);
        this.delay = delay;
        listener = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    /**
     * A sink that is a process of its own: prints its port, and for each line that it reads what came in; ends with its
     * input.
     *
     * @param args the delay in milliseconds, then the extensions
     */
    public static void main(String[] args) throws IOException {
        var delay = Duration.ofMillis(Long.parseLong(args[0]));
        try (var sink = new Sink(Arrays.asList(args).subList(1, args.length), delay);
                var in = new BufferedReader(new InputStreamReader(System.in, US_ASCII))) {
            System.out.println(sink.port());
            while (in.readLine() != null) System.out.println(sink.count());
        }
        System.exit(0);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public Count count() {
        return new Count(letters.sum(), bytes.sum(), wrong.sum());
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new Visit(socket, extensions, delay, this::took).run();
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private void took(long length, long announced) {
        letters.increment();
        bytes.add(length);
        if (announced >= 0 && length != announced) wrong.increment();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
