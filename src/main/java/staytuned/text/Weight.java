package staytuned.text;

import java.nio.charset.StandardCharsets;

/** What a text takes in a mail. */
public final class Weight {
    /** A line of quoted-printable holds so much; what breaks it takes three bytes more. */
    private static final int LINE = 72;

    private Weight() {}

    /** Bytes in quoted-printable, a little more rather than less (RFC 2045 section 6.7). */
    public static int of(String text) {
        var weight = 0;
        for (var each : text.getBytes(StandardCharsets.UTF_8)) {
            // A line end is CRLF, and white space before it is written out.
            weight += each < 0 || each == '=' ? 3 : each == '\n' ? 4 : 1;
        }
        return weight + weight / LINE * 3;
    }
}
