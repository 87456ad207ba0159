package staytuned.fetch;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Which addresses are the public's, and which belong to this machine and the networks around it. */
final class Network {
    private Network() {}

    /** Whether any of the host's addresses is not a public one. */
    static boolean isPrivate(String host) throws UnknownHostException {
        var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        for (var address : InetAddress.getAllByName(bare)) if (isPrivate(address)) return true;
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
            // Unique local addresses (RFC 4193), and IPv4 inside IPv6 (RFC 6052, RFC 3056).
            case Inet6Address _ -> (first & 0xFE) == 0xFC
                    || (first == 0 && second == 0x64)
                    || (first == 0x20 && second == 0x02);
            default -> true;
        };
    }
}
