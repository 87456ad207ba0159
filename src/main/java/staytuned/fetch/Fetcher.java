package staytuned.fetch;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import staytuned.text.Characters;

/** Fetches feeds and pages over HTTP, within limits of time and size, and never from a private network by accident. */
public final class Fetcher implements AutoCloseable {
    private static final int REDIRECTS = 5;
    private static final Set<Integer> TEMPORARY = Set.of(302, 303, 307);
    /** RFC 9110 sections 15.4.2 and 15.4.9 */
    private static final Set<Integer> PERMANENT = Set.of(301, 308);
    private static final String ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json,"
            + " application/xml;q=0.9, text/html;q=0.8, */*;q=0.5";

    private final HttpClient client;
    private final Limits limits;
    private final String userAgent;
    private final Set<String> named;
    private final InstantSource clock;

    /**
     * How long and how much.
     *
     * @param whole for a request with its redirects and its body
     * @param bytes of a body, as it comes and unpacked
     */
    public record Limits(Duration connect, Duration whole, int bytes) {
        /** 10 seconds, 30 seconds, 10 MB. */
        public static final Limits USUAL = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(30), 10_000_000);
    }

    /** {@code named} are the hosts that the admin named in the config: they may stand in a private network. */
    public Fetcher(URI site, Set<String> named, Limits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.named = Set.copyOf(named);
        userAgent = "Staytuned/0.1 (+" + site + ")";
        client = HttpClient.newBuilder()
                .connectTimeout(limits.connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /** Fetches {@code url}; with what the last answer said of itself, only when it has changed since. */
    public Fetched fetch(URI url, @Nullable String etag, @Nullable String lastModified) {
        long deadline = System.nanoTime() + limits.whole().toNanos();
        var at = url;
        boolean forGood = true;
        try {
            for (int hop = 0; hop <= REDIRECTS; hop++) {
                var refusal = refusal(at);
                if (refusal != null) return new Fetched.Failed(refusal, null);
                var response = send(request(at, etag, lastModified), deadline);
                var target = redirect(at, response);
                if (target == null) return answer(at, forGood && !at.equals(url) ? at : null, response);
                forGood &= PERMANENT.contains(response.statusCode());
                at = target;
            }
            return new Fetched.Failed("more than " + REDIRECTS + " redirects, the last to " + at, null);
        } catch (TimeoutException e) {
            return new Fetched.Failed("no complete answer from " + at.getHost() + " within "
                    + limits.whole().toSeconds() + " s", null);
        } catch (IOException e) {
            return new Fetched.Failed(reason(e, at), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Fetched.Failed("interrupted", null);
        }
    }

    private @Nullable String refusal(URI at) throws UnknownHostException {
        var scheme = at.getScheme() == null ? "" : at.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        if (!web || at.getHost() == null) return at + " is no http or https address";
        if (named.contains(at.getHost())) return null;
        // The client resolves the name again; Java keeps the answer for 30 seconds, so it is the one looked at here.
        return Network.isPrivate(at.getHost())
                ? at + " is in a private network and its host is not named in the config"
                : null;
    }

    private HttpRequest request(URI at, @Nullable String etag, @Nullable String lastModified) {
        var request = HttpRequest.newBuilder(at)
                .timeout(limits.whole())
                .header("User-Agent", userAgent)
                .header("Accept", ACCEPT)
                .header("Accept-Encoding", "gzip");
        // Without TLS, an offer of HTTP/2 is a header that some servers stumble over.
        request.version("http".equalsIgnoreCase(at.getScheme()) ? HttpClient.Version.HTTP_1_1
                : HttpClient.Version.HTTP_2);
        // RFC 9110 section 13.1
        if (etag != null) request.header("If-None-Match", etag);
        if (lastModified != null) request.header("If-Modified-Since", lastModified);
        return request.build();
    }

    private HttpResponse<byte[]> send(HttpRequest request, long deadline)
            throws IOException, TimeoutException, InterruptedException {
        var sent = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), limits.bytes()));
        try {
            return sent.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private static @Nullable URI redirect(URI at, HttpResponse<byte[]> response) throws IOException {
        int status = response.statusCode();
        if (!TEMPORARY.contains(status) && !PERMANENT.contains(status)) return null;
        var location = response.headers().firstValue("Location").orElse("");
        try {
            if (!location.isBlank()) return at.resolve(location.strip().replace(" ", "%20"));
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IOException("HTTP " + status + " redirects to '" + Characters.cut(location, 200)
                + "', which is no address");
    }

    private Fetched answer(URI at, @Nullable URI moved, HttpResponse<byte[]> response) throws IOException {
        var headers = response.headers();
        int status = response.statusCode();
        if (status == 304) return new Fetched.Unchanged(moved);
        if (status == 410) return new Fetched.Gone();
        if (status != 200) {
            return new Fetched.Failed(said(status), retryAfter(headers.firstValue("Retry-After").orElse(null)));
        }
        boolean packed = headers.firstValue("Content-Encoding").orElse("").equalsIgnoreCase("gzip");
        var bytes = packed ? unpacked(response.body()) : response.body();
        var type = headers.firstValue("Content-Type").orElse(null);
        return new Fetched.Changed(
                Decoding.text(bytes, type),
                type,
                at,
                headers.firstValue("ETag").orElse(null),
                headers.firstValue("Last-Modified").orElse(null),
                moved);
    }

    private byte[] unpacked(byte[] packed) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            var bytes = in.readNBytes(limits.bytes() + 1);
            if (bytes.length > limits.bytes()) {
                throw new IOException("larger than " + limits.bytes() + " bytes when unpacked");
            }
            return bytes;
        } catch (EOFException e) {
            throw new IOException("the gzip body is cut off", e);
        } catch (ZipException e) {
            throw new IOException("the body says gzip and is none: " + e.getMessage(), e);
        }
    }

    private static String said(int status) {
        return "HTTP " + status + switch (status) {
            case 401, 403 -> " not allowed to read it";
            case 404 -> " not found";
            case 429 -> " asked too often";
            case 500, 502, 503, 504 -> " the server has a problem";
            default -> " instead of 200";
        };
    }

    /** RFC 9110 section 10.2.3: seconds, or a date. */
    private @Nullable Instant retryAfter(@Nullable String value) {
        if (value == null) return null;
        var text = value.strip();
        try {
            if (text.matches("\\d{1,9}")) return clock.instant().plusSeconds(Long.parseLong(text));
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private String reason(IOException e, URI at) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof HttpConnectTimeoutException) return at.getHost() + " does not accept the connection";
            if (each instanceof UnknownHostException) return "no host is called " + at.getHost();
            if (each instanceof SSLException) {
                return "TLS with " + at.getHost() + " fails: " + Characters.line(each.getMessage(), 200);
            }
            var message = String.valueOf(each.getMessage());
            if (message.contains("too large") || message.contains("capacity")) {
                return "larger than " + limits.bytes() + " bytes";
            }
        }
        if (e instanceof ConnectException) return at.getHost() + " refuses the connection";
        var message = Characters.line(e.getMessage(), 300);
        if (message == null) return "the connection broke (" + e.getClass().getSimpleName() + ")";
        if (message.contains("received no bytes")) return at.getHost() + " closed the connection without an answer";
        boolean cut = message.contains("fixed content-length") || message.contains("EOF") || message.contains("closed");
        return cut ? "the connection closed in the middle of the body" : message;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
