package staytuned.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The loop that one writes over Jakarta Mail: each letter is rendered by FreeMarker and built as a MimeMessage, each
 * thread has one Transport, and TCP_NODELAY is set, which Jakarta Mail does not do by itself. No database, no retries.
 *
 * <p>Arguments: port, letters, connections, words, and the file of a DKIM key where they are signed. Prints
 * {@code seconds} and {@code cpu_ms} as one JSON line.
 */
final class PlainLoop {
    private final Session session = Session.getInstance(settings());
    private final List<String> words;
    private final Template text;
    private final Template html;
    private final @Nullable PlainSigner signer;

    PlainLoop(Path words, @Nullable Path key) throws IOException, GeneralSecurityException {
        this.words = List.of(Files.readString(words).split("\n\n"));
        var templates = new Configuration(Configuration.VERSION_2_3_34);
        text = new Template("text", """
                Hello ${name},

                <#list words as each>
                ${each}

                </#list>
                Unsubscribe:
                ${link}
                """, templates);
        html = new Template("html", """
                <#ftl output_format="HTML"><!DOCTYPE html><html lang="en"><body><h1>The measured letter</h1>
                <p>Hello ${name},</p>
                <#list words as each><p>${each}</p>
                </#list><p><a href="${link}">Unsubscribe</a></p></body></html>
                """, templates);
        signer = key == null ? null : new PlainSigner(KeyFactory.getInstance("RSA").generatePrivate(
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(
                        Files.readString(key).replaceAll("-----[A-Z ]+-----", "")))));
    }

    private static Properties settings() {
        var settings = new Properties();
        settings.put("mail.smtp.socketFactory", new NoDelay());
        return settings;
    }

    public static void main(String[] args) throws Exception {
        var letters = Integer.parseInt(args[1]);
        var loop = new PlainLoop(Path.of(args[3]), args.length > 4 ? Path.of(args[4]) : null);
        var cpu = cpu();
        var start = System.nanoTime();
        loop.send(Integer.parseInt(args[0]), letters, Integer.parseInt(args[2]));
        System.out.printf(Locale.ROOT, "{\"seconds\": %.3f, \"cpu_ms\": %.4f}%n", (System.nanoTime() - start) / 1e9,
                cpu().minus(cpu).toNanos() / 1e6 / letters);
        System.exit(0);
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Sends so many letters, and returns when the last is taken. */
    void send(int port, int letters, int connections) throws Exception {
        var next = new AtomicInteger();
        Callable<Integer> line = () -> {
            try (var transport = session.getTransport("smtp")) {
                transport.connect("127.0.0.1", port, null, null);
                for (var i = next.getAndIncrement(); i < letters; i = next.getAndIncrement()) {
                    var message = message(i);
                    transport.sendMessage(message, message.getAllRecipients());
                }
            }
            return connections;
        };
        try (var threads = Executors.newFixedThreadPool(connections)) {
            for (var each : threads.invokeAll(IntStream.range(0, connections).mapToObj(_ -> line).toList())) each.get();
        }
    }

    private MimeMessage message(int i) throws MessagingException, IOException, GeneralSecurityException {
        var link = "https://letters.example.org/unsubscribe/" + i + "-0123456789abcdef0123456789abcdef";
        var model = Map.<String, Object>of("name", "Reader " + i, "link", link, "words", words);
        var message = new MimeMessage(session);
        message.setFrom(new InternetAddress("bench@example.org", "Bench"));
        message.setRecipient(RecipientType.TO, new InternetAddress("reader" + i + "@example.net", "Reader " + i));
        message.setSubject("The measured letter", "UTF-8");
        message.setSentDate(new Date());
        message.setHeader("List-Id", "<bench.example.org>");
        message.setHeader("List-Unsubscribe", "<" + link + ">");
        message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        message.setHeader("Precedence", "bulk");
        message.setHeader("Auto-Submitted", "auto-generated");
        var parts = new MimeMultipart("alternative");
        for (var each : List.of(text, html)) {
            var part = new MimeBodyPart();
            part.setText(render(each, model), "UTF-8", each.getName().equals("text") ? "plain" : "html");
            parts.addBodyPart(part);
        }
        message.setContent(parts);
        message.saveChanges();
        if (signer == null) return message;
        var bytes = new ByteArrayOutputStream();
        message.writeTo(bytes);
        // MimeMessage writes the line ends of its text as they are.
        var lines = bytes.toString(UTF_8).replaceAll("\r?\n", "\r\n").getBytes(UTF_8);
        var header = signer.header(lines).getBytes(US_ASCII);
        return new Signed(session, header, lines, message);
    }

    private static String render(Template template, Map<String, Object> model) throws IOException {
        var out = new StringWriter();
        try {
            template.process(model, out);
        } catch (TemplateException e) {
            throw new IllegalStateException(e);
        }
        return out.toString();
    }

    /** The very bytes that were signed. */
    private static final class Signed extends MimeMessage {
        private final byte[] header;
        private final byte[] lines;

        Signed(Session session, byte[] header, byte[] lines, MimeMessage of) throws MessagingException {
            super(session);
            this.header = header;
            this.lines = lines;
            setFrom(of.getFrom()[0]);
            setRecipients(RecipientType.TO, of.getAllRecipients());
            saved = true;
        }

        @Override
        public void writeTo(OutputStream out, String[] ignored) throws IOException {
            out.write(header);
            out.write(lines);
        }
    }

    private static final class NoDelay extends SocketFactory {
        @Override
        public Socket createSocket() throws IOException {
            var socket = new Socket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
