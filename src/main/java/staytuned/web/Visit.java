package staytuned.web;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a browser asks of a {@link Room}.
 *
 * @param post whether it sends a form; else it only looks
 * @param path behind the room's own, such as {@code issues/12}; empty for the room itself
 * @param query the first value of each name behind the question mark
 * @param form what it sends; empty where it only looks
 * @param client the address of who asks, as far as it is known
 * @param near whether they sit at this machine: the address that they asked for is its own, and no web server stands
 *     between
 * @param host what they asked for, as the Host header has it
 * @param origin the site whose page sends the form; empty where the browser does not say
 */
public record Visit(
        boolean post,
        String path,
        Map<String, String> query,
        Form form,
        Map<String, String> cookies,
        String client,
        boolean near,
        String host,
        String origin) {
    private static final List<HeaderName> FORWARDED = List.of(
            HeaderNames.X_FORWARDED_FOR, HeaderNames.FORWARDED, HeaderNames.create("X-Real-IP"), HeaderNames.VIA);

    static Visit of(ServerRequest request, Set<InetAddress> proxies) {
        var post = request.prologue().method().equals(Method.POST);
        var query = new HashMap<String, String>();
        request.query().names().forEach(each -> query.put(each, request.query().first(each).orElse("")));
        var cookies = new HashMap<String, String>();
        var sent = request.headers().cookies();
        sent.names().forEach(each -> cookies.put(each, sent.first(each).orElse("")));
        var host = request.headers().value(HeaderNames.HOST).orElse("");
        return new Visit(
                post,
                request.path().path().replaceFirst("^/desk/?", "").replaceFirst("/$", ""),
                query,
                post ? Form.of(request) : new Form(Map.of()),
                cookies,
                Client.of(request, proxies).line(),
                near(request) && isOwn(host),
                host,
                request.headers().value(HeaderNames.ORIGIN).orElse(""));
    }

    /** Whether a Host header names this machine: a name of somebody else's may lead here too. */
    public static boolean isOwn(String host) {
        return host.matches("(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?");
    }

    private static boolean near(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress peer
                && peer.getAddress().isLoopbackAddress()
                && FORWARDED.stream().noneMatch(request.headers()::contains);
    }

    /** The first value of this name behind the question mark; empty where there is none. */
    public String asked(String name) {
        return query.getOrDefault(name, "").strip();
    }
}
