package staytuned.fetch;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Bytes from strangers as text: by byte order mark, then as declared, else UTF-8. */
public final class Decoding {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final Pattern HEADER = Pattern.compile("(?i)charset\\s*=\\s*[\"']?([\\w.:-]{2,40})");
    /** In an XML prolog, or in a meta element of HTML. */
    private static final Pattern INSIDE = Pattern.compile(
            "(?i)^\\s*<\\?xml[^>]{0,200}?encoding\\s*=\\s*[\"']([\\w.:-]{2,40})"
                    + "|<meta[^>]{0,200}?charset\\s*=\\s*[\"']?([\\w.:-]{2,40})");

    private Decoding() {}

    /** Decodes; {@code contentType} is the header's value, where there is one. */
    public static String text(byte[] bytes, @Nullable String contentType) {
        var marked = mark(bytes);
        if (marked != null) {
            int length = marked.equals(StandardCharsets.UTF_8) ? 3 : 2;
            return marked.decode(ByteBuffer.wrap(bytes, length, bytes.length - length)).toString();
        }
        // Text in another encoding is practically never valid UTF-8 by chance; declarations are often wrong.
        var utf8 = strictly(bytes, StandardCharsets.UTF_8);
        var declared = declared(bytes, contentType);
        if (declared != null && (utf8 == null || wide(declared))) {
            var text = strictly(bytes, declared);
            if (text != null) return text;
        }
        if (utf8 != null) return utf8;
        var patched = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes)).toString();
        long broken = patched.chars().filter(c -> c == '\uFFFD').count();
        long foreign = patched.chars().filter(c -> c > 127).count();
        // A few broken letters among many whole ones are damage; otherwise it is the old encoding of Windows.
        return broken * 10 < foreign ? patched : WINDOWS.decode(ByteBuffer.wrap(bytes)).toString();
    }

    /** Whether ASCII letters look different in it, so that its bytes may be valid UTF-8 and mean something else. */
    private static boolean wide(Charset charset) {
        return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32")
                || charset.name().startsWith("ISO-2022");
    }

    private static @Nullable Charset mark(byte[] bytes) {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            return StandardCharsets.UTF_8;
        }
        if (bytes.length >= 2 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF) return StandardCharsets.UTF_16BE;
        if (bytes.length >= 2 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE) return StandardCharsets.UTF_16LE;
        return null;
    }

    private static @Nullable Charset declared(byte[] bytes, @Nullable String contentType) {
        if (contentType != null) {
            var header = HEADER.matcher(contentType);
            if (header.find()) {
                var charset = charset(header.group(1));
                if (charset != null) return charset;
            }
        }
        var start = new String(bytes, 0, Math.min(bytes.length, 2048), StandardCharsets.ISO_8859_1);
        var inside = INSIDE.matcher(start);
        return inside.find() ? charset(inside.group(1) != null ? inside.group(1) : inside.group(2)) : null;
    }

    private static @Nullable Charset charset(@Nullable String name) {
        try {
            if (name == null) return null;
            var charset = Charset.forName(name);
            // What calls itself Latin-1 is the encoding of Windows (WHATWG Encoding, section 4.2).
            return charset.equals(StandardCharsets.ISO_8859_1) || charset.equals(StandardCharsets.US_ASCII) ? WINDOWS
                    : charset;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String strictly(byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
