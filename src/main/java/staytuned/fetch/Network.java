package staytuned.fetch;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;

/** Which addresses are the public's, and which belong to this machine and the networks around it. */
public final class Network {
    private Network() {}

    /** A host as hosts are compared: in lower case, without brackets and without the dot at its end. */
    static String host(String host) {
        var bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return (bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare).toLowerCase(Locale.ROOT);
    }

    /** The host and port that a page belongs to; the port is left out where it is the scheme's own. */
    static String authority(URI at) {
        boolean usual = at.getPort() < 0 || at.getPort() == (at.getScheme().equalsIgnoreCase("https") ? 443 : 80);
        return host(String.valueOf(at.getHost())) + (usual ? "" : ":" + at.getPort());
    }

    /** Whether who is at {@code from} can reach {@code to}: a private address only from a private one. */
    public static boolean reaches(URI from, URI to) {
        try {
            return !isPrivate(to.getHost()) || isPrivate(from.getHost());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether any of the host's addresses is not a public one. */
    private static boolean isPrivate(String host) throws UnknownHostException {
        for (var address : InetAddress.getAllByName(host(host))) if (isPrivate(address)) return true;
        return false;
    }

    static boolean isPrivate(InetAddress address) {
        if (address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isLinkLocalAddress()
                || address.isSiteLocalAddress() || address.isMulticastAddress()) {
            return true;
        }
        var bytes = address.getAddress();
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        return switch (address) {
            // "This network", shared address space (RFC 6598), protocol assignments, benchmarking, reserved.
            case Inet4Address _ -> first == 0
                    || (first == 100 && second >= 64 && second < 128)
                    || (first == 192 && second == 0 && bytes[2] == 0)
                    || (first == 198 && (second == 18 || second == 19))
                    || first >= 240;
            // Unique local addresses (RFC 4193), and IPv4 inside IPv6 (RFC 4291 section 2.5.5, RFC 6052, 4380, 3056).
            case Inet6Address six -> (first & 0xFE) == 0xFC
                    || six.isIPv4CompatibleAddress()
                    || (first == 0 && second == 0x64)
                    || (first == 0x20 && second == 0x01 && bytes[2] == 0 && bytes[3] == 0)
                    || (first == 0x20 && second == 0x02);
            default -> true;
        };
    }
}
