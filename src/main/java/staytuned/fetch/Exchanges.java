package staytuned.fetch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Single requests over HTTP and their answers. A name is resolved once for each connection, and only where all its
 * addresses may be visited it is connected to one of these: no later answer of a name server can lead elsewhere. Every
 * request has a connection of its own.
 */
final class Exchanges implements AutoCloseable {
    private static final int AT_ONCE = 64;

    private final CloseableHttpClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * An answer.
     *
     * @param headers the first of each name, which is in lower case
     * @param links the values of the Link headers
     * @param whole false where the body is longer than what was asked for, and cut
     */
    record Answer(int status, Map<String, String> headers, List<String> links, Body body, boolean whole) {
        @Nullable String header(String name) {
            return headers.get(name);
        }
    }

    /** The name stands for an address in a private network. */
    static final class Closed extends UnknownHostException {
        Closed(String host) {
            super(host);
        }
    }

    /** {@code named} hosts may stand anywhere. */
    Exchanges(Outside.Names names, Set<String> named, Duration connect, Duration whole) {
        var timeout = Timeout.of(whole);
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new Guard(names, named))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(connect))
                        .setSocketTimeout(timeout)
                        .build())
                .setMaxConnPerRoute(AT_ONCE)
                .setMaxConnTotal(AT_ONCE)
                .build();
        client = HttpClients.custom()
                .setConnectionManager(connections)
                .setConnectionReuseStrategy((_, _, _) -> false)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout)
                        .setResponseTimeout(timeout)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /** Gets at most {@code limit} bytes before {@code deadline}, which is on the clock of System.nanoTime. */
    Answer get(URI at, Map<String, String> headers, int limit, long deadline)
            throws IOException, TimeoutException, InterruptedException {
        return send(new HttpGet(at), headers, limit, deadline);
    }

    /** Posts a form, application/x-www-form-urlencoded; otherwise as {@link #get}. */
    Answer post(URI at, Map<String, String> headers, String form, int limit, long deadline)
            throws IOException, TimeoutException, InterruptedException {
        var request = new HttpPost(at);
        request.setEntity(new StringEntity(form, ContentType.APPLICATION_FORM_URLENCODED));
        return send(request, headers, limit, deadline);
    }

    /** Posts JSON; otherwise as {@link #get}. */
    Answer tell(URI at, Map<String, String> headers, String json, int limit, long deadline)
            throws IOException, TimeoutException, InterruptedException {
        var request = new HttpPost(at);
        request.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
        return send(request, headers, limit, deadline);
    }

    private Answer send(HttpUriRequestBase request, Map<String, String> headers, int limit, long deadline)
            throws IOException, TimeoutException, InterruptedException {
        headers.forEach(request::setHeader);
        var sent = threads.submit(() -> {
            var response = client.executeOpen(null, request, null);
            try {
                return answer(response, limit);
            } finally {
                end(request, response);
            }
        });
        try {
            return sent.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            request.cancel();
        }
    }

    /** Closes the connection, and reads nothing more of a body that may have no end. */
    private static void end(HttpUriRequestBase request, ClassicHttpResponse response) {
        request.cancel();
        try {
            response.close();
        } catch (IOException e) {
            // it is closed
        }
    }

    /** How an exchange came to nothing. */
    enum Failure {
        REFUSED,
        /** Nobody takes the connection. */
        DEAF,
        /** No answer at all. */
        SILENT,
        /** Nothing more for too long. */
        LATE,
        /** The body is not whole. */
        CUT,
        OTHER
    }

    static Failure ending(IOException e) {
        return switch (e) {
            case ConnectTimeoutException _ -> Failure.DEAF;
            case SocketTimeoutException _ -> Failure.LATE;
            case ConnectException _ -> Failure.REFUSED;
            case NoHttpResponseException _ -> Failure.SILENT;
            case ConnectionClosedException _, MalformedChunkCodingException _ -> Failure.CUT;
            default -> Failure.OTHER;
        };
    }

    private static Answer answer(ClassicHttpResponse response, int limit) throws IOException {
        var headers = new HashMap<String, String>();
        for (var each : response.getHeaders()) {
            headers.putIfAbsent(each.getName().toLowerCase(Locale.ROOT), String.valueOf(each.getValue()));
        }
        var entity = response.getEntity();
        var body = entity == null ? new byte[0] : entity.getContent().readNBytes(limit);
        boolean whole = entity == null || body.length < limit || entity.getContent().read() < 0;
        var links = Stream.of(response.getHeaders("Link")).map(each -> String.valueOf(each.getValue())).toList();
        return new Answer(response.getCode(), headers, links, new Body(body, headers.get("content-type")), whole);
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
        threads.shutdownNow();
    }

    private record Guard(Outside.Names names, Set<String> named) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            var addresses = names.of(host);
            if (named.contains(Network.host(host))) return addresses;
            for (var each : addresses) if (names.closed(each)) throw new Closed(host);
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
