package staytuned.feedback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A mail that came in, taken apart as far as that goes: none is too broken, too deep or too large for it. */
final class Incoming {
    /** What is looked at of a mail; a bounce says what it has to say before it returns the message. */
    static final int MOST = 2_000_000;

    private static final int LONGEST_TEXT = 100_000;
    private static final int LONGEST_HEADER = 4_000;
    private static final int MOST_PIECES = 100;
    private static final int MOST_BOUNDARIES = 300;
    private static final int DEEPEST = 12;
    private static final Session SESSION = Session.getInstance(new Properties());

    private final MimeMessage message;
    private final List<Piece> pieces = new ArrayList<>();

    /**
     * A part that is no multipart.
     *
     * @param type its media type in lower case
     * @param level how many messages are wrapped around it, the mail itself not counted
     */
    record Piece(String type, String text, int level) {
        boolean is(String... types) {
            return Arrays.asList(types).contains(type);
        }
    }

    private Incoming(MimeMessage message) {
        this.message = message;
    }

    /** Takes a mail apart. */
    static Incoming of(byte[] mail) {
        var bytes = Arrays.copyOf(mail, end(mail));
        var incoming = new Incoming(message(new ByteArrayInputStream(fromMailbox(bytes))));
        incoming.add(incoming.message, 0, 0);
        return incoming;
    }

    /** As far as it is looked at: a mail of very many parts is cut where the last of them begins that is. */
    private static int end(byte[] mail) {
        var end = Math.min(mail.length, MOST);
        var parts = 0;
        for (var i = 0; i + 2 < end; i++) {
            if (mail[i] == '\n' && mail[i + 1] == '-' && mail[i + 2] == '-' && ++parts > MOST_BOUNDARIES) return i;
        }
        return end;
    }

    /** Without the line "From …" that files of mails begin with, and without empty lines before the first header. */
    private static byte[] fromMailbox(byte[] bytes) {
        var at = 0;
        while (at < bytes.length && (bytes[at] == '\n' || bytes[at] == '\r')) at++;
        if (new String(bytes, at, Math.min(5, bytes.length - at), ISO_8859_1).equals("From ")) {
            while (at < bytes.length && bytes[at] != '\n') at++;
            at++;
        }
        return at == 0 ? bytes : Arrays.copyOfRange(bytes, Math.min(at, bytes.length), bytes.length);
    }

    private static MimeMessage message(InputStream in) {
        try {
            return new MimeMessage(SESSION, in);
        } catch (MessagingException | RuntimeException e) {
            return new MimeMessage(SESSION);
        }
    }

    private void add(MimePart part, int level, int depth) {
        if (pieces.size() >= MOST_PIECES || depth > DEEPEST) return;
        var type = PartText.type(part);
        if (type.startsWith("multipart/") && addAll(part, level, depth)) return;
        if (type.equals("message/rfc822") || type.equals("message/global")) {
            var wrapped = message(new ByteArrayInputStream(fromMailbox(PartText.bytes(part))));
            pieces.add(new Piece("message/rfc822", headerText(wrapped), level));
            add(wrapped, level + 1, depth + 1);
        } else if (type.startsWith("text/") || type.startsWith("message/") || type.startsWith("multipart/")) {
            var text = PartText.text(part);
            pieces.add(new Piece(type, type.equals("text/html") ? Html.text(text) : text, level));
        }
    }

    /** False where it is a multipart by its name only. */
    private boolean addAll(MimePart part, int level, int depth) {
        try {
            var parts = new MimeMultipart(part.getDataHandler().getDataSource());
            var count = Math.min(parts.getCount(), MOST_PIECES);
            for (var i = 0; i < count; i++) {
                if (parts.getBodyPart(i) instanceof MimePart each) add(each, level, depth + 1);
            }
            return count > 0;
        } catch (MessagingException | RuntimeException e) {
            return false;
        }
    }

    private static String headerText(MimeMessage message) {
        var text = new StringBuilder();
        try {
            var headers = message.getAllHeaders();
            while (headers.hasMoreElements() && text.length() < LONGEST_TEXT) {
                var each = headers.nextElement();
                text.append(each.getName()).append(": ").append(MimeUtility.unfold(cut(each.getValue()))).append('\n');
            }
        } catch (MessagingException e) {
            // As far as it could be read.
        }
        return text.toString();
    }

    private static String cut(@Nullable String value) {
        if (value == null) return "";
        return value.length() > LONGEST_HEADER ? value.substring(0, LONGEST_HEADER) : value;
    }

    /** The values of a header, on one line each and decoded (RFC 2047); none where there is none. */
    List<String> headers(String name) {
        try {
            var values = message.getHeader(name);
            if (values == null) return List.of();
            return Arrays.stream(values).limit(MOST_PIECES).map(Incoming::decoded).toList();
        } catch (MessagingException e) {
            return List.of();
        }
    }

    /** The first value of a header; empty where there is none. */
    String header(String name) {
        var values = headers(name);
        return values.isEmpty() ? "" : values.getFirst();
    }

    private static String decoded(@Nullable String value) {
        var line = MimeUtility.unfold(cut(value));
        try {
            return MimeUtility.decodeText(line).strip();
        } catch (UnsupportedEncodingException | RuntimeException e) {
            return line.strip();
        }
    }

    /** A parameter of the mail's own Content-Type; empty where there is none. */
    String parameter(String name) {
        try {
            var value = new ContentType(header("Content-Type")).getParameter(name);
            return value == null ? "" : value.toLowerCase(Locale.ROOT);
        } catch (ParseException e) {
            return "";
        }
    }

    /** The names of all headers. */
    Stream<String> names() {
        try {
            return Collections.list(message.getAllHeaders()).stream().map(Header::getName);
        } catch (MessagingException e) {
            return Stream.empty();
        }
    }

    List<Piece> pieces() {
        return pieces;
    }
}
