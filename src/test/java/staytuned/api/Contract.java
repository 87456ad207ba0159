package staytuned.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A client that knows of the API only what its OpenAPI document says: it calls operations by their ids, and takes no
 * answer that the document does not describe.
 */
final class Contract implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, Described> operations = new LinkedHashMap<>();
    final Set<String> succeeded = new TreeSet<>();
    final ObjectNode document;
    private final HttpClient client = HttpClient.newHttpClient();
    private final SchemaRegistry registry = SchemaRegistry.withDialect(Dialects.getDraft202012());
    private final Map<String, Schema> schemas = new HashMap<>();
    private final String base;

    /** An operation as it is described. */
    record Described(String method, String path, ObjectNode node) {
        boolean isOpen() {
            return node.get("security").isEmpty();
        }

        boolean hasBody() {
            return node.has("requestBody");
        }
    }

    /** A call, as far as it is not the usual one. */
    record Sent(Map<String, String> parameters, @Nullable String body, Map<String, String> headers) {
        static Sent of(String... parameters) {
            var map = new LinkedHashMap<String, String>();
            for (var i = 0; i < parameters.length; i += 2) map.put(parameters[i], parameters[i + 1]);
            return new Sent(map, null, Map.of());
        }

        Sent body(String json) {
            return new Sent(parameters, json, headers);
        }

        Sent header(String name, String value) {
            var all = new HashMap<>(headers);
            all.put(name, value);
            return new Sent(parameters, body, all);
        }

        Sent with(String name, String value) {
            var all = new LinkedHashMap<>(parameters);
            all.put(name, value);
            return new Sent(all, body, headers);
        }
    }

    Contract(String site) throws Exception {
        base = site + "/api/v1";
        document = (ObjectNode) JSON.readTree(get("/openapi.json").body());
        document.get("paths").properties().forEach(path -> path.getValue().properties().forEach(verb -> {
            var node = (ObjectNode) verb.getValue();
            var method = verb.getKey().toUpperCase(Locale.ROOT);
            operations.put(node.get("operationId").asText(), new Described(method, path.getKey(), node));
        }));
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + path));
        if (headers.length > 0) request.headers(headers);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** Calls an operation that must succeed, and gives what it answers. */
    JsonNode does(String token, String id, Sent sent) throws Exception {
        var answer = call(token, id, sent);
        assertEquals(200, answer.statusCode(), id + ": " + answer.body());
        succeeded.add(id);
        return JSON.readTree(answer.body());
    }

    /** Calls an operation that must fail so, and gives the problem. */
    JsonNode fails(int status, String token, String id, Sent sent) throws Exception {
        var answer = call(token, id, sent);
        assertEquals(status, answer.statusCode(), id + ": " + answer.body());
        assertEquals("application/problem+json", answer.headers().firstValue("Content-Type").orElse(""), id);
        var problem = JSON.readTree(answer.body());
        assertEquals(status, problem.get("status").asInt(), id);
        assertTrue(problem.get("detail").asText().length() > 10, answer.body());
        return problem;
    }

    /** Calls an operation; its answer is one of those that are described, to the last field. */
    HttpResponse<String> call(String token, String id, Sent sent) throws Exception {
        var described = operations.get(id);
        assertNotNull(described, id);
        return call(token, id, sent, described.method);
    }

    HttpResponse<String> call(String token, String id, Sent sent, String method) throws Exception {
        var described = operations.get(id);
        var query = sent.parameters.entrySet().stream()
                .filter(each -> !described.path.contains("{" + each.getKey() + "}"))
                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        var path = described.path;
        for (var each : sent.parameters.entrySet()) {
            path = path.replace("{" + each.getKey() + "}", encoded(each.getValue()));
        }
        var request = HttpRequest.newBuilder(URI.create(base + path + (query.isEmpty() ? "" : "?" + query)))
                .method(method, sent.body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(sent.body));
        if (!token.isEmpty()) request.setHeader("Authorization", "Bearer " + token);
        if (sent.body != null) request.setHeader("Content-Type", "application/json");
        sent.headers.forEach(request::setHeader);
        var answer = client.send(request.build(), BodyHandlers.ofString());
        if (method.equals(described.method)) check(id, described, answer);
        return answer;
    }

    private void check(String id, Described described, HttpResponse<String> answer) throws IOException {
        var response = described.node.get("responses").get(String.valueOf(answer.statusCode()));
        assertNotNull(response, id + " does not say that it may answer " + answer.statusCode() + ": " + answer.body());
        if (response.has("$ref")) {
            response = document.at(response.get("$ref").asText().substring(1));
        }
        var type = answer.headers().firstValue("Content-Type").orElse("");
        var schema = response.get("content").get(type);
        assertNotNull(schema, id + " does not say that it may answer " + type);
        assertEquals("[]", validate(schema.get("schema"), JSON.readTree(answer.body())), id + ": " + answer.body());
    }

    /** What is wrong with a value, by a schema of the document. */
    String validate(JsonNode schema, JsonNode value) {
        return schemas.computeIfAbsent(schema.toString(), _ -> {
            var whole = (ObjectNode) schema.deepCopy();
            whole.set("components", document.get("components"));
            return registry.getSchema(whole);
        }).validate(value).toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
