package staytuned.mail;

import java.time.Instant;

/**
 * A message that is ready as bytes.
 *
 * @param from who answers for it, and signs
 * @param envelopeFrom where bounces go, without a name
 * @param content header and body in ASCII, in lines of at most 998 characters that end in CRLF and do not begin with a
 *     dot
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
public record Parcel(Address from, String envelopeFrom, Address to, Instant date, byte[] content) {
    /** RFC 5321 section 4.5.3.1.6, without the line end. */
    public static final int LONGEST_LINE = 998;

    /** Whether {@code content} can travel as it is on every connection. */
    public static boolean canTravel(byte[] content) {
        var start = 0;
        for (var i = 0; i < content.length; i++) {
            var b = content[i];
            if (b <= 0 || (b == '.' && i == start) || i - start > LONGEST_LINE + 1) return false;
            if (b == '\r' && (i + 1 == content.length || content[i + 1] != '\n')) return false;
            if (b != '\n') continue;
            if (i == 0 || content[i - 1] != '\r') return false;
            start = i + 1;
        }
        return start == content.length;
    }
}
