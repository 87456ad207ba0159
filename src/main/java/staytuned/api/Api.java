package staytuned.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.admin.Audit;
import staytuned.admin.Token;
import staytuned.admin.Tokens;
import staytuned.api.Operation.Verb;
import staytuned.db.Database;

/** The API: who is let in, what they may do, and how it is answered. No other site's pages are (no CORS). */
public final class Api implements HttpService {
    /** Below which address it is served. */
    public static final String ROOT = "/api/v1";

    static final String KEY = "Idempotency-Key";
    static final int LARGEST_BODY = 64 * 1024;
    private static final int LONGEST_KEY = 255;
    private static final String BEARER = "bearer ";
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final Map<String, Map<Verb, Operation>> operations;
    private final String document;
    private final Desk desk;
    private final Replays replays;
    private final Turnstile turnstile;

    /**
     * What it works with.
     *
     * @param site the public address of the pages, without a slash at its end
     * @param perMinute how many calls of one token are answered in a minute
     */
    public record Desk(
            Database database, Tokens tokens, String site, int perMinute, Audit audit, InstantSource clock) {}

    public Api(Desk desk, Stages stages) {
        this.desk = desk;
        var all = new ArrayList<>(stages.operations());
        all.addAll(new AuditOperations(desk.audit).all());
        all.add(Operation.open("/problems", "listProblems", "The ways in which a call fails, and what to do then.")
                .lists(ProblemKind.class, _ -> ProblemKind.all()));
        this.operations = all.stream().collect(Collectors.groupingBy(
                each -> each.head().path(), LinkedHashMap::new,
                Collectors.toMap(each -> each.head().verb(), each -> each)));
        this.document = Document.of(desk.site, all).toPrettyString();
        this.replays = new Replays(desk.database, desk.clock);
        this.turnstile = new Turnstile(desk.perMinute, desk.clock);
    }

    /** Forgets what was answered too long ago for the same call to come again. */
    public static void forgetOld(Database database, InstantSource clock) {
        new Replays(database, clock).forgetOld();
    }

    /** One way in which a call fails. */
    @Note("A way in which a call fails.")
    record ProblemKind(
            @Note("The end of its type.") String kind,
            @Note("The status of HTTP.") int status,
            @Note("What it says.") String title,
            @Note("What to do.") String cure) {
        static Page<ProblemKind> all() {
            return Page.whole(List.of(Kind.values()).stream()
                    .map(each -> new ProblemKind(each.word(), each.status, each.title, each.cure))
                    .toList());
        }
    }

    private record Reply(int status, String type, String body, Map<String, String> headers) {
        static Reply json(int status, String body, Map<String, String> headers) {
            return new Reply(status, "application/json", body, headers);
        }

        static Reply of(Problem problem, Map<String, String> headers) {
            var all = new HashMap<>(headers);
            all.putAll(problem.headers);
            return new Reply(
                    problem.kind.status, "application/problem+json", Json.write(problem.answer()), Map.copyOf(all));
        }
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any("/openapi.json", (request, response) -> send(request, response, described(request)));
        operations.forEach((path, here) ->
                rules.any(path, (request, response) -> send(request, response, answer(request, here))));
        rules.any((request, response) -> send(request, response, Reply.of(
                Problem.of(Kind.NOT_FOUND, "nothing is here; see GET " + ROOT + "/openapi.json"), Map.of())));
    }

    private Reply described(ServerRequest request) {
        var method = request.prologue().method();
        if (method.equals(Method.GET) || method.equals(Method.HEAD)) return Reply.json(200, document, Map.of());
        return Reply.of(notHere(method, "GET"), Map.of());
    }

    private static Problem notHere(Method method, String allowed) {
        return Problem.with(Kind.NO_SUCH_METHOD, method.text() + " is not done here; use " + allowed, "Allow", allowed);
    }

    private Reply answer(ServerRequest request, Map<Verb, Operation> here) {
        var headers = new HashMap<String, String>();
        try {
            var operation = find(request, here);
            return answer(request, operation, headers);
        } catch (Problem e) {
            return Reply.of(e, headers);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.prologue().method().text(), request.path().path(), e);
            return Reply.of(Problem.of(Kind.BROKEN, "this should not have happened; the log says more"), headers);
        }
    }

    private static Operation find(ServerRequest request, Map<Verb, Operation> here) {
        var method = request.prologue().method();
        var verb = method.equals(Method.HEAD) ? "GET" : method.text();
        for (var each : here.entrySet()) if (each.getKey().name().equals(verb)) return each.getValue();
        throw notHere(method, here.keySet().stream().map(Enum::name).sorted().collect(Collectors.joining(", ")));
    }

    private Reply answer(ServerRequest request, Operation operation, Map<String, String> headers) {
        var head = operation.head();
        var token = head.scope() == null ? null : letIn(request, operation, headers);
        if (!accepts(request)) {
            throw Problem.of(Kind.NOT_ACCEPTABLE, "the header Accept leaves out application/json; add it");
        }
        var body = head.changes() ? body(request) : new byte[0];
        var call = new Sent(operation, parameters(request, operation), sent(request, body), token);
        var key = head.verb() == Verb.POST && token != null ? key(request, token, body) : Optional.<Replays.Key>empty();
        if (key.isEmpty()) return Reply.json(200, run(call, request), headers);
        var before = replays.begin(key.get());
        if (before.isPresent()) return again(before.get(), headers);
        return once(key.get(), call, request, headers);
    }

    private record Sent(Operation operation, Map<String, String> parameters, JsonNode body, @Nullable Token token) {
        String actor() {
            return token == null ? "anybody" : "token " + token.name();
        }
    }

    private static Reply again(Replays.Answered before, Map<String, String> headers) {
        var type = before.status() == 200 ? "application/json" : "application/problem+json";
        var all = new HashMap<>(headers);
        all.put("Idempotency-Replayed", "true");
        return new Reply(before.status(), type, before.body(), all);
    }

    private Reply once(Replays.Key key, Sent call, ServerRequest request, Map<String, String> headers) {
        try {
            var body = run(call, request);
            replays.end(key, new Replays.Answered(200, body));
            return Reply.json(200, body, headers);
        } catch (Problem e) {
            var reply = Reply.of(e, headers);
            replays.end(key, new Replays.Answered(reply.status, reply.body));
            return reply;
        } catch (RuntimeException e) {
            replays.forget(key);
            throw e;
        }
    }

    private String run(Sent call, ServerRequest request) {
        var head = call.operation.head();
        var answer = call.operation.runner().run(call.parameters, call.body, call.actor(), desk.clock.instant());
        if (head.changes()) desk.audit.note(call.actor(), head.words(), request.path().path(), "");
        return Json.write(answer);
    }

    private Token letIn(ServerRequest request, Operation operation, Map<String, String> headers) {
        var given = request.headers().value(HeaderNames.AUTHORIZATION).orElse("");
        var bearer = given.regionMatches(true, 0, BEARER, 0, BEARER.length());
        var token = bearer ? desk.tokens.use(given.substring(BEARER.length()).strip()) : Optional.<Token>empty();
        if (token.isEmpty()) {
            // RFC 6750 section 3
            throw Problem.with(Kind.UNAUTHORIZED, bearer
                            ? "this token is unknown, revoked or expired; see \"tokens list\""
                            : "send the header \"Authorization: Bearer TOKEN\"; an admin makes one by \"tokens add\"",
                    "WWW-Authenticate", bearer ? "Bearer realm=\"staytuned\", error=\"invalid_token\""
                            : "Bearer realm=\"staytuned\"");
        }
        var left = turnstile.pass(token.get().id());
        headers.putAll(left.headers());
        if (left.left() < 0) {
            throw Problem.with(Kind.TOO_OFTEN, "more than " + left.most() + " calls in a minute; wait " + left.seconds()
                    + " s", "Retry-After", String.valueOf(left.seconds()));
        }
        var scope = Objects.requireNonNull(operation.head().scope());
        if (token.get().may(scope)) return token.get();
        throw Problem.with(Kind.FORBIDDEN, "token \"" + token.get().name() + "\" has no scope " + scope
                        + "; it has " + token.get().scopes(), "WWW-Authenticate",
                "Bearer realm=\"staytuned\", error=\"insufficient_scope\", scope=\"" + scope + "\"");
    }

    private static boolean accepts(ServerRequest request) {
        try {
            return request.headers().isAccepted(MediaTypes.APPLICATION_JSON);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] body(ServerRequest request) {
        byte[] body;
        try (var in = request.content().inputStream()) {
            body = in.readNBytes(LARGEST_BODY + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (body.length <= LARGEST_BODY) return body;
        throw Problem.of(Kind.TOO_LARGE, "the body is larger than 64 KB; send less at once");
    }

    private static JsonNode sent(ServerRequest request, byte[] body) {
        if (body.length == 0) return JsonNodeFactory.instance.objectNode();
        var type = request.headers().value(HeaderNames.CONTENT_TYPE).orElse("").split(";", 2)[0].strip();
        if (type.equalsIgnoreCase("application/json")) return Json.read(body);
        throw Problem.of(Kind.NO_JSON, "the body is said to be \"" + type + "\"; send Content-Type: application/json");
    }

    /** Those of the path and those behind the question mark. */
    private static Map<String, String> parameters(ServerRequest request, Operation operation) {
        var all = new LinkedHashMap<String, String>();
        for (var name : request.query().names()) {
            var values = request.query().all(name);
            if (values.size() != 1 || operation.head().path().contains("{" + name + "}")) {
                throw Problem.wrong(Kind.MALFORMED, List.of(new Problem.Wrong(name, "stands twice; keep one of them")));
            }
            all.put(name, values.getFirst());
        }
        for (var part : operation.head().path().split("/", -1)) {
            if (!part.startsWith("{")) continue;
            var name = part.substring(1, part.length() - 1);
            all.put(name, request.path().pathParameters().get(name));
        }
        return all;
    }

    private static Optional<Replays.Key> key(ServerRequest request, Token token, byte[] body) {
        var key = request.headers().first(HeaderNames.create(KEY)).orElse(null);
        if (key == null) return Optional.empty();
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw Problem.of(Kind.MALFORMED, "the header " + KEY + " needs 1 to " + LONGEST_KEY + " characters");
        }
        var query = request.query().isEmpty() ? "" : "?" + request.query().rawValue();
        return Optional.of(Replays.Key.of(token.id(), key, "POST", request.path().path() + query, body));
    }

    private static void send(ServerRequest request, ServerResponse response, Reply reply) {
        var bytes = reply.body.getBytes(StandardCharsets.UTF_8);
        response.status(reply.status)
                .header(HeaderNames.CONTENT_TYPE, reply.type)
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header("X-Content-Type-Options", "nosniff");
        reply.headers.forEach(response::header);
        if (request.prologue().method().equals(Method.HEAD)) {
            response.header(HeaderNames.CONTENT_LENGTH, String.valueOf(bytes.length));
            response.send();
        } else {
            response.send(bytes);
        }
    }
}
