package staytuned.demo;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserImpl;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;

/** A real SMTP server on 127.0.0.1 that takes every letter, for any address, and keeps the last thousand. */
public final class MailServer implements AutoCloseable {
    private static final int KEPT = 1_000;
    /** What GreenMail puts above the letter. */
    private static final String[] TRACE = {"Return-Path", "Received"};

    /** GreenMail takes it for a part of the final dot; RFC 5321 section 4.1.1.4 says it belongs to the letter. */
    private static final byte[] LAST_LINE_END = {'\r', '\n'};

    private final InstantSource clock;
    private final GreenMail server;
    private final ArrayDeque<Letter> letters = new ArrayDeque<>();
    private int taken;

    /**
     * A letter as it arrived.
     *
     * @param number 1 for the first letter that this server took, and so on
     * @param from the header's From, decoded
     * @param to the address it was handed over for (RCPT)
     * @param html the HTML part, or an empty string
     * @param text the text part, or an empty string
     * @param raw the letter's bytes, header and body
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares letters.
    public record Letter(
            int number,
            String from,
            String to,
            String subject,
            String html,
            String text,
            Instant receivedAt,
            byte[] raw) {}

    /** Starts on a free port. */
    public MailServer(InstantSource clock) {
        this.clock = clock;
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
        server.start();
        server.getUserManager().setMessageDeliveryHandler((letter, to) -> new Reader(to.getEmail()));
    }

    public int port() {
        return server.getSmtp().getPort();
    }

    /** What is kept, in order of arrival. */
    public synchronized List<Letter> letters() {
        return List.copyOf(letters);
    }

    private synchronized void keep(String to, MimeMessage mail) {
        try {
            var raw = new ByteArrayOutputStream();
            mail.writeTo(raw, TRACE);
            raw.writeBytes(LAST_LINE_END);
            var from = mail.getFrom() == null ? "" : shown(mail.getFrom()[0]);
            var subject = mail.getSubject() == null ? "" : mail.getSubject();
            letters.addLast(new Letter(++taken, from, to, subject, part(mail, "text/html"), part(mail, "text/plain"),
                    clock.instant(), raw.toByteArray()));
            if (letters.size() > KEPT) letters.removeFirst();
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("a letter for " + to + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String shown(Address address) {
        return address instanceof InternetAddress a ? a.toUnicodeString() : address.toString();
    }

    private static String part(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type)) return String.valueOf(part.getContent());
        if (!(part.getContent() instanceof Multipart parts)) return "";
        for (var i = 0; i < parts.getCount(); i++) {
            var found = part(parts.getBodyPart(i), type);
            if (!found.isEmpty()) return found;
        }
        return "";
    }

    @Override
    public void close() {
        server.stop();
    }

    /** Whoever the letter is for: has no mailbox in GreenMail, so nothing is kept there. */
    private final class Reader extends UserImpl implements GreenMailUser {
        Reader(String email) {
            super(email, email, "", null);
        }

        @Override
        public void deliver(MovingMessage letter) {
            keep(getEmail(), letter.getMessage());
        }
    }
}
