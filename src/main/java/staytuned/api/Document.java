package staytuned.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import staytuned.api.Operation.Head;
import staytuned.api.Operation.Verb;

/** The OpenAPI 3.1 document, made of the operations themselves. */
final class Document {
    private static final JsonNodeFactory NEW = JsonNodeFactory.instance;
    private static final String RESPONSES = "#/components/responses/";
    private static final String ABOUT = """
            All that an admin can do with Staytuned, by programs. Names are in snake_case, times are in UTC. A list \
            comes in pages: give the "next" of one page as "cursor" to get the next. A POST with an Idempotency-Key \
            that comes again within a day is answered as the first time, and done once. Calls are limited for each \
            token, as the headers RateLimit and RateLimit-Policy say. What fails is answered as RFC 9457 writes it.""";

    private final Schemas schemas = new Schemas();
    private final ObjectNode root = NEW.objectNode();

    private Document(String site, List<Operation> operations) {
        root.put("openapi", "3.1.1");
        root.putObject("info")
                .put("title", "Staytuned")
                .put("version", "1")
                .put("description", ABOUT);
        root.putArray("servers").addObject().put("url", site + Api.ROOT);
        var paths = root.putObject("paths");
        for (var each : operations) {
            var path = paths.has(each.head().path())
                    ? (ObjectNode) paths.get(each.head().path())
                    : paths.putObject(each.head().path());
            path.set(each.head().verb().name().toLowerCase(Locale.ROOT), operation(each));
        }
        root.set("components", components());
    }

    /**
     * The document.
     *
     * @param site the public address of the pages, without a slash at its end
     */
    static ObjectNode of(String site, List<Operation> operations) {
        return new Document(site, operations).root;
    }

    private ObjectNode operation(Operation operation) {
        var head = operation.head();
        var node = NEW.objectNode();
        node.put("operationId", head.id()).put("summary", head.says());
        node.putArray("tags").add(head.path().split("/", -1)[1]);
        var security = node.putArray("security");
        // What OAuth calls a scope is a role here (OpenAPI 3.1, Security Requirement Object).
        if (head.scope() != null) security.addObject().putArray("token").add(head.scope().toString());
        var parameters = node.putArray("parameters");
        for (var each : head.parameters().getRecordComponents()) parameters.add(parameter(head, each));
        if (head.verb() == Verb.POST) parameters.addObject().put("$ref", "#/components/parameters/IdempotencyKey");
        if (head.hasBody()) {
            var body = node.putObject("requestBody").put("required", true);
            body.putObject("content").putObject("application/json").set("schema", schemas.of(head.body()));
        }
        var responses = node.putObject("responses");
        var right = responses.putObject("200");
        right.put("description", operation.listed() ? "A page of them." : "As it is now.");
        if (head.scope() != null) limits(right.putObject("headers"));
        right.putObject("content").putObject("application/json").set("schema",
                operation.listed() ? schemas.page(operation.answer()) : schemas.of(operation.answer()));
        for (var each : problems(head)) {
            responses.putObject(String.valueOf(each.status)).put("$ref", RESPONSES + each.word());
        }
        return node;
    }

    private ObjectNode parameter(Head<?, ?> head, RecordComponent component) {
        var name = Json.name(component.getName());
        var inPath = head.path().contains("{" + name + "}");
        var node = NEW.objectNode().put("name", name).put("in", inPath ? "path" : "query");
        if (!Schemas.isOptional(component)) node.put("required", true);
        var note = component.getAnnotation(Note.class);
        if (note != null) node.put("description", note.value());
        node.set("schema", schemas.parameter(component));
        return node;
    }

    /** The ways in which an operation can fail. */
    static List<Kind> problems(Head<?, ?> head) {
        var all = new ArrayList<Kind>();
        all.add(Kind.MALFORMED);
        if (head.scope() != null) all.addAll(List.of(Kind.UNAUTHORIZED, Kind.FORBIDDEN));
        if (head.path().contains("{")) all.add(Kind.NOT_FOUND);
        all.add(Kind.NOT_ACCEPTABLE);
        if (head.changes()) {
            all.addAll(List.of(Kind.CONFLICT, Kind.TOO_LARGE, Kind.NO_JSON, Kind.REFUSED));
        }
        if (head.scope() != null) all.add(Kind.TOO_OFTEN);
        all.add(Kind.BROKEN);
        return all;
    }

    private ObjectNode components() {
        var components = NEW.objectNode();
        components.putObject("securitySchemes").putObject("token")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "A token that an admin makes by \"tokens add\".");
        var key = components.putObject("parameters").putObject("IdempotencyKey");
        key.put("name", Api.KEY).put("in", "header")
                .put("description", "Any text of up to 255 characters that is new for each thing to be done.");
        key.putObject("schema").put("type", "string").put("maxLength", 255);
        var headers = components.putObject("headers");
        header(headers, "RateLimit", "How many calls are left, r, and in how many seconds there are more, t.");
        header(headers, "RateLimitPolicy", "How many calls, q, are allowed in how many seconds, w.");
        var responses = components.putObject("responses");
        var problem = schemas.of(Problem.Answer.class);
        for (var each : Kind.values()) {
            var response = responses.putObject(each.word()).put("description", each.title + ". " + each.cure);
            response.putObject("content").putObject("application/problem+json").set("schema", problem.deepCopy());
        }
        components.putObject("schemas").setAll(schemas.named());
        return components;
    }

    private static void header(ObjectNode headers, String name, String says) {
        headers.putObject(name).put("description", says).putObject("schema").put("type", "string");
    }

    private static void limits(ObjectNode headers) {
        headers.putObject("RateLimit").put("$ref", "#/components/headers/RateLimit");
        headers.putObject("RateLimit-Policy").put("$ref", "#/components/headers/RateLimitPolicy");
    }
}
