package staytuned.fetch;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The body of an answer. */
public final class Body {
    static final Body EMPTY = new Body(new byte[0], null);

    private final byte[] bytes;
    private final @Nullable String contentType;

    /** {@code contentType} is the header's value; null where there was none. */
    Body(byte[] bytes, @Nullable String contentType) {
        this.bytes = bytes;
        this.contentType = contentType;
    }

    /** The array itself, which nobody changes. */
    byte[] bytes() {
        return bytes;
    }

    @Nullable String contentType() {
        return contentType;
    }

    /** As text, decoded as declared or as it looks. */
    public String text() {
        return Decoding.text(bytes, contentType);
    }

    /**
     * As bytes to be read once. A gzip file is unpacked on the way; more than {@code limit} bytes are an IOException.
     */
    public InputStream stream(int limit) throws IOException {
        var plain = new ByteArrayInputStream(bytes);
        return new Limited(packed() ? new BufferedInputStream(new GZIPInputStream(plain)) : plain, limit);
    }

    /** Whether it begins as a gzip file does (RFC 1952 section 2.3.1). */
    private boolean packed() {
        return bytes.length > 2 && bytes[0] == 0x1F && bytes[1] == (byte) 0x8B;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Body body && Arrays.equals(bytes, body.bytes)
                && String.valueOf(contentType).equals(String.valueOf(body.contentType));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes of " + contentType;
    }

    private static final class Limited extends InputStream {
        private final InputStream in;
        private final int limit;
        private int read;

        Limited(InputStream in, int limit) {
            this.in = in;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int one = in.read();
            if (one >= 0) count(1);
            return one;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int some = in.read(into, from, length);
            if (some > 0) count(some);
            return some;
        }

        private void count(int more) throws IOException {
            read += more;
            if (read > limit) throw new IOException("larger than " + limit + " bytes when unpacked");
        }
    }
}
