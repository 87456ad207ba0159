package staytuned.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.REPLAYS;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import staytuned.api.Contract.Sent;
import staytuned.herald.Hook;
import staytuned.herald.Hooks;
import staytuned.herald.Secret;
import staytuned.subscriber.Consents;

/** Every operation as the document describes it, and every way in which it fails. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiTest {
    private static final Path META_SCHEMA = Path.of("src/test/resources/api/openapi-3.1-schema.json");

    private Office office;
    private Contract contract;
    private String token;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        office = new Office(folder);
        contract = new Contract(office.site);
        token = office.token("all", "write:all");
    }

    @AfterAll
    void close() {
        contract.close();
        office.close();
    }

    @Test
    void theDocumentIsOpenApiAndItsSchemasAreJsonSchemas() throws Exception {
        var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        try (InputStream in = Files.newInputStream(META_SCHEMA)) {
            assertEquals("[]", registry.getSchema(in).validate(contract.document).toString());
            var broken = contract.document.deepCopy();
            broken.put("paths", "none");
            try (var again = Files.newInputStream(META_SCHEMA)) {
                assertNotEquals("[]", registry.getSchema(again).validate(broken).toString());
            }
        }
        var draft = registry.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        for (var each : contract.document.get("components").get("schemas")) {
            assertEquals("[]", draft.validate(each).toString(), each.toString());
        }
        assertEquals("https://letters.example.org/api/v1", contract.document.at("/servers/0/url").asText());
    }

    @Test
    void everyOperationDoesWhatItSays() throws Exception {
        office.clock.pass(Duration.ofMinutes(2));
        newslettersAndArticles();
        issues();
        subscribers();
        promises();
        office.feedback("a", "hard");
        office.feedback("b", "complaint");
        assertEquals(List.of("complaint", "hard"), all("kind", does("listFeedback", Sent.of())));
        does("listRates", Sent.of("days", "7"));
        var audit = does("listAudit", Sent.of());
        assertTrue(all("actor", audit).contains("token all"), audit.toString());
        assertTrue(all("thing", audit).contains("/issues/" + office.issues().getFirst() + "/pause"), audit.toString());
        webhooks();
        assertEquals(12, does("listProblems", Sent.of()).get("items").size());
        assertEquals(new TreeSet<>(contract.operations.keySet()), contract.succeeded);
    }

    private void newslettersAndArticles() throws Exception {
        assertEquals(List.of("field-notes"), all("newsletter", does("listNewsletters", Sent.of())));
        assertEquals("Field Notes", does("showNewsletter", Sent.of("newsletter", "field-notes")).get("title").asText());
        var source = does("listSources", Sent.of("state", "ok")).at("/items/0");
        assertEquals("ok", source.get("state").asText());
        var id = source.get("source").asText();
        assertEquals(office.clock.instant().toString(), does("pollSource", Sent.of("id", id)).get("next").asText());

        var articles = all("article", does("listArticles", Sent.of("newsletter", "field-notes", "state", "issued")));
        assertEquals(2, articles.size());
        var shown = does("showArticle", Sent.of("id", articles.getFirst()));
        assertEquals("issued", shown.get("state").asText());
        for (var each : List.of("releaseArticle", "skipArticle")) {
            var held = office.rows.article(office.newsletter(), each, office.clock.instant());
            office.hold(held);
            var now = does(each, Sent.of("id", held + "")).get("state").asText();
            assertEquals(each.equals("skipArticle") ? "skipped" : "waiting", now);
            contract.fails(409, token, each, Sent.of("id", held + ""));
        }
    }

    private void issues() throws Exception {
        var made = office.issues().getFirst();
        var one = Sent.of("id", made + "");
        assertEquals("held", does("holdIssue", one).get("state").asText());
        assertEquals("held by token all", does("showIssue", one).at("/shown/reason").asText());
        assertEquals("ready", does("resetIssue", one).get("state").asText());
        assertEquals("held", does("holdIssue", one.body("{}")).get("state").asText());
        assertEquals("ready", does("approveIssue", one).get("state").asText());
        assertEquals("paused", does("pauseIssue", one).get("state").asText());
        assertEquals("ready", does("resumeIssue", one).get("state").asText());
        office.rows.readers(office.newsletter(), 3);
        office.service.outbox().publishDue();
        assertEquals(3, does("showIssue", one).at("/shown/readers/queued").asInt());
        assertEquals("issue " + made + " is sending and cannot be approved",
                contract.fails(409, token, "approveIssue", one).get("detail").asText());
        assertEquals(3, does("listDeliveries", one.with("state", "queued")).get("items").size());
        assertEquals(0, does("resolveDeliveries", one.body("{\"as\": \"sent\"}")).get("letters").asInt());
        assertEquals(0, does("resendFailed", one).get("letters").asInt());
        assertEquals("cancelled", does("cancelIssue", one).get("state").asText());
        assertEquals(List.of(made + ""), all("issue", does("listIssues", Sent.of("state", "cancelled"))));
    }

    private void subscribers() throws Exception {
        var zoe = does("addSubscriber", Sent.of().body("""
                {"newsletter": "field-notes", "email": "Zoe <zoe@example.net>", "confirmed": true,
                 "time_zone": "Europe/Berlin"}"""));
        assertEquals("confirmed", zoe.get("status").asText());
        assertEquals("token all", zoe.get("source").asText());
        var asked = does("addSubscriber", Sent.of().body("""
                {"newsletter": "field-notes", "email": "max@example.net", "confirmed": false,
                 "words": "Yes, mail me"}"""));
        assertEquals("unconfirmed", asked.get("status").asText());
        var word = new Consents(office.service.database()).of(asked.get("subscriber").asLong()).getFirst().asked();
        assertEquals("Yes, mail me", word.words());
        var one = Sent.of("id", zoe.get("subscriber").asText());
        assertEquals(zoe, does("showSubscriber", one));
        assertEquals(List.of("zoe@example.net"), all("email", does("listSubscribers", Sent.of("search", "ZOE@"))));
        var chosen = does("setChoices", one.body("""
                {"cadence": "weekly", "hour": 8, "topics": ["Trees"], "format": "text"}"""));
        assertEquals(chosen, does("showChoices", one));
        assertEquals("[\"trees\"]", chosen.get("topics").toString());
        var wrong = contract.fails(422, token, "setChoices", one.body("{\"hour\": 8}"));
        assertEquals("only a daily or a weekly letter has an hour", wrong.get("detail").asText());
        assertEquals("unsubscribed", does("unsubscribe", one).get("status").asText());
        var max = Sent.of().body("{\"email\": \"max@example.net\"}");
        assertTrue(does("addSuppression", max).get("changed").asBoolean());
        assertEquals("suppressed", does("showSubscriber", Sent.of("id", asked.get("subscriber").asText()))
                .get("status").asText());
        assertEquals(List.of("max@example.net"), all("email", does("listSuppressions", Sent.of())));
        does("liftSuppression", max);
        contract.fails(422, token, "liftSuppression", max);
        assertTrue(does("eraseSubscriber", one).get("erased").asBoolean());
        assertEquals(List.of(), all("email", does("listSubscribers", Sent.of("search", "zoe@"))));
        assertFalse(does("showSubscriber", one).toString().contains("zoe"));
    }

    private void webhooks() throws Exception {
        var made = does("addWebhook", Sent.of().body("""
                {"url": "https://crm.example.org/hook", "events": ["issue.sent"]}"""));
        assertTrue(made.get("secret").asText().startsWith("whsec_"));
        var one = Sent.of("id", made.at("/shown/webhook").asText());
        var listed = does("listWebhooks", Sent.of());
        assertEquals(List.of("https://crm.example.org/hook"), all("url", listed));
        assertFalse(listed.toString().contains("whsec_"));
        does("testWebhook", one);
        assertEquals(List.of("test"), all("event", does("listCalls", one)));
        for (var bad : List.of("{\"url\": \"file:///etc/passwd\"}", "{\"url\": \"https://a.example\", \"events\": []}",
                "{\"url\": \"https://a.example\", \"events\": [\"issue.gone\"]}")) {
            contract.fails(422, token, "addWebhook", Sent.of().body(bad));
        }
        does("removeWebhook", one);
        contract.fails(404, token, "removeWebhook", one);
        var hooks = office.service.herald().hooks();
        hooks.configure(List.of(new Hooks.Wanted(
                Hook.url("https://b.example"), Hook.everything(), Secret.of(made.get("secret").asText()))));
        contract.fails(409, token, "removeWebhook", Sent.of("id", hooks.list().getFirst().id() + ""));
        hooks.configure(List.of());
    }

    private void promises() throws Exception {
        var issue = office.issues().getFirst();
        var articles = office.articles();
        var by = articles.getFirst();
        var promise = office.promise(office.rows.article(office.newsletter(), "P", office.clock.instant()), issue, by);
        var one = Sent.of("id", promise + "");
        assertEquals("kept", does("confirmPromise", one).get("state").asText());
        assertEquals("open", does("reopenPromise", one).get("state").asText());
        assertEquals("dismissed", does("dismissPromise", one).get("state").asText());
        assertTrue(all("promise", does("listPromises", Sent.of("state", "dismissed"))).contains(promise + ""));
        assertEquals(by, does("keepPromise", one.body("{\"article\": " + by + "}")).get("by").asLong());
        contract.fails(422, token, "keepPromise", one.body("{\"article\": 0}"));
    }

    @Test
    void everyOperationFailsAsItSays() throws Exception {
        var stranger = office.token("stranger", "read:audit");
        var other = office.token("other", "read:issues");
        for (var each : contract.operations.entrySet()) {
            office.clock.pass(Duration.ofMinutes(2));
            var id = each.getKey();
            var described = each.getValue();
            var sent = Sent.of();
            if (described.path().contains("{id}")) sent = sent.with("id", "999999");
            if (described.path().contains("{newsletter}")) sent = sent.with("newsletter", "none");
            if (!described.isOpen()) {
                contract.fails(401, "", id, sent);
                contract.fails(401, token + "x", id, sent);
                contract.fails(401, "st_0123456789abcdef_" + "A".repeat(43), id, sent);
                var problem = contract.fails(403, id.equals("listAudit") ? other : stranger, id, sent);
                assertTrue(problem.get("detail").asText().contains(
                        described.node().at("/security/0/token/0").asText()), problem.toString());
            }
            contract.fails(406, token, id, sent.header("Accept", "text/html"));
            var unknown = contract.fails(400, token, id, sent.with("colour", "red"));
            assertEquals("colour", unknown.at("/errors/0/field").asText());
            var no = contract.call(token, id, sent, "PATCH");
            assertEquals(405, no.statusCode());
            assertTrue(no.headers().firstValue("Allow").orElse("").contains(described.method()), no.body());
            if (!described.method().equals("GET")) badBodies(id, sent);
            if (described.path().contains("{") && !described.hasBody()) contract.fails(404, token, id, sent);
            if (described.path().contains("{id}")) contract.fails(400, token, id, sent.with("id", "x"));
        }
    }

    private void badBodies(String id, Sent sent) throws Exception {
        var typo = contract.fails(422, token, id, sent.body("{\"colour\": 1}"));
        assertEquals("colour", typo.at("/errors/0/field").asText());
        contract.fails(415, token, id, sent.body("a=b").header("Content-Type", "application/x-www-form-urlencoded"));
        for (var each : List.of(
                "[]", "{", "null", "{\"a\": 1, \"a\": 2}", "{} {}", "[".repeat(100), "\0", "{\"\": \u0001}")) {
            contract.fails(400, token, id, sent.body(each));
        }
        contract.fails(413, token, id, sent.body("{\"a\": \"" + "x".repeat(Api.LARGEST_BODY) + "\"}"));
    }

    @Test
    void aTokenMayDoWhatItsScopesSayUntilItIsOverOrTakenBack() throws Exception {
        office.clock.pass(Duration.ofMinutes(2));
        var writer = office.token("writer", "write:suppressions read:issues");
        assertEquals(200, contract.call(writer, "listSuppressions", Sent.of()).statusCode());
        assertEquals(200, contract.call(writer, "listIssues", Sent.of()).statusCode());
        contract.fails(403, writer, "holdIssue", Sent.of("id", "1"));
        contract.fails(403, writer, "listArticles", Sent.of());
        office.service.office().tokens().revoke("writer");
        contract.fails(401, writer, "listIssues", Sent.of());
    }

    @Test
    void aPostThatComesAgainIsDoneOnce() throws Exception {
        office.clock.pass(Duration.ofMinutes(2));
        var sent = Sent.of().body("{\"email\": \"once@example.net\"}").header(Api.KEY, "k1");
        var first = contract.call(token, "addSuppression", sent);
        var again = contract.call(token, "addSuppression", sent);
        assertTrue(first.body().contains("\"changed\":true"), first.body());
        assertEquals(first.body(), again.body());
        assertEquals("true", again.headers().firstValue("Idempotency-Replayed").orElse(""));
        var other = contract.fails(422, token, "addSuppression",
                Sent.of().body("{\"email\": \"other@example.net\"}").header(Api.KEY, "k1"));
        assertTrue(other.get("detail").asText().contains("came before with another call"), other.toString());
        // What failed is answered alike, and another token's keys are its own.
        var lift = Sent.of().body("{\"email\": \"never@example.net\"}").header(Api.KEY, "k2");
        var never = contract.fails(422, token, "liftSuppression", lift);
        assertEquals(never, contract.fails(422, token, "liftSuppression", lift));
        var second = office.token("second", "write:suppressions");
        assertTrue(contract.call(second, "addSuppression", sent).body().contains("\"changed\":false"));
        Api.forgetOld(office.service.database(), office.clock);
        assertTrue(replays() > 0, "a day is not over");
        office.clock.pass(Duration.ofHours(25));
        Api.forgetOld(office.service.database(), office.clock);
        assertEquals(0, replays());
        assertTrue(contract.call(token, "addSuppression", sent).body().contains("\"changed\":false"));
        contract.fails(400, token, "addSuppression", sent.header(Api.KEY, "x".repeat(256)));
    }

    private int replays() {
        return office.service.database().inTransaction(tx -> tx.sql().fetchCount(REPLAYS));
    }

    @Test
    void pagesFollowEachOtherWhileTheListGrows() throws Exception {
        office.clock.pass(Duration.ofMinutes(2));
        for (var i = 0; i < 5; i++) office.rows.issue(office.newsletter(), "Page " + i);
        var before = office.issues().size();
        var seen = new HashSet<String>();
        var sent = Sent.of("limit", "2");
        var page = contract.does(token, "listIssues", sent);
        while (true) {
            var here = all("issue", page);
            assertTrue(here.size() <= 2);
            for (var each : here) assertTrue(seen.add(each), each + " twice");
            if (page.get("next").isNull()) break;
            office.rows.issue(office.newsletter(), "Meanwhile");
            page = contract.does(token, "listIssues", sent.with("cursor", page.get("next").asText()));
        }
        assertEquals(before, seen.size());
        for (var bad : List.of("x", "YWZ0ZXIg", "%00", "after 1")) {
            contract.fails(400, token, "listIssues", Sent.of("cursor", bad));
        }
        for (var bad : List.of("0", "501", "-1", "ten", "")) {
            contract.fails(400, token, "listIssues", Sent.of("limit", bad));
        }
        assertTrue(contract.fails(400, token, "listIssues", Sent.of("newsletter", "none")).get("detail").asText()
                .contains("there is field-notes"));
    }

    @Test
    void callsAreLimitedForEachToken() throws Exception {
        office.clock.pass(Duration.ofMinutes(2));
        var busy = office.token("busy", "read:issues");
        var first = contract.call(busy, "listNewsletters", Sent.of());
        assertEquals("\"minute\";q=200;w=60", first.headers().firstValue("RateLimit-Policy").orElse(""));
        assertEquals("\"minute\";r=199;t=60", first.headers().firstValue("RateLimit").orElse(""));
        var turnstile = new Turnstile(2, office.clock);
        assertEquals(List.of(1, 0, -1), List.of(
                turnstile.pass(7).left(), turnstile.pass(7).left(), turnstile.pass(7).left()));
        assertEquals(1, turnstile.pass(8).left());
        office.clock.pass(Duration.ofSeconds(61));
        assertEquals(1, turnstile.pass(7).left());
        for (var i = 0; i < Office.PER_MINUTE; i++) contract.get("/issues", "Authorization", "Bearer " + busy);
        var problem = contract.call(busy, "listIssues", Sent.of());
        assertEquals(429, problem.statusCode());
        assertEquals("60", problem.headers().firstValue("Retry-After").orElse(""));
    }

    @Test
    void whatIsNowhereIsAProblemTooAndNoOtherSiteIsLetIn() throws Exception {
        var answer = contract.get("/nothing", "Origin", "https://other.example");
        assertEquals(404, answer.statusCode());
        assertEquals("/api/v1/problems#not-found", Contract.JSON.readTree(answer.body()).get("type").asText());
        assertFalse(answer.headers().map().containsKey("access-control-allow-origin"));
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
    }

    /** What the README shows is what happens. */
    @Test
    void theCallsInTheReadmeDoWhatItSays() throws Exception {
        office.clock.pass(Duration.ofMinutes(2));
        office.rows.issue(office.newsletter(), "From the README");
        var last = office.issues().getLast();
        var readme = Files.readString(Path.of("README.md"));
        var section = readme.substring(readme.indexOf("\n## The API\n"));
        var calls = section.substring(section.indexOf("```sh\n") + 6, section.indexOf("\n```\n"))
                .split("(?m)^(?=curl )");
        assertEquals(3, calls.length);
        var answers = new ArrayList<JsonNode>();
        for (var each : calls) {
            var line = each.replace("https://letters.example.org", office.site)
                    .replace("/issues/7/", "/issues/" + last + "/");
            var shell = new ProcessBuilder("sh", "-c", line);
            shell.environment().put("TOKEN", token);
            var process = shell.start();
            process.getOutputStream().close();
            answers.add(Contract.JSON.readTree(process.getInputStream().readAllBytes()));
            assertEquals(0, process.waitFor());
        }
        assertTrue(answers.get(0).get("items").size() >= 1, answers.get(0).toString());
        assertEquals("held", answers.get(1).get("state").asText(), answers.get(1).toString());
        assertEquals("ann@example.net", answers.get(2).get("email").asText(), answers.get(2).toString());
    }

    private JsonNode does(String id, Sent sent) throws Exception {
        return contract.does(token, id, sent);
    }

    private static List<String> all(String field, JsonNode page) {
        return StreamSupport.stream(page.get("items").spliterator(), false)
                .map(each -> each.get(field).asText())
                .toList();
    }
}
