package staytuned.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server on 127.0.0.1 that takes everything, writes down what it saw, and misbehaves on command.
 *
 * <pre>{@code
 * try (var server = new ScriptedSmtpServer()
 *         .at(RCPT, say("450 4.2.1 later"))     // the first RCPT; the second one gets the usual 250
 *         .at(DOT, cut(), say("451 4.3.0"))     // the first dot, the second dot
 *         .always(QUIT, stall())
 *         .offer("AUTH PLAIN")
 *         .closeAfter(20)) {
 *     … connect to server.port() …
 *     server.taken();                           // what it accepted
 * }
 * }</pre>
 *
 * <p>{@link SmtpAct} has the acts. Those of {@link #at} are used up in order, over all connections; then comes that of
 * {@link #always}, else the usual answer.
 */
public final class ScriptedSmtpServer implements AutoCloseable {
    /** When the server speaks. */
    public enum Stage {
        GREETING("220 scripted ESMTP"),
        EHLO("250"),
        STARTTLS("220 2.0.0 go ahead"),
        AUTH("235 2.7.0 welcome"),
        MAIL("250 2.1.0 ok"),
        RCPT("250 2.1.5 ok"),
        DATA("354 go on"),
        /** Before the bytes of a chunk are read; it is answered behind them, the last one at DOT. */
        BDAT(""),
        DOT("250 2.0.0 taken"),
        RSET("250 2.0.0 ok"),
        QUIT("221 2.0.0 bye"),
        OTHER("502 5.5.2 not known here");

        private final String usual;

        Stage(String usual) {
            this.usual = usual;
        }
    }

    /** A message that was accepted, or read whole before the connection was cut. */
    public record Taken(int connection, String from, List<String> to, byte[] bytes) {}

    private static final int LONGEST_AWAITED = 64 * 1024;
    private static final Pattern PATH = Pattern.compile("<([^>]*)>");

    private final ServerSocket listener;
    private final Thread accepting;
    private final Map<Stage, Queue<SmtpAct>> script = new EnumMap<>(Stage.class);
    private final Map<Stage, SmtpAct> rules = new EnumMap<>(Stage.class);
    private final List<String> extensions =
            new ArrayList<>(List.of("8BITMIME", "SIZE 52428800", "ENHANCEDSTATUSCODES"));
    private final Mailbag taken = new Mailbag();
    private final List<String> clear = Collections.synchronizedList(new ArrayList<>());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Semaphore over = new Semaphore(0);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int closeAfter = Integer.MAX_VALUE;
    private volatile @Nullable SSLContext tls;
    private volatile boolean implicit;

    public ScriptedSmtpServer() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        for (var stage : Stage.values()) script.put(stage, new ConcurrentLinkedQueue<>());
        accepting = Thread.ofVirtual().start(this::accept);
    }

    // What it shall do

    /** The next times that {@code stage} comes, these happen instead of the usual. */
    public ScriptedSmtpServer at(Stage stage, SmtpAct... acts) {
        script.get(stage).addAll(List.of(acts));
        return this;
    }

    /** Whenever {@code stage} comes, this happens. */
    public synchronized ScriptedSmtpServer always(Stage stage, SmtpAct act) {
        rules.put(stage, act);
        return this;
    }

    /** What was told it so far no longer counts. */
    public synchronized void forget() {
        script.values().forEach(Queue::clear);
        rules.clear();
    }

    /** Names a further extension in the answer to EHLO, such as {@code AUTH PLAIN} or {@code PIPELINING}. */
    public ScriptedSmtpServer offer(String extension) {
        extensions.add(extension);
        return this;
    }

    /** Offers STARTTLS (until it is in force) with this certificate. */
    public ScriptedSmtpServer startTls(SSLContext certificate) {
        tls = certificate;
        return this;
    }

    /** Speaks TLS from the first byte. */
    public ScriptedSmtpServer implicitTls(SSLContext certificate) {
        tls = certificate;
        implicit = true;
        return this;
    }

    /** Closes each connection, without a word, after so many accepted messages. */
    public ScriptedSmtpServer closeAfter(int messages) {
        closeAfter = messages;
        return this;
    }

    // What it saw

    public int port() {
        return listener.getLocalPort();
    }

    /** The messages it accepted, in order; also those whose connection was cut at the dot. */
    public List<Taken> taken() {
        return taken.all();
    }

    /** Waits until it has accepted {@code count} messages, for a minute at most, and gives them. */
    public List<Taken> await(int count) throws InterruptedException {
        taken.await(count);
        return taken();
    }

    /** How many connections there were. */
    public int connections() {
        return connections.get();
    }

    /** Waits until one more connection is over. */
    public void awaitOver() throws InterruptedException {
        if (!over.tryAcquire(1, TimeUnit.MINUTES)) throw new IllegalStateException("no connection has ended");
    }

    /** Each line of a command or of a message that came in the clear. */
    public List<String> clear() {
        return List.copyOf(clear);
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        try {
            accepting.join(); // Only then nobody can connect any more.
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        for (var socket : open) socket.close();
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                var number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> new Visit(socket, number).run());
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private synchronized @Nullable SmtpAct next(Stage stage, boolean now) {
        var scripted = now ? script.get(stage).poll() : script.get(stage).peek();
        return scripted == null ? rules.get(stage) : scripted;
    }

    /** One connection. */
    public final class Visit {
        private final int number;
        private final Socket socket;
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private boolean encrypted;
        private String from = "";
        private boolean begun;
        private final ArrayDeque<String> to = new ArrayDeque<>();
        private int accepted;
        private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        private final StringBuilder said = new StringBuilder();

        private Visit(Socket socket, int number) {
            this.socket = socket;
            this.number = number;
        }

        private void run() {
            try (socket) {
                use(socket);
                if (implicit) encrypt();
                speak(Stage.GREETING);
                for (var line = line(); line != null && accepted < closeAfter; line = line()) {
                    if (!answer(line)) return;
                    if (accepted == closeAfter) return;
                }
            } catch (IOException e) {
                // Cut, or the client went.
            } finally {
                over.release();
            }
        }

        private boolean answer(String line) throws IOException {
            if (line.startsWith("BDAT ")) return chunk(line.split(" "));
            var stage = stage(line);
            var path = PATH.matcher(line);
            if (stage == Stage.MAIL) {
                from = path.find() ? path.group(1) : "";
                to.clear();
                chunks.reset();
            }
            var said = stage == Stage.DATA && to.isEmpty() && next(stage, false) == null ? nobody() : speak(stage);
            if (stage == Stage.MAIL) begun = said == '2';
            if (stage == Stage.RCPT && said == '2' && begun && path.find()) to.add(path.group(1));
            if (stage == Stage.STARTTLS && said == '2') encrypt();
            if (stage == Stage.DATA && said == '3') take(message());
            return stage != Stage.QUIT;
        }

        private boolean chunk(String[] words) throws IOException {
            speak(Stage.BDAT);
            chunks.writeBytes(in.readNBytes(Integer.parseInt(words[1])));
            if (words.length == 3) take(chunks.toByteArray());
            else write("250 2.0.0 go on\r\n");
            return true;
        }

        /** RFC 5321 section 4.3.2, where no recipient was taken. */
        private char nobody() throws IOException {
            write("554 5.5.1 no valid recipients\r\n");
            return '5';
        }

        /** A message is taken where the answer to its dot begins with 2, and where there is no answer. */
        private void take(byte[] message) throws IOException {
            var mail = new Taken(number, from, List.copyOf(to), message);
            if (to.isEmpty()) {
                nobody();
                return;
            }
            try {
                if (speak(Stage.DOT) != '2') return;
            } catch (IOException e) {
                taken.add(mail);
                throw e;
            }
            taken.add(mail);
            accepted++;
        }

        private static Stage stage(String line) {
            var verb = line.toUpperCase(Locale.ROOT).replaceFirst("^HELO", "EHLO");
            for (var stage : Stage.values()) {
                if (stage != Stage.DOT && stage != Stage.GREETING && verb.startsWith(stage.name())) return stage;
            }
            return Stage.OTHER;
        }

        /** Says what is scripted, or else what is usual, at {@code stage}; gives the first character of it. */
        private char speak(Stage stage) throws IOException {
            said.setLength(0);
            var act = next(stage, true);
            if (act != null) act.on(this);
            else if (stage == Stage.EHLO) write(greeted());
            else if (stage == Stage.STARTTLS && tls == null) write(Stage.OTHER.usual + "\r\n");
            else if (!stage.usual.isEmpty()) write(stage.usual + "\r\n");
            return said.isEmpty() ? ' ' : said.charAt(0);
        }

        private String greeted() {
            var lines = new StringBuilder("250-scripted\r\n");
            for (var extension : extensions) lines.append("250-").append(extension).append("\r\n");
            if (tls != null && !encrypted) lines.append("250-STARTTLS\r\n");
            return lines.append("250 HELP\r\n").toString();
        }

        private byte[] message() throws IOException {
            var bytes = new ByteArrayOutputStream();
            for (var line = line(); line != null; line = line()) {
                if (line.equals(".")) return bytes.toByteArray();
                // RFC 5321 section 4.5.2: the dot that the client stuffed comes off.
                bytes.writeBytes((line.startsWith(".") ? line.substring(1) : line).getBytes(ISO_8859_1));
                bytes.writeBytes("\r\n".getBytes(ISO_8859_1));
            }
            throw new IOException("the client went inside the message");
        }

        private @Nullable String line() throws IOException {
            var line = new StringBuilder();
            for (var b = in.read(); b >= 0; b = in.read()) {
                line.append((char) b);
                if (b == '\n' && line.length() > 1 && line.charAt(line.length() - 2) == '\r') {
                    line.setLength(line.length() - 2);
                    if (!encrypted) clear.add(line.toString());
                    return line.toString();
                }
            }
            return null;
        }

        /** Says this as it is. */
        public void write(String text) throws IOException {
            if (said.isEmpty()) said.append(text);
            out.write(text.getBytes(ISO_8859_1));
            out.flush();
        }

        /** Reads so many bytes, whatever they are. */
        public void skip(int bytes) throws IOException {
            in.skipNBytes(bytes);
        }

        /** Waits until these have come, one behind the other, without reading any of them. */
        public void await(String... pieces) throws IOException {
            var coming = new StringBuilder();
            in.mark(LONGEST_AWAITED);
            for (var piece : pieces) {
                while (coming.indexOf(piece) < 0) {
                    var b = in.read();
                    if (b < 0) throw new IOException("the client went before it said " + piece);
                    coming.append((char) b);
                }
            }
            in.reset();
        }

        /** Does nothing for a time, or until this server is closed. */
        public void pause(Duration time) throws IOException {
            try {
                if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) throw new IOException("closed");
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        private void encrypt() throws IOException {
            var certificate = tls;
            if (certificate == null) return;
            var secure = (SSLSocket) certificate.getSocketFactory().createSocket(socket, null, port(), true);
            secure.setUseClientMode(false);
            secure.startHandshake();
            encrypted = true;
            use(secure);
        }

        private void use(Socket socket) throws IOException {
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }
    }
}
