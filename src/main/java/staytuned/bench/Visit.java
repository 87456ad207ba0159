package staytuned.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** One connection to a sink. What was said together is answered together. */
final class Visit {
    private static final int ROOM = 64 * 1024;
    private static final String END = "\r\n.\r\n";

    private final InputStream in;
    private final OutputStream out;
    private final List<String> extensions;
    private final Duration delay;
    private final Taking taking;
    private final byte[] buffer = new byte[ROOM];
    private final StringBuilder answers = new StringBuilder();
    private int at;
    private int end;
    private long announced = -1;
    private long length;

    /** Is told of each letter: how long it was, and how long it was said to be, or -1. */
    interface Taking {
        void took(long length, long announced);
    }

    Visit(Socket socket, List<String> extensions, Duration delay, Taking taking) throws IOException {
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.extensions = extensions;
        this.delay = delay;
        this.taking = taking;
    }

    void run() throws IOException {
        answers.append("220 sink ESMTP\r\n");
        while (answer(line())) {
            // Until QUIT.
        }
        flush();
    }

    private boolean answer(String line) throws IOException {
        var verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        switch (verb) {
            case "EHLO" -> {
                answers.append("250-sink\r\n");
                extensions.forEach(each -> answers.append("250-").append(each).append("\r\n"));
                answers.append("250 SIZE\r\n");
            }
            case "MAIL" -> {
                var size = line.indexOf(" SIZE=");
                announced = size < 0 ? -1 : Long.parseLong(line.substring(size + " SIZE=".length()).split(" ", 2)[0]);
                length = 0;
                ok();
            }
            case "DATA" -> {
                answers.append("354 go on\r\n");
                takeLines();
                taken();
            }
            case "BDAT" -> {
                var words = line.split(" ", -1);
                takeChunk(Integer.parseInt(words[1]));
                if (words.length > 2) taken();
                else ok();
            }
            case "QUIT" -> {
                answers.append("221 bye\r\n");
                return false;
            }
            default -> ok();
        }
        return true;
    }

    private void ok() {
        answers.append("250 ok\r\n");
    }

    private void taken() {
        taking.took(length, announced);
        ok();
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        while (true) {
            if (at == end) fill();
            var start = at;
            while (at < end && buffer[at] != '\n') at++;
            line.append(new String(buffer, start, at - start, US_ASCII));
            if (at < end) {
                at++;
                line.setLength(Math.max(0, line.length() - 1));
                return line.toString();
            }
        }
    }

    private void takeChunk(int size) throws IOException {
        length += size;
        for (var left = size; left > 0; ) {
            if (at == end) fill();
            var part = Math.min(left, end - at);
            at += part;
            left -= part;
        }
    }

    /** Up to the dot; the dots that were doubled on the way do not count (RFC 5321 section 4.5.2). */
    private void takeLines() throws IOException {
        var matched = 2; // as if a line end had gone before
        while (matched < END.length()) {
            if (at == end) fill();
            var b = buffer[at++];
            length++;
            if (matched == 3 && b == '.') length--;
            if (b == END.charAt(matched)) matched++;
            else matched = b == '\r' ? 1 : 0;
        }
        length -= ".\r\n".length();
    }

    private void fill() throws IOException {
        if (in.available() == 0) flush();
        at = 0;
        end = in.read(buffer);
        if (end < 0) throw new IOException("closed");
    }

    private void flush() throws IOException {
        if (answers.isEmpty()) return;
        if (!delay.isZero()) {
            try {
                Thread.sleep(delay);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        out.write(answers.toString().getBytes(US_ASCII));
        answers.setLength(0);
    }
}
