package staytuned.template;

import java.io.IOException;
import java.io.Writer;

/** What a template has written so far, kept in memory: whoever fails half-way has sent nothing. */
final class Output extends Writer {
    private final Limits limits;
    private final long start = System.nanoTime();
    private final StringBuilder text = new StringBuilder();

    Output(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
        grow(length);
        text.append(characters, offset, length);
    }

    @Override
    public void write(String characters, int offset, int length) throws IOException {
        grow(length);
        text.append(characters, offset, offset + length);
    }

    private void grow(int length) throws IOException {
        if (text.length() + length > limits.characters()) {
            throw new Exceeded("writes more than " + limits.characters() + " characters; shorten the content or the "
                    + "template");
        }
        if (System.nanoTime() - start > limits.time().toNanos()) {
            throw new Exceeded("takes longer than " + limits.time().toMillis() + " ms; look for a loop without an end");
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return text.toString();
    }

    /** A limit is passed. */
    static final class Exceeded extends IOException {
        Exceeded(String message) {
            super(message);
        }
    }
}
