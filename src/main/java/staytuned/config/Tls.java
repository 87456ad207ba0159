package staytuned.config;

/** How the way to a relay is kept secret. */
public enum Tls {
    /** STARTTLS, and nothing is sent without it. */
    REQUIRED(587),
    /** TLS from the first byte. */
    IMPLICIT(465),
    /** Plain text, and no password. */
    NONE(25);

    private final int port;

    Tls(int port) {
        this.port = port;
    }

    /** The port where relays of this kind usually listen (RFC 8314 section 3.3, RFC 6409 section 3.1). */
    int usualPort() {
        return port;
    }
}
