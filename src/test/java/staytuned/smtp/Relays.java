package staytuned.smtp;

/** Relays to send to in tests. */
final class Relays {
    static final int ANY_NUMBER = Integer.MAX_VALUE;

    private Relays() {}

    /** One on this machine that wants neither TLS nor a login. */
    static Relay plain(int port, Relay.Timeouts timeouts) {
        return new Relay("main", "127.0.0.1", port, Relay.Tls.NONE, null, ANY_NUMBER, timeouts);
    }

    static Relay.Login login() {
        return new Relay.Login("notes", false, () -> "secret");
    }
}
