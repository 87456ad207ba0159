package staytuned.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What a page sends back.
 *
 * @param type the Content-Type
 * @param policy the Content-Security-Policy (CSP level 3)
 * @param more further headers
 */
public record Answer(int status, String type, String policy, String body, Map<String, String> more) {
    /** Says to search engines what to do with a page. */
    static final String UNFOUND = "X-Robots-Tag";

    public static final String HTML = "text/html; charset=utf-8";
    /** Our own pages: nothing but our style sheet, pictures, and forms that come back to us. */
    private static final String OWN = "default-src 'none'; style-src 'self'; img-src 'self' https: data:; "
            + "form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'self'";
    /** A letter has its style inline and may come from anybody's feed: it is shown, and can do nothing. */
    private static final String LETTER = "default-src 'none'; style-src 'unsafe-inline'; img-src https: http: data:; "
            + "form-action 'none'; base-uri 'none'; frame-ancestors 'self'; "
            + "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

    public Answer(int status, String type, String policy, String body) {
        this(status, type, policy, body, Map.of());
    }

    /** What a program asked for, of this type: a browser that shows it runs nothing. */
    static Answer data(String type, String text) {
        return new Answer(200, type, OWN, text);
    }

    /** The same with one more header. */
    public Answer with(String name, String value) {
        var all = new HashMap<>(more);
        all.put(name, value);
        return new Answer(status, type, policy, body, Map.copyOf(all));
    }

    /** A file that the browser keeps and does not show. */
    static Answer download(String name, String json) {
        var headers = Map.of("Content-Disposition", "attachment; filename=\"" + name + "\"");
        return new Answer(200, "application/json; charset=utf-8", OWN, json, headers);
    }

    static Answer page(int status, String html) {
        return new Answer(status, HTML, OWN, html);
    }

    /** A letter: it is shown, and can do nothing. */
    public static Answer letter(String html) {
        return new Answer(200, HTML, LETTER, html);
    }

    static Answer style(String css) {
        return new Answer(200, "text/css; charset=utf-8", OWN, css);
    }

    /** For a client that has asked for much that is not there (RFC 6585 section 4). */
    static Answer tooMany() {
        return new Answer(429, "text/plain; charset=utf-8", OWN, "Too many requests. Try again in a minute.\n",
                Map.of("Retry-After", "60"));
    }

    /** What a machine asked for: no browser takes it for a page. */
    static Answer plain(int status, String text) {
        return new Answer(status, "text/plain; charset=utf-8", OWN, text);
    }

    /** What a program asked for, as JSON. */
    static Answer json(int status, String type, String body, Map<String, String> more) {
        return new Answer(status, type, OWN, body, more);
    }

    void send(ServerRequest request, ServerResponse response, boolean https) {
        var kept = Cached.has(request.headers(), this);
        response.status(kept ? 304 : status)
                .header(HeaderNames.CONTENT_TYPE, type)
                .header("Content-Security-Policy", policy)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header(HeaderNames.CACHE_CONTROL, more.getOrDefault(Cached.CONTROL, usual()));
        more.forEach((name, value) -> {
            if (!name.equals(Cached.CONTROL)) response.header(name, value);
        });
        if (https) response.header("Strict-Transport-Security", "max-age=31536000");
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        if (kept) {
            response.send();
        } else if (request.prologue().method().equals(Method.HEAD)) { // RFC 9110 section 9.3.2
            response.header(HeaderNames.CONTENT_LENGTH, String.valueOf(bytes.length));
            response.send();
        } else {
            response.send(bytes);
        }
    }

    private String usual() {
        return type.startsWith("text/css") ? "max-age=300" : "no-store";
    }
}
