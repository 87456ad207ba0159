package staytuned.fetch;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import staytuned.text.Characters;

/** Fetches feeds and pages over HTTP, within limits of time and size, and never from a private network by accident. */
public final class Fetcher implements AutoCloseable {
    private static final int REDIRECTS = 5;
    /** How many bytes of the answer to a form are of interest. */
    private static final int SAID = 10_000;
    private static final Set<Integer> TEMPORARY = Set.of(302, 303, 307);
    /** RFC 9110 sections 15.4.2 and 15.4.9 */
    private static final Set<Integer> PERMANENT = Set.of(301, 308);
    /** What may be better at the next try, although the status says that the request was wrong. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);
    /** What a header may hold (RFC 9110 section 5.5); servers send more. */
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7E\\x80-\\xFF]*");
    private static final String ACCEPT_FEED = "application/atom+xml, application/rss+xml, application/feed+json,"
            + " application/xml;q=0.9, text/html;q=0.8, */*;q=0.5";
    static final String ACCEPT_PAGE = "text/html, application/xhtml+xml, */*;q=0.5";

    private final Exchanges exchanges;
    private final Limits limits;
    private final String userAgent;
    private final InstantSource clock;
    private final Pages pages;

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

    /** What is asked for, and what the last answer said of itself. */
    record Wish(URI url, @Nullable String etag, @Nullable String lastModified, String accept, int bytes) {}

    /** {@code named} are the hosts that the admin named in the config: they may stand in a private network. */
    public Fetcher(URI site, Set<String> named, Limits limits, InstantSource clock) {
        this(site, named, limits, clock, Outside.REAL);
    }

    /** With the world outside in the hands of whoever builds it. */
    public Fetcher(URI site, Set<String> named, Limits limits, InstantSource clock, Outside outside) {
        this.limits = limits;
        this.clock = clock;
        userAgent = "Staytuned/0.1 (+" + site + ")";
        var hosts = named.stream().map(Network::host).collect(Collectors.toUnmodifiableSet());
        exchanges = new Exchanges(outside.names(), hosts, limits.connect(), limits.whole());
        var gate = new Gate(outside.pause());
        pages = new Pages(this, new Robots(at -> robots(at, gate), clock), gate);
    }

    /** The same fetcher for pages that the admin did not name himself. */
    public Pages pages() {
        return pages;
    }

    /** Fetches {@code url}; with what the last answer said of itself, only when it has changed since. */
    public Fetched fetch(URI url, @Nullable String etag, @Nullable String lastModified) {
        return fetch(new Wish(url, etag, lastModified, ACCEPT_FEED, limits.bytes()), Manner.NAMED);
    }

    /** As {@link #fetch}, for a page of HTML. */
    public Fetched page(URI url, @Nullable String etag, @Nullable String lastModified) {
        return fetch(new Wish(url, etag, lastModified, ACCEPT_PAGE, limits.bytes()), Manner.NAMED);
    }

    Fetched fetch(Wish wish, Manner manner) {
        var at = wish.url();
        try {
            long left = limits.whole().toNanos();
            boolean forGood = true;
            for (int hop = 0; hop <= REDIRECTS; hop++) {
                if (!web(at)) return lasting(at + " is no http or https address");
                var refusal = manner.refusal(at);
                if (refusal != null) return refusal;
                Exchanges.Answer answer;
                try (var _ = manner.turn(at)) {
                    long start = System.nanoTime();
                    answer = exchanges.get(at, headers(wish), wish.bytes(), start + left);
                    left -= System.nanoTime() - start;
                }
                var target = redirect(at, answer);
                if (target == null) return answer(wish, at, forGood && !at.equals(wish.url()) ? at : null, answer);
                forGood &= PERMANENT.contains(answer.status());
                at = target;
            }
            return lasting(astray(at));
        } catch (Exchanges.Closed e) {
            return lasting(closed(at));
        } catch (TimeoutException | IOException | InterruptedException e) {
            return new Fetched.Failed(failure(e, at, limits.whole()), null);
        }
    }

    /**
     * Sends a form; follows the redirects that keep it one (RFC 9110 sections 15.4.8 and 15.4.9), except out of TLS.
     *
     * @param form application/x-www-form-urlencoded
     */
    public Posted post(URI url, String form) {
        long deadline = System.nanoTime() + limits.whole().toNanos();
        var at = url;
        try {
            for (int hop = 0; hop <= REDIRECTS; hop++) {
                if (!web(at)) return new Posted.Refused(at + " is no http or https address");
                var answer = exchanges.post(at, Map.of("User-Agent", userAgent), form, SAID, deadline);
                int status = answer.status();
                if (status / 100 == 2) return new Posted.Accepted();
                if (status != 307 && status != 308) {
                    var says = Characters.line(answer.body().text(), 200);
                    return new Posted.Refused("HTTP " + status + (says == null ? "" : " " + says));
                }
                var target = redirect(at, answer);
                if (target == null) return new Posted.Refused("HTTP " + status + " without an address");
                if ("https".equalsIgnoreCase(at.getScheme()) && !"https".equalsIgnoreCase(target.getScheme())) {
                    return new Posted.Refused("HTTP " + status + " redirects out of TLS to " + target);
                }
                at = target;
            }
            return new Posted.Refused(astray(at));
        } catch (TimeoutException | IOException | InterruptedException e) {
            return new Posted.Refused(failure(e, at, limits.whole()));
        }
    }

    /**
     * Sends JSON; no redirect is followed, for what is sent is meant for this address alone.
     *
     * @param headers beside those that are always sent
     */
    public Posted tell(URI url, String json, Map<String, String> headers) {
        if (!web(url)) return new Posted.Refused(url + " is no http or https address");
        var all = new HashMap<>(headers);
        all.put("User-Agent", userAgent);
        try {
            var answer = exchanges.tell(url, all, json, SAID, System.nanoTime() + limits.whole().toNanos());
            if (answer.status() / 100 == 2) return new Posted.Accepted();
            var says = Characters.line(answer.body().text(), 200);
            return new Posted.Refused("HTTP " + answer.status() + (says == null ? "" : " " + says));
        } catch (TimeoutException | IOException | InterruptedException e) {
            return new Posted.Refused(failure(e, url, limits.whole()));
        }
    }

    /** Says how {@code url} answers within this time; of what stands there nothing is read. */
    public Asked ask(URI url, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        var at = url;
        try {
            for (int hop = 0; hop <= REDIRECTS; hop++) {
                if (!web(at)) return new Asked.Silent(at + " is no http or https address");
                var headers = Map.of("User-Agent", userAgent, "Accept", "*/*");
                var answer = exchanges.get(at, headers, 1, deadline);
                var target = redirect(at, answer);
                if (target == null) return new Asked.Answered(answer.status());
                at = target;
            }
            return new Asked.Silent(astray(at));
        } catch (TimeoutException | IOException | InterruptedException e) {
            return new Asked.Silent(failure(e, at, within));
        }
    }

    private String failure(Exception e, URI at, Duration within) {
        if (e instanceof InterruptedException) Thread.currentThread().interrupt();
        return switch (e) {
            case InterruptedException _ -> "interrupted";
            case Exchanges.Closed _ -> closed(at);
            case IOException io -> reason(io, at);
            default -> late(at, within);
        };
    }

    /** The robots.txt at {@code start}, through at least five redirects (RFC 9309 section 2.3.1.2). */
    private Robots.Found robots(URI start, Gate gate) throws InterruptedException {
        var at = start;
        try {
            for (int hop = 0; hop <= REDIRECTS && web(at); hop++) {
                Exchanges.Answer answer;
                try (var _ = gate.enter(at)) {
                    answer = exchanges.get(at, Map.of("User-Agent", userAgent), Robots.LARGEST,
                            System.nanoTime() + limits.whole().toNanos());
                }
                var target = redirect(at, answer);
                if (target == null) return new Robots.Found(answer.status(), answer.body(), null);
                at = target;
            }
            return new Robots.Found(404, Body.EMPTY, null); // redirects without end count as "there is none"
        } catch (TimeoutException e) {
            return new Robots.Found(0, Body.EMPTY, late(at, limits.whole()));
        } catch (IOException e) {
            return new Robots.Found(0, Body.EMPTY, reason(e, at));
        }
    }

    private static Fetched.Failed lasting(String reason) {
        return new Fetched.Failed(reason, null, true);
    }

    private static String closed(URI at) {
        return at + " is in a private network and its host is not named in the config";
    }

    private static String astray(URI at) {
        return "more than " + REDIRECTS + " redirects, the last to " + at;
    }

    private static String late(URI at, Duration within) {
        return "no complete answer from " + at.getHost() + " within " + within.toSeconds() + " s";
    }

    private static boolean web(URI at) {
        var scheme = at.getScheme() == null ? "" : at.getScheme().toLowerCase(Locale.ROOT);
        return (scheme.equals("http") || scheme.equals("https")) && at.getHost() != null && at.getPort() <= 65_535;
    }

    private Map<String, String> headers(Wish wish) {
        var headers = new HashMap<String, String>();
        headers.put("User-Agent", userAgent);
        headers.put("Accept", wish.accept());
        headers.put("Accept-Encoding", "gzip");
        // RFC 9110 section 13.1
        condition(headers, "If-None-Match", wish.etag());
        condition(headers, "If-Modified-Since", wish.lastModified());
        return headers;
    }

    private static void condition(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null && VALUE.matcher(value).matches()) headers.put(name, value);
    }

    private static @Nullable URI redirect(URI at, Exchanges.Answer answer) throws IOException {
        int status = answer.status();
        if (!TEMPORARY.contains(status) && !PERMANENT.contains(status)) return null;
        var header = answer.header("location");
        var location = header == null ? "" : header;
        try {
            if (!location.isBlank()) return at.resolve(location.strip().replace(" ", "%20"));
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IOException("HTTP " + status + " redirects to '" + Characters.cut(location, 200)
                + "', which is no address");
    }

    private Fetched answer(Wish wish, URI at, @Nullable URI moved, Exchanges.Answer answer) throws IOException {
        int status = answer.status();
        if (status == 304) return new Fetched.Unchanged(moved);
        if (status == 410) return new Fetched.Gone();
        if (status != 200) {
            boolean lasting = status >= 400 && status < 500 && !PASSING.contains(status);
            return new Fetched.Failed(
                    said(status), retryAfter(answer.header("retry-after")), lasting, status == 404);
        }
        if (!answer.whole()) return lasting("larger than " + wish.bytes() + " bytes");
        boolean packed = "gzip".equalsIgnoreCase(answer.header("content-encoding"));
        var body = packed ? unpacked(answer.body(), wish.bytes()) : answer.body();
        if (body.bytes().length > wish.bytes()) return lasting("larger than " + wish.bytes() + " bytes when unpacked");
        return new Fetched.Changed(
                body,
                at,
                answer.header("etag"),
                answer.header("last-modified"),
                answer.links(),
                moved);
    }

    private static Body unpacked(Body packed, int limit) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed.bytes()))) {
            return new Body(in.readNBytes(limit + 1), packed.contentType());
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
            if (each instanceof UnknownHostException) return "no host is called " + at.getHost();
            if (each instanceof SSLException) {
                return "TLS with " + at.getHost() + " fails: " + Characters.line(each.getMessage(), 200);
            }
        }
        return switch (Exchanges.ending(e)) {
            case REFUSED -> at.getHost() + " refuses the connection";
            case DEAF -> at.getHost() + " does not accept the connection";
            case LATE -> late(at, limits.whole());
            case SILENT -> at.getHost() + " closed the connection without an answer";
            case CUT -> "the connection closed in the middle of the body";
            case OTHER -> {
                var message = Characters.line(e.getMessage(), 300);
                yield message == null ? "the connection broke (" + e.getClass().getSimpleName() + ")" : message;
            }
        };
    }

    @Override
    public void close() {
        exchanges.close();
    }
}
