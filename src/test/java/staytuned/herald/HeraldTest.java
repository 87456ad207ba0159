package staytuned.herald;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.TIDINGS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.fetch.Fetcher;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Web;

/** What is told, to a real receiver that checks signatures by another make. */
@OnEachDatabase
class HeraldTest {
    private static final Secret SECRET = Secret.random(RandomGenerator.getDefault());
    private static final Set<Happening> SENT = EnumSet.of(Happening.ISSUE_SENT);

    private final InstantSource clock = InstantSource.system();
    private final Web web = new Web();
    private final List<Heard> heard = Collections.synchronizedList(new ArrayList<>());
    private final Database database;
    private final Hooks hooks;
    private final Tidings tidings;
    private volatile int answer = 204;

    private record Heard(String body, Map<String, List<String>> headers) {
        String id() {
            return headers.get("Webhook-id").getFirst();
        }
    }

    HeraldTest(Database database) {
        this.database = database;
        this.hooks = new Hooks(database, clock);
        this.tidings = new Tidings(database);
        web.on("/hook", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            heard.add(new Heard(body, Map.copyOf(exchange.getRequestHeaders())));
            exchange.sendResponseHeaders(answer, -1);
        });
    }

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void whatHappensIsToldOnceAndAnotherMakeBelievesIt() throws Exception {
        hooks.configure(List.of(new Hooks.Wanted(web.at("/hook"), SENT, SECRET)));
        database.run(tx -> Tidings.note(tx, Happening.ISSUE_SENT, () -> Map.of("issue", 7, "subject", "Äpfel")));
        database.run(tx -> Tidings.note(tx, Happening.ISSUE_HELD, () -> Map.of("issue", 8)));
        try (var herald = herald("127.0.0.1")) {
            assertEquals(1, herald.tellDue());
            assertEquals(0, herald.tellDue());
        }
        assertEquals(1, heard.size());
        var call = heard.getFirst();
        var headers = HttpHeaders.of(call.headers, (_, _) -> true);
        new Webhook(SECRET.shown()).verify(call.body, headers);
        assertThrows(WebhookVerificationException.class,
                () -> new Webhook(SECRET.shown()).verify(call.body.replace("7", "8"), headers));
        var other = Secret.random(RandomGenerator.getDefault()).shown();
        assertThrows(WebhookVerificationException.class, () -> new Webhook(other).verify(call.body, headers));
        var json = read(call.body);
        assertEquals("issue.sent", json.get("type").asText());
        assertEquals("Äpfel", json.at("/data/subject").asText());
        assertEquals("application/json; charset=UTF-8", call.headers.get("Content-type").getFirst());
        assertFalse(call.body.contains("whsec"));
    }

    @Test
    void whatIsTakenBackIsNotTold() throws Exception {
        hooks.configure(List.of(new Hooks.Wanted(web.at("/hook"), SENT, SECRET)));
        assertThrows(IllegalStateException.class, () -> database.run(tx -> {
            Tidings.note(tx, Happening.ISSUE_SENT, () -> Map.of("issue", 7));
            throw new IllegalStateException("it did not happen");
        }));
        try (var herald = herald("127.0.0.1")) {
            assertEquals(0, herald.tellDue());
        }
    }

    @Test
    void whoDoesNotHearIsToldAgainLaterAndLaterWithTheSameId() throws Exception {
        answer = 503;
        hooks.configure(List.of(new Hooks.Wanted(web.at("/hook"), SENT, SECRET)));
        database.run(tx -> Tidings.note(tx, Happening.ISSUE_SENT, () -> Map.of("issue", 7)));
        var id = hooks.list().getFirst().id();
        var waits = new ArrayList<Duration>();
        try (var herald = herald("127.0.0.1")) {
            for (var i = 0; i < 8; i++) {
                herald.tellDue();
                assertEquals(0, herald.tellDue());
                var tiding = tidings.page(id, Long.MAX_VALUE, 10).getFirst();
                assertEquals(i + 1, tiding.attempts());
                assertEquals("HTTP 503", tiding.reason());
                var now = database.inTransaction(tx -> tx.databaseTime());
                waits.add(Duration.between(now, tiding.dueAt()));
                if (i < 7) due();
            }
        }
        for (var i = 1; i < 6; i++) assertTrue(waits.get(i).compareTo(waits.get(i - 1)) > 0, waits.toString());
        assertEquals("given-up", tidings.page(id, Long.MAX_VALUE, 10).getFirst().state());
        assertEquals(8, heard.size());
        assertEquals(1, heard.stream().map(Heard::id).distinct().count());
    }

    @Test
    void whoIsGoneOrRemovedIsToldNothingMore() throws Exception {
        answer = 410;
        hooks.configure(List.of(new Hooks.Wanted(web.at("/hook"), SENT, SECRET)));
        database.run(tx -> Tidings.note(tx, Happening.ISSUE_SENT, () -> Map.of("issue", 7)));
        try (var herald = herald("127.0.0.1")) {
            herald.tellDue();
            assertEquals(List.of(), hooks.list());
            hooks.configure(List.of(new Hooks.Wanted(web.at("/hook"), SENT, SECRET)));
            database.run(tx -> Tidings.note(tx, Happening.ISSUE_SENT, () -> Map.of("issue", 8)));
            hooks.configure(List.of());
            assertEquals(0, herald.tellDue());
        }
        assertEquals(1, heard.size());
        assertFalse(hooks.remove(1_000_000));
    }

    @Test
    void onlyTheConfigLeadsIntoAPrivateNetwork() throws Exception {
        var hook = hooks.add(new Hooks.Wanted(web.at("/hook"), SENT, SECRET));
        tidings.test(hook.id());
        web.status("/moved", 302, "Location", web.at("/hook").toString());
        var moved = hooks.add(new Hooks.Wanted(web.at("/moved"), SENT, SECRET));
        try (var herald = herald("crm.example.org")) {
            assertEquals(0, herald.tellDue());
        }
        var reason = tidings.page(hook.id(), Long.MAX_VALUE, 1).getFirst().reason();
        assertTrue(String.valueOf(reason).contains("is in a private network"), reason);
        tidings.test(moved.id());
        due();
        try (var herald = herald("127.0.0.1")) {
            assertEquals(1, herald.tellDue());
        }
        assertEquals("HTTP 302", tidings.page(moved.id(), Long.MAX_VALUE, 1).getFirst().reason());
        assertEquals(List.of("test"), heard.stream().map(each -> read(each.body).get("type").asText()).toList());
    }

    @Test
    void severalNodesTellEachOnce() throws Exception {
        hooks.configure(List.of(new Hooks.Wanted(web.at("/hook"), SENT, SECRET)));
        for (var i = 0; i < 60; i++) {
            var issue = i;
            database.run(tx -> Tidings.note(tx, Happening.ISSUE_SENT, () -> Map.of("issue", issue)));
        }
        try (var herald = herald("127.0.0.1");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 3; i++) {
                threads.execute(() -> {
                    var told = herald.tellDue();
                    while (told > 0) told = herald.tellDue();
                });
            }
        }
        assertEquals(60, heard.size());
        assertEquals(60, heard.stream().map(Heard::id).distinct().count());
    }

    @Test
    void secretsAndAddressesAreReadStrictly() {
        assertEquals(SECRET.shown(), Secret.of(SECRET.shown()).shown());
        assertEquals("***", SECRET.toString());
        for (var each : List.of("", "whsec_", "whsec_c2hvcnQ=", "whsec_!", SECRET.shown().substring(6))) {
            var thrown = assertThrows(IllegalArgumentException.class, () -> Secret.of(each));
            assertFalse(String.valueOf(thrown.getMessage()).contains(SECRET.shown().substring(6)), thrown.getMessage());
        }
        assertEquals(URI.create("https://a.example/hook?x=1"), Hook.url("https://a.example/hook?x=1"));
        for (var each : List.of(
                "", "a.example", "ftp://a.example", "file:///etc/passwd", "https://user@a.example", "https://",
                "https://a.example/ x", "https://a.example/" + "x".repeat(2000))) {
            assertThrows(IllegalArgumentException.class, () -> Hook.url(each), each);
        }
        assertThrows(IllegalArgumentException.class, () -> Happening.of("test"));
    }

    private Herald herald(String named) {
        var limits = new Fetcher.Limits(Duration.ofSeconds(5), Duration.ofSeconds(5), 10_000);
        return new Herald(
                hooks, tidings,
                new Fetcher(URI.create("https://letters.example.org"), Set.of(named), limits, clock), clock);
    }

    /** The time for which what is open waits is over. */
    private void due() {
        database.run(tx -> tx.sql().update(TIDINGS).set(TIDINGS.DUE_AT, tx.databaseTime()).execute());
    }

    private static JsonNode read(String body) {
        try {
            return new ObjectMapper().readTree(body);
        } catch (IOException e) {
            throw new AssertionError(body, e);
        }
    }
}
