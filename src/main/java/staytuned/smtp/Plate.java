package staytuned.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import staytuned.mail.Copy;
import staytuned.mail.Mailing;
import staytuned.mail.Message;

/**
 * A mailing as ready bytes, with gaps for what is each reader's own.
 *
 * <p>What is printed for a copy is, byte for byte, what {@link Mime} makes of the copy's message. Between the gaps this
 * holds because quoted-printable begins anew behind each line end of the text, and header fields at each field: so a
 * gap is a whole field or a whole line, and is written for each copy by the code that writes it in a single message.
 */
final class Plate {
    private static final Pattern FIELD_END = Pattern.compile("(?<=\r\n)(?![ \t])");
    /** Up to a line feed: behind a mere CR the value of a mark may go on with the LF that belongs to it. */
    private static final Pattern LINE = Pattern.compile("[^\n]*+\n|[^\n]++");
    private static final String CRLF = "\r\n";
    private static final String HEAD_END = CRLF + CRLF;

    private final List<Piece> pieces = new ArrayList<>();
    private final ByteArrayOutputStream ready = new ByteArrayOutputStream();
    private final Mailing mailing;
    private volatile int length;

    /** A piece of the letter, as it stands in one copy. */
    private interface Piece {
        byte[] of(Copy copy);
    }

    /**
     * Prepares a mailing.
     *
     * @throws IllegalArgumentException no mail can carry one of its headers
     */
    Plate(Mailing mailing) {
        this.mailing = mailing;
        var frame = frame();
        var head = frame.indexOf(HEAD_END) + CRLF.length();
        FIELD_END.splitAsStream(frame.substring(0, head)).forEach(this::field);
        if (mailing.html().isEmpty()) {
            write(frame.substring(head));
            lines(mailing.text(), false);
        } else {
            var text = frame.indexOf(HEAD_END, head) + HEAD_END.length();
            var html = frame.indexOf(HEAD_END, frame.indexOf("Content-Type: text/html", text)) + HEAD_END.length();
            write(frame.substring(head, text));
            lines(mailing.text(), false);
            write(frame.substring(text, html));
            lines(mailing.html(), true);
            write(frame.substring(html));
        }
        flush();
    }

    /** The message without its bodies. */
    private String frame() {
        var empty = new Message("pattern@invalid", mailing.date(), mailing.from(), "", mailing.from(),
                mailing.subject(), mailing.language(), mailing.headers(), "", "");
        return new String(Mime.bytes(empty, mailing.html().isEmpty()), ISO_8859_1);
    }

    /**
     * The whole message for one reader, as {@link Mime#bytes} makes it.
     *
     * @throws IllegalArgumentException an id, or a header's value, that no mail can carry
     */
    byte[] print(Copy copy) {
        var out = new ByteArrayOutputStream(length + length / 8);
        for (var piece : pieces) out.writeBytes(piece.of(copy));
        length = out.size();
        return out.toByteArray();
    }

    private void field(String field) {
        var name = field.substring(0, field.indexOf(':'));
        var value = mailing.headers().get(name);
        if (name.equals(Mime.MESSAGE_ID)) {
            gap(name, copy -> Mime.id(copy.id()));
        } else if (name.equals("To")) {
            gap(name, copy -> HeaderText.mailbox(name, copy.to()));
        } else if (name.equals("Subject") && mailing.varies(mailing.subject())) {
            gap(name, copy -> HeaderText.text(name, mailing.fill(mailing.subject(), copy.values())));
        } else if (value != null && mailing.varies(value)) {
            flush();
            pieces.add(copy -> further(name, mailing.fill(value, copy.values())));
        } else {
            write(field);
        }
    }

    private void gap(String name, Function<Copy, String> value) {
        flush();
        pieces.add(copy -> line(name, value.apply(copy)));
    }

    /** A further header is left out where it is empty. */
    private static byte[] further(String name, String value) {
        return value.isEmpty() ? new byte[0] : line(name, HeaderText.structured(name, value));
    }

    private static byte[] line(String name, String value) {
        return (name + ": " + value + CRLF).getBytes(ISO_8859_1);
    }

    private void lines(String part, boolean html) {
        var fixed = new StringBuilder();
        for (var line : LINE.matcher(part).results().map(each -> each.group()).toList()) {
            if (!mailing.varies(line)) {
                fixed.append(line);
                continue;
            }
            ready.writeBytes(QuotedPrintable.encode(fixed.toString()));
            fixed.setLength(0);
            flush();
            pieces.add(copy -> QuotedPrintable.encode(
                    html ? mailing.fillHtml(line, copy.values()) : mailing.fill(line, copy.values())));
        }
        ready.writeBytes(QuotedPrintable.encode(fixed.toString()));
    }

    private void write(String text) {
        ready.writeBytes(text.getBytes(ISO_8859_1));
    }

    private void flush() {
        var bytes = ready.toByteArray();
        pieces.add(_ -> bytes);
        ready.reset();
    }
}
