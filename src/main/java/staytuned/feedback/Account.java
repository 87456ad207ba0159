package staytuned.feedback;

import java.util.Properties;

/**
 * Where a mailbox stands, and how to get in.
 *
 * @param folder which of its folders; a POP3 account has only its inbox
 */
public record Account(Protocol protocol, String host, int port, Tls tls, String user, String password, String folder) {
    private static final String CONNECT_MILLIS = "30000";
    /**
     * How long an answer may take. It is also how long one IDLE lasts, which must be ended within 29 minutes
     * (RFC 2177).
     */
    private static final String ANSWER_MILLIS = "600000";

    /** How it is read. */
    public enum Protocol {
        IMAP,
        POP3
    }

    /** How the way to it is kept secret. */
    public enum Tls {
        /** STARTTLS, and nothing is sent without it. */
        REQUIRED,
        /** TLS from the first byte. */
        IMPLICIT,
        NONE
    }

    String scheme() {
        return protocol == Protocol.IMAP ? "imap" : "pop3";
    }

    /** What Jakarta Mail has to know; it would wait for ever otherwise. */
    Properties properties() {
        var properties = new Properties();
        var own = "mail." + scheme() + ".";
        properties.setProperty(own + "connectiontimeout", CONNECT_MILLIS);
        properties.setProperty(own + "timeout", ANSWER_MILLIS);
        properties.setProperty(own + "writetimeout", CONNECT_MILLIS);
        properties.setProperty(own + "ssl.enable", String.valueOf(tls == Tls.IMPLICIT));
        properties.setProperty(own + "ssl.checkserveridentity", "true");
        properties.setProperty(own + "starttls.enable", String.valueOf(tls == Tls.REQUIRED));
        properties.setProperty(own + "starttls.required", String.valueOf(tls == Tls.REQUIRED));
        // That a mail was read is said when it has been taken in.
        properties.setProperty("mail.imap.peek", "true");
        return properties;
    }

    @Override
    public String toString() {
        return scheme() + "://" + user + "@" + host + ":" + port + "/" + folder;
    }
}
