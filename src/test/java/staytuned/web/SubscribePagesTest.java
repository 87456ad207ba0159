package staytuned.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.CONSENTS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Table;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import staytuned.article.Articles;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.feedback.Suppressions;
import staytuned.issue.Issues;
import staytuned.issue.SiteLinks;
import staytuned.mail.Address;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.SignedLinks;
import staytuned.subscriber.Consent;
import staytuned.subscriber.Consents;
import staytuned.subscriber.Reason;
import staytuned.subscriber.Registrar;
import staytuned.subscriber.Status;
import staytuned.subscriber.Subscription;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.template.Templates;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

@OnEachDatabase
class SubscribePagesTest {
    private static final String PUBLIC = "https://letters.example.org";
    private static final String FORM = "/subscribe/nerve-notes";
    private static final String API = "/api/subscribe/nerve-notes";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final SignedLinks links = new SignedLinks(PUBLIC, "secret", "confirm");
    private final HttpClient client = HttpClient.newHttpClient();
    private final Database database;
    private final Newsletter newsletter;
    private final Suppressions suppressions;
    private String posted = "";
    private Site site;

    SubscribePagesTest(Database database) {
        this.database = database;
        newsletter = new Rows(database, clock).newsletter("nerve-notes");
        suppressions = new Suppressions(database, clock);
    }

    @BeforeEach
    void open() {
        open(Duration.ZERO);
    }

    private void open(Duration atLeast) {
        var closed = new Rows(database, clock).newsletter("closed");
        var templates = new Templates(null);
        var subscribers = suppressions.subscribers();
        var all = List.of(newsletter, closed);
        var pages = new Pages(new Pages.Shelf(
                all, new Issues(database), new Articles(database), subscribers,
                new UnsubscribeLinks(PUBLIC, "secret"), new SiteLinks(PUBLIC), templates));
        var registrar = new Registrar(new Registrar.Desk(
                database, subscribers, new Consents(database), links, new Post(), clock));
        var policy = new SubscribePages.Policy(PUBLIC, 
                Set.of("https://blog.example"), Set.of(InetAddress.ofLiteral("192.0.2.1")), atLeast, clock);
        var subscribe = new SubscribePages(
                new SubscribePages.Desk(all, Set.of("nerve-notes"), registrar, templates, policy));
        site = new Site("127.0.0.1", 0, true, Site.Doors.of(pages).with(subscribe));
    }

    @AfterEach
    void close() {
        site.close();
        client.close();
    }

    private final class Post implements Registrar.Post {
        @Override
        public void confirmation(Tx tx, Consent consent, Subscription subscription, String language) {
            posted = links.link(consent.id()).substring(PUBLIC.length());
        }

        @Override
        public void welcome(Tx tx, Consent consent, Subscription subscription, String language) {}
    }

    @Test
    void fromTheFrontPageToAReader() throws Exception {
        var home = Jsoup.parse(get("/").body());
        assertEquals(List.of(FORM), home.select("a[href^=/subscribe]").eachAttr("href"));
        var form = Jsoup.parse(get(FORM).body()).selectFirst("form");
        assertEquals(FORM, form.attr("action"));
        assertEquals(200, post(FORM, "email=ann%40example.net&language=de").statusCode());
        for (var method : List.of("GET", "HEAD", "GET")) assertEquals(200, send(method, posted, "").statusCode());
        assertEquals(Status.UNCONFIRMED, status("ann@example.net"));
        assertTrue(get(posted).body().contains("method=\"post\""));
        assertEquals(200, post(posted, "").statusCode());
        assertEquals(Status.CONFIRMED, status("ann@example.net"));
        assertEquals(200, post(posted, "").statusCode());
        assertEquals(200, get(posted).statusCode());
    }

    @Test
    void theAnswerIsTheSameWhomeverItIsAbout() throws Exception {
        var subscribers = suppressions.subscribers();
        subscribers.add(newsletter.id(), List.of(Address.parse("known@example.net")), true, "test");
        subscribers.add(newsletter.id(), List.of(Address.parse("left@example.net")), true, "test");
        subscribers.of("left@example.net").forEach(each -> subscribers.unsubscribe(each.id()));
        suppressions.add(Address.parse("gone@example.net"), Reason.HARD, "test");
        var answers = new HashSet<String>();
        for (var who : List.of("new", "known", "left", "gone", "new")) {
            var page = post(FORM, "email=" + who + "%40example.net");
            answers.add(page.statusCode() + page.body().replace(who + "@", "x@"));
        }
        var trapped = post(FORM, "email=bot%40example.net&website=https%3A%2F%2Fspam.example");
        answers.add(trapped.statusCode() + trapped.body().replace("bot@", "x@"));
        assertEquals(1, answers.size());
        assertEquals(List.of(), subscribers.of("bot@example.net"));
        assertEquals(Status.CONFIRMED, status("known@example.net"));
    }

    @Test
    void anAnswerTakesAsLongAsAnother() throws Exception {
        site.close();
        open(Duration.ofMillis(150));
        for (var body : List.of("email=new%40example.net", "email=new%40example.net", "email=a%40b.example&website=x")) {
            var start = System.nanoTime();
            post(FORM, body);
            assertTrue(System.nanoTime() - start >= 150_000_000);
        }
    }

    @Test
    void whatIsNoAddressIsSaidAndEscaped() throws Exception {
        for (var wrong : List.of(
                "", "nobody", "\"><script>alert(1)</script>@example.net", "a@b.example\r\nBcc: c@d.example",
                "a b@example.net", "x".repeat(70) + "@example.net", "\"quoted\"@example.net", "ann@[192.0.2.1]",
                "ann@example.net,ben@example.net", "Ann <ann@example.net>", "${7*7}@", "ann@example.net\u2028x")) {
            var client = "203.0.113." + Math.floorMod(wrong.hashCode(), 200);
            var answer = from(client, FORM, "email=" + encoded(wrong));
            assertEquals(400, answer.statusCode(), wrong);
            var page = Jsoup.parse(answer.body());
            assertEquals("true", page.select("#email").attr("aria-invalid"), wrong);
            assertEquals("wrong", page.select("[role=alert]").attr("id"));
            assertEquals(0, page.select("script").size());
        }
        assertEquals(0, count(SUBSCRIPTIONS));
        assertEquals(400, post(FORM, "").statusCode());
        assertEquals(400, post(FORM, "email=%zz").statusCode());
        assertEquals(413, post(FORM, "email=" + "x".repeat(70_000)).statusCode());
    }

    @Test
    void whatWasPerhapsMeantIsOfferedAndNeverTaken() throws Exception {
        var page = Jsoup.parse(post(FORM, "email=ann%40gmial.com").body());
        assertEquals("ann@gmail.com", page.select(".meant input[name=email]").attr("value"));
        assertEquals(FORM, page.select(".meant form").attr("action"));
        assertEquals(1, suppressions.subscribers().of("ann@gmial.com").size());
        assertEquals(0, suppressions.subscribers().of("ann@gmail.com").size());
        assertTrue(Jsoup.parse(post(FORM, "email=ann%40example.net").body()).select(".meant").isEmpty());
    }

    @Test
    void aFloodFromOneClientEndsAndTheOthersAreServed() throws Exception {
        for (var i = 0; i < Throttle.OF_CLIENT; i++) {
            assertEquals(200, from("203.0.113.7", FORM, "email=r" + i + "%40example.net").statusCode());
        }
        assertEquals(429, from("203.0.113.7", FORM, "email=more%40example.net").statusCode());
        assertEquals(429, from("1.2.3.4, 203.0.113.7", FORM, "email=more%40example.net").statusCode(), "its own word");
        assertEquals(429, from("203.0.113.7, 192.0.2.1", FORM, "email=more%40example.net").statusCode(), "a proxy's");
        assertEquals(200, from("203.0.114.8", FORM, "email=other%40example.net").statusCode());
        assertEquals(List.of(), suppressions.subscribers().of("more@example.net"));
        assertEquals(200, get("/").statusCode());
        clock.pass(Duration.ofHours(1));
        assertEquals(200, from("203.0.113.7", FORM, "email=more%40example.net").statusCode());
    }

    @Test
    void networksAreCountedTooAndNothingGrowsForEver() {
        var throttle = new Throttle(clock);
        for (var i = 0; i < Throttle.OF_NETWORK; i++) assertTrue(throttle.admits(new Client("a" + i, "net", true)));
        assertFalse(throttle.admits(new Client("b", "net", true)));
        for (var i = 0; i < 2 * Throttle.KEPT; i++) throttle.admits(new Client("c" + i, "n" + i, true));
        assertEquals(Throttle.KEPT, throttle.kept());
        for (var i = 0; i < Throttle.OF_UNKNOWN; i++) assertTrue(throttle.admits(new Client("127.0.0.1", "", false)));
        assertFalse(throttle.admits(new Client("127.0.0.1", "", false)));
    }

    @Test
    void programsAskInJson() throws Exception {
        var answer = json(API, "{\"email\": \"ann@gmial.com\", \"language\": \"de\", \"page\": \"app\", \"n\": [1]}");
        assertEquals(202, answer.statusCode());
        assertEquals("application/json", header(answer, "Content-Type"));
        var says = JSON.readTree(answer.body());
        assertEquals("asked", says.get("status").asText());
        assertEquals("ann@gmail.com", says.get("meant").asText());
        assertTrue(says.get("message").asText().startsWith("Wenn ann@gmial.com"), answer.body());
        assertEquals("app", database.inTransaction(
                tx -> tx.sql().select(CONSENTS.PAGE).from(CONSENTS).fetchSingle(CONSENTS.PAGE)));
        assertEquals(0, suppressions.subscribers().of("ann@gmail.com").size());

        var wrong = Map.of(
                "{\"email\": \"nobody\"}", 400, "[]", 400, "{", 400, "", 400, "{\"email\": 7}", 400,
                "[".repeat(3000), 400, "{\"email\": \"" + "x".repeat(9000) + "\"}", 413);
        for (var each : wrong.entrySet()) {
            var problem = json(API, each.getKey());
            assertEquals(each.getValue(), problem.statusCode(), each.getKey());
            assertEquals("application/problem+json", header(problem, "Content-Type"));
            assertEquals(each.getValue(), JSON.readTree(problem.body()).get("status").asInt());
        }
        assertEquals(404, json("/api/subscribe/closed", "{}").statusCode());
        assertEquals(404, json("/api/subscribe/none", "{}").statusCode());
        assertEquals(415, post(API, "email=ann%40example.net").statusCode());
        assertEquals(404, get(API).statusCode());
    }

    @Test
    void onlySitesOfTheConfigMayAskByScript() throws Exception {
        var body = "{\"email\": \"ann@example.net\"}";
        var allowed = request("POST", API, body, "Content-Type", "application/json", "Origin", "https://blog.example");
        assertEquals(202, allowed.statusCode());
        assertEquals("https://blog.example", header(allowed, "Access-Control-Allow-Origin"));
        assertEquals("Origin", header(allowed, "Vary"));
        var asked = request("OPTIONS", API, "", "Origin", "https://blog.example",
                "Access-Control-Request-Method", "POST");
        assertEquals(204, asked.statusCode());
        assertEquals("POST", header(asked, "Access-Control-Allow-Methods"));
        assertEquals("Content-Type", header(asked, "Access-Control-Allow-Headers"));
        for (var evil : List.of("https://evil.example", "null", "https://blog.example.evil.example")) {
            for (var method : List.of("POST", "OPTIONS")) {
                var refused = request(method, API, body, "Content-Type", "application/json", "Origin", evil);
                assertEquals(403, refused.statusCode(), evil);
                assertEquals("", header(refused, "Access-Control-Allow-Origin"));
            }
        }
        assertEquals("", header(get(FORM), "Access-Control-Allow-Origin"));
    }

    @Test
    void linksThatLeadNowhereAreAnsweredAlike() throws Exception {
        post(FORM, "email=ann%40example.net");
        var answers = new HashSet<String>();
        for (var path : List.of(
                "/confirm/x", "/confirm/1.AAAAAAAAAAAAAAAAAAAAAA", posted + "x", "/confirm/9" + posted.substring(9))) {
            answers.add(get(path).statusCode() + get(path).body());
            answers.add(post(path, "").statusCode() + post(path, "").body());
        }
        clock.pass(Registrar.GOOD_FOR);
        answers.add(get(posted).statusCode() + get(posted).body());
        answers.add(post(posted, "").statusCode() + post(posted, "").body());
        assertEquals(1, answers.size());
        assertEquals(Status.UNCONFIRMED, status("ann@example.net"));
        assertEquals(404, get("/subscribe/closed").statusCode());
        assertEquals(404, post("/subscribe/closed", "email=ann%40example.net").statusCode());
    }

    @Test
    void whatHeadersSayIsOneLineAndHarmless() throws Exception {
        var answer = request("POST", FORM, "email=ann%40example.net", "Content-Type",
                "application/x-www-form-urlencoded", "Referer", "https://x.example/<script>alert(1)</script>",
                "User-Agent", "${7*7}", "X-Forwarded-For", "<script>, 999.1.1.1, ::ffff:evil, " + "1".repeat(500));
        assertEquals(200, answer.statusCode());
        var row = database.inTransaction(tx -> tx.sql().selectFrom(CONSENTS).fetchSingle());
        assertEquals("https://x.example/<script>alert(1)</script>", row.getPage());
        assertEquals("127.0.0.1", row.getClient());
        assertEquals("I want to get Nerve Notes by mail. I can leave with one click at any time.", row.getWords());
        assertFalse(answer.body().contains("<script"));
    }

    @Test
    void everyPageForbidsWhatItDoesNotNeed() throws Exception {
        post(FORM, "email=ann%40example.net");
        for (var path : List.of(FORM, posted, "/confirm/x")) {
            var answer = get(path);
            assertTrue(header(answer, "Content-Security-Policy").startsWith("default-src 'none'; style-src 'self'"));
            assertEquals("", header(answer, "Set-Cookie"));
            assertEquals("no-store", header(answer, "Cache-Control"));
            assertFalse(answer.body().contains("<script") || answer.body().contains(" style="), path);
        }
    }

    /** The form that bloggers copy. */
    @Test
    void theFormOfTheReadmeWorks() throws Exception {
        var readme = Files.readString(Path.of("README.md"));
        var html = readme.substring(readme.indexOf("```html") + 7);
        var form = Jsoup.parse(html.substring(0, html.indexOf("```"))).selectFirst("form");
        assertEquals(PUBLIC + FORM, form.attr("action"));
        assertEquals(List.of("email", Doorbell.TRAP), form.select("input").eachAttr("name"));
        var body = new StringBuilder();
        for (var name : form.select("input").eachAttr("name")) {
            body.append(name).append('=').append(name.equals("email") ? "ann%40example.net" : "").append('&');
        }
        assertEquals(200, post(FORM, body.toString()).statusCode());
        assertEquals(Status.UNCONFIRMED, status("ann@example.net"));
    }

    private Status status(String email) {
        return suppressions.subscribers().of(email).getFirst().status();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "");
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send("POST", path, body);
    }

    private HttpResponse<String> from(String forwarded, String path, String body) throws Exception {
        return request("POST", path, body, "Content-Type", "application/x-www-form-urlencoded",
                "X-Forwarded-For", forwarded);
    }

    private HttpResponse<String> json(String path, String body) throws Exception {
        return request("POST", path, body, "Content-Type", "application/json; charset=utf-8");
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return request(method, path, body, "Content-Type", "application/x-www-form-urlencoded");
    }

    private HttpResponse<String> request(String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.port() + path))
                .headers(headers)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private int count(Table<?> table) {
        return database.<Integer>inTransaction(tx -> tx.sql().fetchCount(table));
    }
}
