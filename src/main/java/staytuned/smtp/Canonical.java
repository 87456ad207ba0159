package staytuned.smtp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A message in the form in which it is signed, which survives what relays do to white space: "relaxed" for header and
 * body (RFC 6376 sections 3.4.2 and 3.4.4).
 *
 * @param fields the header's fields in their order, with their line ends
 * @param body with its last line end; empty where there is no text in it
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
record Canonical(List<Field> fields, byte[] body) {
    /** A header field: its name in lower case, and the whole of it. */
    record Field(String name, String line) {}

    /** @param message with CRLF at the end of each line, and a header before its body */
    static Canonical of(byte[] message) {
        var fields = new ArrayList<Field>();
        var at = 0;
        while (message[at] != '\r') {
            var end = fieldEnd(message, at);
            fields.add(field(message, at, end));
            at = end;
        }
        return new Canonical(fields, body(message, at + 2));
    }

    /** Behind the line end that no white space follows: what begins with white space goes on with the field. */
    private static int fieldEnd(byte[] message, int start) {
        var at = start;
        do {
            while (message[at] != '\n') at++;
            at++;
        } while (isSpace(message[at]));
        return at;
    }

    private static Field field(byte[] message, int start, int end) {
        var line = new StringBuilder(end - start);
        var at = start;
        while (message[at] != ':') line.append((char) (message[at++] & 0xFF));
        var name = line.toString().strip().toLowerCase(Locale.ROOT);
        line.setLength(0);
        line.append(name).append(':');
        var space = false;
        for (at++; at < end; at++) {
            var b = message[at];
            if (b == '\r' || b == '\n') continue;
            if (isSpace(b)) {
                space = true;
                continue;
            }
            if (space && line.length() > name.length() + 1) line.append(' ');
            space = false;
            line.append((char) (b & 0xFF));
        }
        return new Field(name, line.append("\r\n").toString());
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    private static byte[] body(byte[] message, int start) {
        var body = new byte[message.length - start + 2];
        var length = 0;
        var lineStart = 0;
        var whole = 0;
        var space = false;
        for (var i = start; i < message.length; i++) {
            var b = message[i];
            if (isSpace(b)) {
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
