package staytuned.feedback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Date;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;
import staytuned.mail.Parcel;

/**
 * The mail with which a reply is forwarded: its words, and behind them the whole of it, untouched. It is our own mail,
 * and says so, because relays and receivers refuse what comes from us in the name of others.
 */
final class Forward {
    private static final Session SESSION = Session.getInstance(new Properties());

    private Forward() {}

    /** The same however often it is made. */
    static byte[] bytes(Kept kept, Sender sender, Address to) {
        var written = kept.written();
        try {
            var mail = new Fixed("reply." + kept.id() + "." + written.receivedAt().toEpochMilli() + "@"
                    + sender.from().domain());
            mail.setFrom(mailbox(sender.from()));
            mail.setRecipient(RecipientType.TO, mailbox(to));
            var reader = reader(written.sender());
            if (reader != null) mail.setReplyTo(new InternetAddress[] {mailbox(reader)});
            mail.setSubject(written.subject().isEmpty() ? "A reader wrote back" : written.subject(), "UTF-8");
            mail.setSentDate(Date.from(written.receivedAt()));
            mail.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834 section 5
            mail.setHeader(Letterbox.OURS, sender.key());
            var parts = new Parts("=_reply-" + kept.id() + "-" + written.receivedAt().toEpochMilli());
            parts.addBodyPart(base64("text/plain; charset=UTF-8", text(written, sender).getBytes(UTF_8)));
            if (written.original() != null) parts.addBodyPart(original(written.original()));
            mail.setContent(parts);
            var bytes = new ByteArrayOutputStream();
            mail.writeTo(bytes);
            return bytes.toByteArray();
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("reply " + kept.id() + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static InternetAddress mailbox(Address address) throws IOException {
        return new InternetAddress(address.email(), address.name().isEmpty() ? null : address.name(), "UTF-8");
    }

    /** Null where it is none that every server takes. */
    private static @Nullable Address reader(String sender) {
        try {
            return new Address(sender, "");
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String text(Written written, Sender sender) {
        var tooLarge = "It is too large to be added here; the mailbox of bounces has it.\r\n";
        return written.sender() + " wrote back to " + sender.title() + ". Who answers this mail answers them.\r\n"
                + (written.original() == null ? tooLarge : "") + "\r\n"
                + written.words().replace("\n", "\r\n") + "\r\n";
    }

    /** RFC 2046 section 5.2.1 lets no message be encoded: one that cannot travel as it is becomes a file. */
    private static MimeBodyPart original(byte[] mail) throws MessagingException {
        var lines = new String(mail, ISO_8859_1).replaceAll("\r\n|\r|\n", "\r\n");
        var ready = (lines.endsWith("\r\n") ? lines : lines + "\r\n").getBytes(ISO_8859_1);
        if (!Parcel.canTravel(ready)) return base64("application/octet-stream; name=\"reply.eml\"", mail);
        var headers = new InternetHeaders();
        headers.setHeader("Content-Type", "message/rfc822");
        headers.setHeader("Content-Disposition", "attachment; filename=\"reply.eml\"");
        return new MimeBodyPart(headers, ready);
    }

    private static MimeBodyPart base64(String type, byte[] content) throws MessagingException {
        var headers = new InternetHeaders();
        headers.setHeader("Content-Type", type);
        headers.setHeader("Content-Transfer-Encoding", "base64");
        return new MimeBodyPart(
                headers, (Base64.getMimeEncoder().encodeToString(content) + "\r\n").getBytes(US_ASCII));
    }

    /** Parts with a boundary that is the same each time. */
    private static final class Parts extends MimeMultipart {
        Parts(String boundary) {
            super("mixed");
            contentType = "multipart/mixed; boundary=\"" + boundary + "\"";
        }
    }

    /** A message that keeps its Message-ID. */
    private static final class Fixed extends MimeMessage {
        private final String id;

        Fixed(String id) {
            super(SESSION);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + ">");
        }
    }
}
