package staytuned.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import staytuned.mail.Message;

/** A message as the bytes that go over the wire. */
public final class Mime {
    /** RFC 5322 section 3.3, always in UTC: the zone of this machine is nobody's business. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final Pattern ID = Pattern.compile("[!-~&&[^<>@]]+@[!-~&&[^<>@]]+");
    private static final int LONGEST_ID = 248;
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9-]{2,35}");
    /** RFC 5322 section 2.2: printable ASCII without the colon; no dot at a line's start, which SMTP would double. */
    private static final Pattern NAME = Pattern.compile("[!-9;-~&&[^.]][!-9;-~]{0,75}");

    /** RFC 3676 section 4: lines that end in a space may be joined, without that space. */
    private static final String FLOWED = "; format=flowed; delsp=yes";

    static final String MESSAGE_ID = "Message-ID";

    private static final Set<String> OWN = Set.of(
            "date", "from", "to", "cc", "bcc", "subject", "message-id", "mime-version", "content-type",
            "content-transfer-encoding", "content-language");

    private Mime() {}

    /**
     * The whole message, header and both parts, or the text alone where there is no HTML, in lines ended by CRLF; not
     * dot-stuffed. The same message always gives the same bytes, on any machine.
     *
     * @throws IllegalArgumentException an id, or a header's name or value, that no mail can carry
     */
    public static byte[] bytes(Message message) {
        return bytes(message, message.html().isEmpty());
    }

    /** As the other; with {@code alone} the text is the whole body. */
    static byte[] bytes(Message message, boolean alone) {
        try {
            var mail = new Fixed();
            mail.setHeader(MESSAGE_ID, id(message.id()));
            mail.setHeader("Date", DATE.format(message.date()));
            mail.setHeader("From", HeaderText.mailbox("From", message.from()));
            mail.setHeader("To", HeaderText.mailbox("To", message.to()));
            mail.setHeader("Subject", HeaderText.text("Subject", message.subject()));
            if (LANGUAGE.matcher(message.language()).matches()) mail.setHeader("Content-Language", message.language());
            for (var header : message.headers().entrySet()) {
                var name = header.getKey();
                if (!NAME.matcher(name).matches() || OWN.contains(name.toLowerCase(Locale.ROOT))) {
                    throw new IllegalArgumentException("\"" + name + "\" cannot be a further header of a message");
                }
                mail.addHeader(name, HeaderText.structured(name, header.getValue()));
            }
            if (alone) {
                mail.alone(message.text());
            } else {
                mail.setContent(new Alternative(
                        boundary(message), part("text/plain", FLOWED, message.text()),
                        part("text/html", "", message.html())));
            }
            var bytes = new ByteArrayOutputStream();
            mail.writeTo(bytes);
            return bytes.toByteArray();
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("message " + message.id() + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** The value of Message-ID. */
    static String id(String id) {
        if (!ID.matcher(id).matches() || id.length() > LONGEST_ID) {
            throw new IllegalArgumentException("\"" + id + "\" is no Message-ID: left@right, at most " + LONGEST_ID
                    + " characters");
        }
        return "<" + id + ">";
    }

    /**
     * RFC 2045 section 6.7: "=_" never stands in quoted-printable text, so no part can contain the boundary. It is the
     * same for all copies of a letter, and another one in another letter.
     */
    private static String boundary(Message message) {
        try {
            var whose = message.from().email() + " " + message.date();
            var hash = MessageDigest.getInstance("SHA-256").digest(whose.getBytes(UTF_8));
            return "=_" + HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java has it.
        }
    }

    private static MimeBodyPart part(String type, String more, String text) throws MessagingException {
        var headers = new InternetHeaders();
        headers.setHeader("Content-Type", type + "; charset=UTF-8" + more);
        headers.setHeader("Content-Transfer-Encoding", "quoted-printable");
        return new MimeBodyPart(headers, QuotedPrintable.encode(text));
    }

    /** RFC 2046 section 5.1.4: the part that comes last is the richest. */
    private static final class Alternative extends MimeMultipart {
        Alternative(String boundary, MimeBodyPart text, MimeBodyPart html) throws MessagingException {
            super("alternative", text, html);
            contentType = "multipart/alternative; boundary=\"" + boundary + "\"";
        }
    }

    /** A message that keeps the Message-ID it was given. */
    private static final class Fixed extends MimeMessage {
        Fixed() {
            super((Session) null);
        }

        /** Has this text as its body, which goes out as it is encoded here. */
        void alone(String text) throws MessagingException {
            setHeader("MIME-Version", "1.0");
            setHeader("Content-Type", "text/plain; charset=UTF-8" + FLOWED);
            setHeader("Content-Transfer-Encoding", "quoted-printable");
            content = QuotedPrintable.encode(text);
            modified = false;
            saved = true;
        }

        @Override
        protected void updateMessageID() {}
    }
}
