package staytuned.smtp;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The server that takes our mail, and how to reach it.
 *
 * @param name what the admin calls it
 * @param login null where the relay asks for none
 * @param messages how many messages one connection carries
 */
public record Relay(
        String name,
        String host,
        int port,
        Tls tls,
        @Nullable Login login,
        int messages,
        Timeouts timeouts) {

    /**
     * Who we are to the relay.
     *
     * @param token whether the secret is an OAuth 2 access token (XOAUTH2), and not a password (PLAIN, LOGIN)
     * @param secret asked for at each connection
     */
    public record Login(String user, boolean token, Secret secret) {}

    /** Something that nobody else may know. */
    @FunctionalInterface
    public interface Secret {
        /**
         * The secret as it is now.
         *
         * @throws IOException it cannot be read
         */
        String get() throws IOException;
    }

    /** How the connection is encrypted. */
    public enum Tls {
        /** By STARTTLS (RFC 3207), or not at all: there is no way back to plain text. */
        REQUIRED,
        /** From the first byte (RFC 8314 section 3). */
        IMPLICIT,
        /** Plain text: for a relay on this machine. */
        NONE
    }

    /**
     * How long each stage may take, all of it: an answer that drips in byte by byte gets no more time.
     *
     * @param connect until the TCP connection stands
     * @param greeting until the first answer, and for each of EHLO, STARTTLS with its handshake, and AUTH
     * @param command for MAIL, RCPT and RSET
     * @param data until the answer to DATA
     * @param block for writing each block of the message
     * @param dot until the answer to the final dot
     * @param quit until the answer to QUIT, which is not worth a wait
     */
    public record Timeouts(
            Duration connect,
            Duration greeting,
            Duration command,
            Duration data,
            Duration block,
            Duration dot,
            Duration quit) {
        /** RFC 5321 section 4.5.3.2. */
        public static final Timeouts RFC_5321 = new Timeouts(
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(2),
                Duration.ofMinutes(3),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5));

        Duration of(Stage stage) {
            return switch (stage) {
                case GREETING, EHLO, STARTTLS, AUTH -> greeting;
                case MAIL, RCPT -> command;
                case DATA -> data;
                case BODY -> block;
                case DOT, CHUNK -> dot;
                case QUIT -> quit;
            };
        }
    }

    String place() {
        return host + ":" + port;
    }

    /** Names the relay, and never the password. */
    @Override
    public String toString() {
        return name + " (" + place() + ", tls " + tls + (login == null ? "" : ", user " + login.user()) + ")";
    }
}
