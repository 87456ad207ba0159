package staytuned.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import staytuned.template.TemplateFailed;
import staytuned.template.Templates;

/** A letter that is being worked on, at a loopback address: it is set anew whenever a page asks for it. */
public final class PreviewSite implements AutoCloseable {
    /** Our page and the script that loads it anew; the letter stands in frames that can do nothing. */
    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
            + "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final Templates templates;
    private final Function<String, Shown> letters;
    private final WebServer server;

    /**
     * A letter as one reader would get it.
     *
     * @param headers the lines of the message's header
     * @param findings what is wrong with it, the errors first
     */
    public record Shown(
            String to,
            String subject,
            String preheader,
            String html,
            String text,
            String headers,
            List<String> findings) {}

    /**
     * Starts to listen on 127.0.0.1.
     *
     * @param port 0 for any free one
     * @param letters from an address, empty for any reader, to the letter as it is now; IllegalArgumentException or
     *     TemplateFailed where there is none, with a sentence that says why
     */
    public PreviewSite(int port, Templates templates, Function<String, Shown> letters) {
        this.templates = templates;
        this.letters = letters;
        var routing = HttpRouting.builder()
                .get("/", (request, response) -> send(response, Answer.HTML, POLICY, page(to(request))))
                .get("/letter", (request, response) -> letter(response, to(request), false))
                .get("/dark", (request, response) -> letter(response, to(request), true))
                .get("/stamp", (request, response) ->
                        send(response, "text/plain; charset=utf-8", POLICY, fresh(to(request))))
                .get("/style.css", (_, response) ->
                        send(response, "text/css; charset=utf-8", POLICY, templates.file("pages/style.css")))
                .get("/preview.js", (_, response) ->
                        send(response, "text/javascript; charset=utf-8", POLICY, templates.file("pages/preview.js")));
        server = WebServer.builder().host("127.0.0.1").port(port).shutdownHook(false).routing(routing).build().start();
        if (!server.isRunning()) {
            throw new Site.Unavailable("the preview cannot be served at 127.0.0.1:" + port
                    + ": stop what listens there, or name another --port");
        }
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static String to(ServerRequest request) {
        return request.query().first("to").orElse("");
    }

    private String page(String to) {
        try {
            var shown = letters.apply(to);
            return templates.render("pages/preview.ftlh", Map.of(
                    "to", to, "letter", shown, "stamp", stamp(shown), "problem", ""));
        } catch (IllegalArgumentException | TemplateFailed e) {
            return templates.render("pages/preview.ftlh", Map.of(
                    "to", to, "stamp", stamp(e), "problem", String.valueOf(e.getMessage())));
        }
    }

    private void letter(ServerResponse response, String to, boolean dark) {
        try {
            var html = letters.apply(to).html();
            var shown = dark ? html.replace("@media (prefers-color-scheme: dark)", "@media all") : html;
            send(response, Answer.HTML, Answer.letter("").policy(), shown);
        } catch (IllegalArgumentException | TemplateFailed e) {
            send(response, "text/plain; charset=utf-8", POLICY, String.valueOf(e.getMessage()));
        }
    }

    /** What changes whenever the page would. */
    private String fresh(String to) {
        try {
            return stamp(letters.apply(to));
        } catch (IllegalArgumentException | TemplateFailed e) {
            return stamp(e);
        }
    }

    private static String stamp(RuntimeException problem) {
        return stamp(String.valueOf(problem.getMessage()));
    }

    /** Without the headers: each time they bear another date and another id. */
    private static String stamp(Shown shown) {
        return stamp(shown.subject + shown.preheader + shown.html + shown.text + shown.findings);
    }

    private static String stamp(String words) {
        return String.format(Locale.ROOT, "%d-%08x", words.length(), words.hashCode());
    }

    private static void send(ServerResponse response, String type, String policy, String body) {
        response.header(HeaderNames.CONTENT_TYPE, type)
                .header("Content-Security-Policy", policy)
                .header("X-Content-Type-Options", "nosniff")
                .header(HeaderNames.CACHE_CONTROL, "no-store");
        response.send(body.getBytes(StandardCharsets.UTF_8));
    }
}
