package staytuned.testing;

import java.io.IOException;
import java.time.Duration;

/** What a {@link ScriptedSmtpServer} does when it is its turn. */
@FunctionalInterface
public interface SmtpAct {
    void on(ScriptedSmtpServer.Visit visit) throws IOException;

    /** Answers with these lines. */
    static SmtpAct say(String... lines) {
        return visit -> visit.write(String.join("\r\n", lines) + "\r\n");
    }

    /** Does this, and answers then. */
    static SmtpAct after(Runnable what, String line) {
        return visit -> {
            what.run();
            visit.write(line + "\r\n");
        };
    }

    /** Answers one byte at a time, one flush each. */
    static SmtpAct drip(String line) {
        return visit -> {
            for (var c : (line + "\r\n").toCharArray()) visit.write(String.valueOf(c));
        };
    }

    /** Answers with a line that never ends. */
    static SmtpAct endlessly() {
        return visit -> {
            while (true) visit.write("2".repeat(1_000));
        };
    }

    /** Answers with one line of so many bytes. */
    static SmtpAct longLine(int bytes) {
        return visit -> {
            visit.write("250 ");
            for (var left = bytes; left > 0; left -= 1_000) visit.write("x".repeat(Math.min(left, 1_000)));
            visit.write("\r\n");
        };
    }

    /** Ends the connection without an answer. At DOT: the message has been taken. */
    static SmtpAct cut() {
        return visit -> {
            throw new IOException("cut");
        };
    }

    /** Answers, and ends the connection then. */
    static SmtpAct sayAndCut(String line) {
        return visit -> {
            visit.write(line + "\r\n");
            throw new IOException("cut");
        };
    }

    /** At DATA: says 354, reads so many bytes of the message, and ends the connection. */
    static SmtpAct cutInData(int bytes) {
        return visit -> {
            visit.write("354 go on\r\n");
            visit.skip(bytes);
            throw new IOException("cut");
        };
    }

    /** Says nothing until this server is closed, or the client goes. */
    static SmtpAct stall() {
        return visit -> {
            while (true) visit.skip(1); // Ends with an exception.
        };
    }

    /** Says nothing and reads nothing until this server is closed: the client cannot even write for long. */
    static SmtpAct freeze() {
        return visit -> visit.pause(Duration.ofDays(1));
    }
}
