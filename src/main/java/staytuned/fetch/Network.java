package staytuned.fetch;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** Which addresses are the public's, and which belong to this machine and the networks around it. */
public final class Network {
    private static final String NAT64 = "0064ff9b0000000000000000";

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
            // "This network", shared address space (RFC 6598), protocol assignments, 6to4, benchmarking, documentation,
            // reserved (RFC 6890).
            case Inet4Address _ -> first == 0
                    || (first == 100 && second >= 64 && second < 128)
                    || (first == 192 && second == 0 && (bytes[2] == 0 || bytes[2] == 2))
                    || (first == 192 && second == 88 && bytes[2] == 99)
                    || (first == 198 && (second == 18 || second == 19 || (second == 51 && bytes[2] == 100)))
                    || (first == 203 && second == 0 && bytes[2] == 113)
                    || first >= 240;
            case Inet6Address _ -> inside(bytes);
            default -> true;
        };
    }

    /** Of IPv6, only 2000::/3 is given to the public, and in it not what names another address inside itself. */
    private static boolean inside(byte[] bytes) {
        // NAT64 (RFC 6052): where a network has no IPv4 of its own, every older host is found so.
        if (HexFormat.of().formatHex(bytes, 0, 12).equals(NAT64)) return isPrivate(lastFour(bytes));
        int first = ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
        int second = ((bytes[2] & 0xFF) << 8) | (bytes[3] & 0xFF);
        return first < 0x2000
                || first > 0x3FFF
                || first == 0x2002 // 6to4 (RFC 3056)
                // Protocol assignments such as Teredo (RFC 2928), documentation (RFC 3849).
                || (first == 0x2001 && (second < 0x200 || second == 0xDB8))
                || (first == 0x3FFF && second < 0x1000); // documentation (RFC 9637)
    }

    private static InetAddress lastFour(byte[] bytes) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // four bytes are an address
        }
    }
}
