package staytuned.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, by their address.
 *
 * @param address as it is written; of the web server before us where that does not say whom it speaks for
 * @param network its first 24 bits, or of IPv6 64: what one customer of a provider has
 * @param known whether it is the client's own
 */
record Client(String address, String network, boolean known) {
    private static final int IPV4_NETWORK = 3;
    private static final int IPV6_NETWORK = 8;
    private static final int LONGEST_ADDRESS = 45;

    /**
     * The client of a request. Whom it comes from is taken from X-Forwarded-For where a web server on this machine, or
     * one that the config names, says so; from nobody else, since anybody can write that header.
     *
     * @param proxies the addresses of web servers before us
     */
    static Client of(ServerRequest request, Set<InetAddress> proxies) {
        if (!(request.remotePeer().address() instanceof InetSocketAddress peer)) return unknown("");
        var from = peer.getAddress();
        if (!from.isLoopbackAddress() && !proxies.contains(from)) return of(from);
        var said = request.headers().values(HeaderNames.X_FORWARDED_FOR);
        // Each web server on the way adds the one that spoke to it: what is further left anybody may have written.
        var hops = String.join(",", said).split(",", -1);
        for (var i = hops.length - 1; i >= 0; i--) {
            var hop = literal(hops[i].strip());
            if (hop == null) break;
            if (!hop.isLoopbackAddress() && !proxies.contains(hop)) return of(hop);
        }
        return unknown(from.getHostAddress());
    }

    /** What one subscriber line has: of IPv4 an address, of IPv6 64 bits (RFC 6177 section 2). */
    String line() {
        return address.contains(":") && known ? network : address;
    }

    private static Client of(InetAddress address) {
        var bytes = address.getAddress();
        var network = Arrays.copyOf(bytes, bytes.length == 4 ? IPV4_NETWORK : IPV6_NETWORK);
        return new Client(shown(address), HexFormat.of().formatHex(network), true);
    }

    private static Client unknown(String address) {
        return new Client(address, "", false);
    }

    private static @Nullable InetAddress literal(String text) {
        if (text.length() > LONGEST_ADDRESS || !text.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) return null;
        try {
            return InetAddress.ofLiteral(text); // asks no name server
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Without the zone of IPv6. */
    private static String shown(InetAddress address) {
        return address.getHostAddress().replaceFirst("%.*", "");
    }
}
