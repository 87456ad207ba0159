package staytuned.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * Text as quoted-printable UTF-8 (RFC 2045 section 6.7) that no relay has a reason to touch: lines of at most 76, ended
 * by CRLF, none of which begins with a dot, so that dot-stuffing (RFC 5321 section 4.5.2) finds nothing to do.
 */
final class QuotedPrintable {
    private static final int LONGEST_LINE = 76;
    private static final byte[] CRLF = "\r\n".getBytes(US_ASCII);
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(US_ASCII);

    private final byte[] bytes;
    private final ByteArrayOutputStream out;
    private int column;

    private QuotedPrintable(String text) {
        bytes = text.getBytes(UTF_8);
        out = new ByteArrayOutputStream(bytes.length + bytes.length / 4 + 100);
    }

    static byte[] encode(String text) {
        return new QuotedPrintable(text).encoded();
    }

    private byte[] encoded() {
        for (var i = 0; i < bytes.length; i++) {
            var b = bytes[i];
            if (b == '\r' || b == '\n') {
                if (b == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n') i++;
                out.writeBytes(CRLF);
                column = 0;
            } else if (b == '\t' || (b >= ' ' && b != 127) || b < 0) {
                put(b, i + 1 == bytes.length || bytes[i + 1] == '\r' || bytes[i + 1] == '\n');
            } // Other control characters mean nothing in a text.
        }
        return out.toByteArray();
    }

    private void put(byte b, boolean last) {
        var room = LONGEST_LINE - (last ? 0 : 1) - column;
        var plain = b >= (last ? '!' : '\t') && b != '=';
        if (room < (plain ? 1 : 3)) {
            out.write('=');
            out.writeBytes(CRLF);
            column = 0;
        }
        if (plain && !(column == 0 && b == '.')) {
            out.write(b);
            column++;
        } else {
            out.write('=');
            out.write(HEX[(b >> 4) & 15]);
            out.write(HEX[b & 15]);
            column += 3;
        }
    }
}
