package staytuned.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The type and the words of a part, whatever it says of its encoding and charset. */
final class PartText {
    private static final int LONGEST = 100_000;

    private PartText() {}

    static String type(MimePart part) {
        try {
            var header = part.getHeader("Content-Type", null);
            if (header == null || header.isBlank()) return "text/plain";
            var end = header.indexOf(';');
            var type = (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
            return type.contains("/") ? type : "text/plain";
        } catch (MessagingException e) {
            return "text/plain";
        }
    }

    static byte[] bytes(MimePart part) {
        try (var in = encoded(part)) {
            return in.readNBytes(Incoming.MOST);
        } catch (IOException | MessagingException | RuntimeException e) {
            return raw(part);
        }
    }

    /** A message must not be encoded (RFC 2046 section 5.2.1), and some are; Jakarta Mail leaves them so. */
    private static InputStream encoded(MimePart part) throws IOException, MessagingException {
        var encoding = part.getHeader("Content-Transfer-Encoding", null);
        return encoding != null && type(part).startsWith("message/")
                ? MimeUtility.decode(part.getInputStream(), encoding.strip())
                : part.getInputStream();
    }

    private static byte[] raw(Part part) {
        try (var in = part instanceof MimeMessage whole
                ? whole.getRawInputStream()
                : ((MimeBodyPart) part).getRawInputStream()) {
            return in.readNBytes(Incoming.MOST);
        } catch (IOException | MessagingException | RuntimeException e) {
            return new byte[0];
        }
    }

    static String text(MimePart part) {
        var bytes = bytes(part);
        var text = decode(bytes.length > LONGEST ? Arrays.copyOf(bytes, LONGEST) : bytes, charset(part));
        return text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** As the part says, where that can be; else as UTF-8, and where it is none as Windows writes it. */
    private static String decode(byte[] bytes, @Nullable Charset charset) {
        if (charset != null && !charset.equals(UTF_8) && !charset.name().equals("US-ASCII")) {
            return new String(bytes, charset);
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, UTF_8.equals(charset) ? UTF_8 : Charset.forName("windows-1252"));
        }
    }

    private static @Nullable Charset charset(MimePart part) {
        try {
            var header = part.getHeader("Content-Type", null);
            var name = header == null ? null : new ContentType(header).getParameter("charset");
            return name == null ? null : Charset.forName(MimeUtility.javaCharset(name.strip()));
        } catch (MessagingException | IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }
}
