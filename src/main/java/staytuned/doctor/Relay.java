package staytuned.doctor;

import java.net.InetAddress;
import java.security.PrivateKey;
import java.util.List;
import staytuned.mail.Courier;

/**
 * A relay as the config has it.
 *
 * @param courier knocks there as letters will
 */
public record Relay(String name, String host, int port, Tls tls, List<Key> keys, Courier courier) {
    /** How the connection is encrypted. */
    public enum Tls {
        STARTTLS,
        IMPLICIT,
        NONE
    }

    /** A key that signs what goes this way. */
    public record Key(String domain, String selector, PrivateKey key) {
        /** Shows nothing of the key. */
        @Override
        public String toString() {
            return selector + "._domainkey." + domain;
        }
    }

    /** Whether others see this address: that of a relay on this machine or network says nothing. */
    static boolean isPublic(InetAddress address) {
        return !address.isLoopbackAddress() && !address.isSiteLocalAddress() && !address.isLinkLocalAddress()
                && (address.getAddress()[0] & 0xfe) != 0xfc; // RFC 4193
    }
}
