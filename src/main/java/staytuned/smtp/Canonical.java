package staytuned.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A message in the form in which it is signed, which survives what relays do to white space: "relaxed" for header and
 * body (RFC 6376 sections 3.4.2 and 3.4.4).
 *
 * @param fields the header's fields in their order, with their line ends
 * @param body with its last line end; empty where there is no text in it
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
record Canonical(List<Field> fields, byte[] body) {
    private static final Pattern FIELD_END = Pattern.compile("(?<=\r\n)(?![ \t])");
    private static final Pattern SPACE = Pattern.compile("[ \t]+");
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(ISO_8859_1);

    /** A header field: its name in lower case, and the whole of it. */
    record Field(String name, String line) {}

    /** @param message with CRLF at the end of each line */
    static Canonical of(byte[] message) {
        var end = 0;
        while (!Arrays.equals(message, end, end + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) end++;
        var head = new String(message, 0, end + 2, ISO_8859_1);
        var fields = FIELD_END.splitAsStream(head).map(Canonical::field).toList();
        return new Canonical(fields, body(message, end + HEAD_END.length));
    }

    private static Field field(String field) {
        var colon = field.indexOf(':');
        var name = field.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        var value = SPACE.matcher(field.substring(colon + 1).replace("\r\n", "")).replaceAll(" ").strip();
        return new Field(name, name + ":" + value + "\r\n");
    }

    private static byte[] body(byte[] message, int start) {
        var body = new byte[message.length - start + 2];
        var length = 0;
        var lineStart = 0;
        var whole = 0;
        var space = false;
        for (var i = start; i < message.length; i++) {
            var b = message[i];
            if (b == ' ' || b == '\t') {
                space = true;
            } else if (b == '\r' && i + 1 < message.length && message[i + 1] == '\n') {
                i++;
                var empty = length == lineStart;
                body[length++] = '\r';
                body[length++] = '\n';
                if (!empty) whole = length; // Empty lines at the end do not count.
                lineStart = length;
                space = false;
            } else {
                if (space) body[length++] = ' ';
                space = false;
                body[length++] = b;
            }
        }
        if (length > lineStart) {
            body[length++] = '\r';
            body[length++] = '\n';
            whole = length;
        }
        return Arrays.copyOf(body, whole);
    }

    /**
     * The fields that {@code names} name, one behind the other. A name that stands twice means the last such field and
     * the one before it; one that is not there means nothing (RFC 6376 section 5.4.2).
     */
    String fields(List<String> names) {
        var left = new ArrayList<>(fields);
        var named = new StringBuilder();
        for (var name : names) {
            for (var i = left.size() - 1; i >= 0; i--) {
                if (left.get(i).name().equals(name)) {
                    named.append(left.remove(i).line());
                    break;
                }
            }
        }
        return named.toString();
    }
}
