package staytuned.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import staytuned.newsletter.Newsletter;
import staytuned.template.Templates;

/** Takes the wishes of programs, as JSON; what is wrong is said as RFC 9457 has it. */
final class SubscribeApi {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";
    private static final int LARGEST = 8 * 1024;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Doorbell doorbell;
    private final Set<String> origins;
    private final Templates templates;

    SubscribeApi(Doorbell doorbell, Set<String> origins, Templates templates) {
        this.doorbell = doorbell;
        this.origins = origins;
        this.templates = templates;
    }

    /** Whether a script of another site may ask (the Fetch standard, CORS protocol). */
    Answer preflight(ServerRequest request) {
        if (origin(request).isEmpty()) return problem(request, 403, "This web site may not ask here.");
        var headers = headers(request);
        headers.put("Access-Control-Allow-Methods", "POST");
        headers.put("Access-Control-Allow-Headers", "Content-Type");
        headers.put("Access-Control-Max-Age", "3600");
        return Answer.json(204, JSON, "", headers);
    }

    Answer subscribe(ServerRequest request, @Nullable Newsletter newsletter) {
        if (request.headers().contains(HeaderNames.ORIGIN) && origin(request).isEmpty()) {
            return problem(request, 403, "This web site may not ask here: it is not in site.origins.");
        }
        if (newsletter == null) return problem(request, 404, "There is no such newsletter.");
        var type = request.headers().value(HeaderNames.CONTENT_TYPE).orElse("");
        if (!type.replaceFirst(";.*", "").strip().equalsIgnoreCase(JSON)) {
            return problem(request, 415, "Send " + JSON + ".");
        }
        var body = body(request).orElse(null);
        if (body == null) return problem(request, 413, "This is larger than 8 KB.");
        var sent = fields(body).orElse(null);
        if (sent == null) {
            return problem(request, 400, "This is no JSON object of texts, such as {\"email\": \"a@b.example\"}.");
        }
        var words = templates.words(SubscribePages.AREA, sent.first("language"), newsletter.language());
        return switch (doorbell.ring(request, sent, newsletter, words)) {
            case Doorbell.Rung.Asked asked -> {
                var says = new LinkedHashMap<String, String>();
                says.put("status", "asked");
                says.put("message", words.say("asked.text", asked.address().email()));
                asked.meant().ifPresent(each -> says.put("meant", each.email()));
                yield Answer.json(202, JSON, text(says), headers(request));
            }
            case Doorbell.Rung.NoAddress _ -> problem(request, 400, words.say("subscribe.wrong"));
            case Doorbell.Rung.TooMany _ -> problem(request, 429, words.say("subscribe.many.text"));
        };
    }

    /** The whole body; none where it is too large. */
    private static Optional<String> body(ServerRequest request) {
        try (var in = request.content().inputStream()) {
            var bytes = in.readNBytes(LARGEST + 1);
            return bytes.length > LARGEST ? Optional.empty() : Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The texts of an object; what is no text is left out. */
    private static Optional<Form> fields(String body) {
        JsonNode node;
        try {
            node = MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        if (!node.isObject()) return Optional.empty();
        var fields = new HashMap<String, List<String>>();
        node.properties().forEach(each -> {
            if (each.getValue().isTextual()) fields.put(each.getKey(), List.of(each.getValue().textValue()));
        });
        return Optional.of(new Form(fields));
    }

    private Answer problem(ServerRequest request, int status, String detail) {
        var says = new LinkedHashMap<String, Object>();
        says.put("status", status);
        says.put("title", Status.create(status).reasonPhrase());
        says.put("detail", detail);
        return Answer.json(status, PROBLEM, text(says), headers(request));
    }

    static String text(Map<String, ?> says) {
        try {
            return MAPPER.writeValueAsString(says);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Only a site that the config names may read the answer; caches must not give it to another. */
    private Map<String, String> headers(ServerRequest request) {
        var headers = new HashMap<String, String>();
        headers.put("Vary", "Origin");
        origin(request).ifPresent(each -> headers.put("Access-Control-Allow-Origin", each));
        return headers;
    }

    private Optional<String> origin(ServerRequest request) {
        return request.headers().value(HeaderNames.ORIGIN).filter(origins::contains);
    }
}
