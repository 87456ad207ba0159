package staytuned.feedback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.mail.Address;

/** One mail server that hands bounces over (RFC 5321; RFC 2033 where it says LHLO). */
final class Caller {
    private static final Logger LOG = LoggerFactory.getLogger(Caller.class);
    private static final int LARGEST = 8_000_000;
    private static final int LONGEST_LINE = 2_000;
    private static final int MOST_RECIPIENTS = 100;
    private static final int MOST_COMMANDS = 10_000;
    /** RFC 5321 section 4.5.3.2 lets a client take its time, and nobody needs longer for a few bounces. */
    private static final long LONGEST_NANOS = 600_000_000_000L;

    private static final Pattern PATH = Pattern.compile("(?i)RCPT TO:\\s*<([^<>\\s]{1,400})>.*");

    private final InputStream in;
    private final OutputStream out;
    private final String local;
    private final String domain;
    private final Clerk clerk;
    private final long until = System.nanoTime() + LONGEST_NANOS;
    private final List<String> recipients = new ArrayList<>();
    private boolean lmtp;
    private boolean hasSender;

    Caller(Socket socket, Address mailbox, Clerk clerk) throws IOException {
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        this.local = mailbox.email().substring(0, mailbox.email().lastIndexOf('@')).toLowerCase(Locale.ROOT);
        this.domain = mailbox.domain();
        this.clerk = clerk;
    }

    /** Talks to it until it says goodbye. */
    void attend() throws IOException {
        say("220 bounces ready");
        for (var i = 0; i < MOST_COMMANDS; i++) {
            var line = line();
            if (line == null) return;
            var verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(Locale.ROOT);
            switch (verb) {
                case "EHLO", "LHLO" -> {
                    lmtp = verb.equals("LHLO");
                    reset();
                    say("250-staytuned\r\n250-SIZE " + LARGEST
                            + "\r\n250-8BITMIME\r\n250-PIPELINING\r\n250 ENHANCEDSTATUSCODES");
                }
                case "HELO", "RSET", "NOOP" -> {
                    if (!verb.equals("NOOP")) reset();
                    say("250 2.0.0 ok");
                }
                case "MAIL" -> {
                    reset();
                    hasSender = true;
                    say("250 2.1.0 ok");
                }
                case "RCPT" -> say(recipient(line));
                case "DATA" -> data();
                case "QUIT" -> {
                    say("221 2.0.0 bye");
                    return;
                }
                default -> say("502 5.5.1 not here");
            }
        }
    }

    private void reset() {
        recipients.clear();
        hasSender = false;
    }

    private String recipient(String line) {
        var path = PATH.matcher(line);
        if (!hasSender) return "503 5.5.1 MAIL first";
        if (!path.matches()) return "501 5.5.4 which recipient?";
        if (recipients.size() == MOST_RECIPIENTS) return "452 4.5.3 too many recipients";
        var address = path.group(1).toLowerCase(Locale.ROOT);
        var ours = address.equals(local + "@" + domain)
                || (address.startsWith(local + "+") && address.endsWith("@" + domain));
        if (!ours) return "550 5.1.1 here are only bounces";
        recipients.add(address);
        return "250 2.1.5 ok";
    }

    private void data() throws IOException {
        if (recipients.isEmpty()) {
            say("503 5.5.1 RCPT first");
            return;
        }
        say("354 go ahead");
        var mail = mail();
        var answers = recipients.stream()
                .map(each -> mail == null ? "552 5.3.4 more than " + LARGEST + " bytes" : take(mail, each))
                .toList();
        // RFC 2033 section 4.2: one for each recipient; in SMTP one for all, and the worst says what to do.
        if (lmtp) for (var each : answers) say(each);
        else say(answers.stream().max(String::compareTo).orElseThrow());
        reset();
    }

    private String take(byte[] mail, String envelope) {
        try {
            clerk.take(mail, envelope, lmtp ? "lmtp" : "smtp");
            return "250 2.0.0 taken";
        } catch (RuntimeException e) {
            LOG.warn("a bounce could not be taken in, and comes again: {}", e.getMessage());
            return "451 4.3.0 try again later";
        }
    }

    /** Up to the line with the dot; null where it is too large. */
    private byte @Nullable [] mail() throws IOException {
        var mail = new ByteArrayOutputStream();
        var size = 0L;
        var start = true;
        while (true) {
            var line = rawLine();
            if (start && isEnd(line)) break;
            size += line.length;
            if (size <= LARGEST) {
                var dot = start && line.length > 0 && line[0] == '.' ? 1 : 0;
                mail.write(line, dot, line.length - dot);
            }
            start = line.length > 1 && line[line.length - 1] == '\n' && line[line.length - 2] == '\r';
        }
        return size > LARGEST ? null : mail.toByteArray();
    }

    /** CR LF . CR LF and nothing else (RFC 5321 section 4.1.1.4). */
    private static boolean isEnd(byte[] line) {
        return line.length == 3 && line[0] == '.' && line[1] == '\r' && line[2] == '\n';
    }

    /** A line with its end, or a part of one that is very long. */
    private byte[] rawLine() throws IOException {
        var line = new ByteArrayOutputStream();
        while (line.size() < 65_536) {
            var each = in.read();
            if (each < 0) throw new IOException("the connection ended within a mail");
            line.write(each);
            if (each == '\n') break;
        }
        if (System.nanoTime() > until) throw new IOException("it took too long");
        return line.toByteArray();
    }

    /** A command without its end; null at the end of the connection. */
    private @Nullable String line() throws IOException {
        var line = new StringBuilder();
        while (true) {
            var each = in.read();
            if (each < 0) return null;
            if (each == '\n') return line.toString().strip();
            if (line.length() >= LONGEST_LINE) throw new IOException("a command of more than " + LONGEST_LINE);
            line.append((char) each);
            if (System.nanoTime() > until) throw new IOException("it took too long");
        }
    }

    private void say(String answer) throws IOException {
        out.write((answer + "\r\n").getBytes(ISO_8859_1));
        out.flush();
    }
}
