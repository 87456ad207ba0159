package staytuned.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import staytuned.article.Articles;
import staytuned.db.Database;
import staytuned.delivery.Notices;
import staytuned.feedback.Dossiers;
import staytuned.feedback.Suppressions;
import staytuned.issue.Issues;
import staytuned.issue.SiteLinks;
import staytuned.mail.Address;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.AddressChanges;
import staytuned.subscriber.Choices;
import staytuned.subscriber.Status;
import staytuned.subscriber.Subscribers;
import staytuned.subscriber.Subscription;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.template.Templates;
import staytuned.testing.Dump;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

@OnEachDatabase
class PreferencePagesTest {
    private static final String PUBLIC = "https://letters.example.org";
    private static final String NAME = "<script>alert(1)</script>${7*7}";

    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final HttpClient client = HttpClient.newHttpClient();
    private final UnsubscribeLinks links = new UnsubscribeLinks(PUBLIC, "secret");
    private final Database database;
    private final Subscribers subscribers;
    private final Newsletter notes;
    private final Newsletter tides;
    private final Subscription reader;
    private final String here;
    private final Site site;

    PreferencePagesTest(Database database) {
        this.database = database;
        var rows = new Rows(database, clock);
        this.notes = rows.newsletter("notes");
        this.tides = rows.newsletter("tides");
        var suppressions = new Suppressions(database, clock);
        this.subscribers = suppressions.subscribers();
        subscribers.add(notes.id(), List.of(new Address("o'r+1@example.net", NAME)), true, "test");
        this.reader = subscribers.list(notes.id(), 0, 1).getFirst();
        this.here = path(links.of("preferences").link(reader.id()));
        var changes = new AddressChanges(
                database, clock, subscribers, new Notices(database, new Issues(database), Map.of(), clock));
        var shelf = new Pages.Shelf(
                List.of(notes, tides), new Issues(database), new Articles(database), subscribers, links,
                new SiteLinks(PUBLIC), new Templates(null));
        var preferences = new PreferencePages(new PreferencePages.Desk(
                shelf, new Dossiers(database, suppressions, clock), changes, clock));
        site = new Site("127.0.0.1", 0, true, Site.Doors.of(new Pages(shelf)).with(preferences));
    }

    @AfterEach
    void close() {
        site.close();
        client.close();
    }

    private static String path(String link) {
        return link.substring(PUBLIC.length());
    }

    private Choices choices() {
        return subscribers.choices(reader.id()).orElseThrow();
    }

    @Test
    void whatIsChosenIsKeptAndShown() throws Exception {
        var answer = post(here, "cadence=weekly&hour=7&format=text&topics=Tides%2C+birds"
                + "&until=2026-04-01&catch-up=yes&language=de&zone=America%2FSao_Paulo");
        assertEquals(200, answer.statusCode());
        var chosen = new Choices(
                "de", ZoneId.of("America/Sao_Paulo"), Choices.Cadence.WEEKLY, 7, Instant.parse("2026-04-01T03:00:00Z"),
                true, List.of("birds", "tides"), null, Choices.Format.TEXT);
        assertEquals(chosen, choices());
        var page = Jsoup.parse(answer.body());
        assertEquals("de", page.select("html").attr("lang"));
        assertEquals("Gespeichert.", page.select("[role=status]").text());
        assertEquals("2026-04-01", page.select("#until").attr("value"));
        assertEquals("birds, tides", page.select("#topics").attr("value"));
        assertEquals(List.of("weekly", "7", "text", "de"),
                page.select("option[selected]").eachAttr("value"));
        post(here, "cadence=each&hour=7");
        assertEquals(new Choices(null, null, Choices.Cadence.EACH, null, null, false, null, null, null), choices());
    }

    @Test
    void whatCannotBeChosenIsSaidAndChangesNothing() throws Exception {
        for (var wrong : List.of("until=2026-02-01", "until=2027-06-01", "until=%3Cb%3E", "until=%2B999999999-12-31",
                "zone=Mars%2FOlympus", "zone=%0d%0aX", "cadence=hourly", "format=pdf", "cadence=daily&hour=99",
                "language=%3Cscript%3E", "topics=" + "x".repeat(2000))) {
            var answer = post(here, wrong);
            assertEquals(422, answer.statusCode(), wrong);
            assertFalse(Jsoup.parse(answer.body()).select("[role=alert]").text().isEmpty(), wrong);
            assertEquals(Choices.NONE, choices(), wrong);
        }
    }

    @Test
    void newslettersAreJoinedAndLeft() throws Exception {
        assertEquals(200, post(here + "/newsletters", "newsletter=notes&newsletter=tides&newsletter=none").statusCode());
        assertEquals(List.of("notes", "tides"), on(get(here).body()));
        assertEquals(Status.CONFIRMED, subscribers.list(tides.id(), 0, 1).getFirst().status());
        var page = Jsoup.parse(post(here + "/newsletters", "newsletter=tides").body());
        assertEquals(Status.UNSUBSCRIBED, subscribers.find(reader.id()).orElseThrow().status());
        assertTrue(page.select("#letters").isEmpty(), "what is left has nothing to choose");
        var theirs = page.select(".mark a").attr("href");
        assertEquals(200, get(path(theirs)).statusCode());
    }

    private static List<String> on(String html) {
        return Jsoup.parse(html).select("input[name=newsletter][checked]").eachAttr("value");
    }

    @Test
    void theAddressChangesWhenTheNewOneSaysYes() throws Exception {
        assertEquals(422, post(here + "/address", "email=nobody").statusCode());
        var known = post(here + "/address", "email=o%27r%2B1%40example.net").body();
        assertEquals(known, post(here + "/address", "email=New%40example.org").body(), "answered alike");
        var way = path(links.of("address").link(1));
        for (var method : List.of("GET", "HEAD", "GET")) assertEquals(200, request(method, way, "").statusCode());
        assertTrue(get(way).body().contains("New@example.org"));
        assertEquals("o'r+1@example.net", subscribers.find(reader.id()).orElseThrow().address().email());
        assertEquals(200, post(way, "").statusCode());
        assertEquals("New@example.org", subscribers.find(reader.id()).orElseThrow().address().email());
        assertEquals(404, post(way, "").statusCode());
        assertEquals(404, get(way).statusCode());
    }

    @Test
    void allThatIsHeldComesAsOneFile() throws Exception {
        var answer = get(here + "/data");
        assertEquals("attachment; filename=\"my-data.json\"",
                answer.headers().firstValue("Content-Disposition").orElse(""));
        var data = new ObjectMapper().readTree(answer.body());
        assertEquals("o'r+1@example.net", data.at("/subscribers/0/email").asText());
        assertEquals("2026-03-01T08:00:00Z", data.at("/subscriptions/0/confirmed_at").asText());
        assertTrue(data.has("deliveries") && data.has("events") && data.has("suppressions"));
    }

    @Test
    void erasingAsksAgainAndThenNoLinkLeadsAnywhere() throws Exception {
        assertEquals(200, get(here + "/erase").statusCode());
        assertEquals(Status.CONFIRMED, subscribers.find(reader.id()).orElseThrow().status());
        assertEquals(200, post(here + "/erase", "").statusCode());
        for (var path : List.of(here, here + "/data", here + "/erase", path(links.link(reader.id())))) {
            assertEquals(404, get(path).statusCode(), path);
        }
        assertEquals(404, post(here + "/erase", "").statusCode());
        assertFalse(Dump.of(database).toString().contains("example.net"));
    }

    @Test
    void hostileNamesAreInert() throws Exception {
        for (var path : List.of(here, here + "/erase", path(links.link(reader.id())))) {
            var page = get(path).body();
            assertTrue(Jsoup.parse(page).select("script").isEmpty() && !page.contains("49"), path);
            assertTrue(Jsoup.parse(page).text().contains("o'r+1@example.net"), path);
        }
    }

    @Test
    void whatWeDidNotSignIsAnsweredAlikeAndThenInShort() throws Exception {
        var before = Dump.of(database);
        var other = path(links.of("undo").link(reader.id())).substring("/undo/".length());
        var answers = new HashSet<String>();
        for (var token : List.of(other, "x", "1.AAAAAAAAAAAAAAAAAAAAAA", links.of("preferences").token(999))) {
            for (var way : List.of("", "/data", "/erase")) answers.add(get("/preferences/" + token + way).body());
            for (var way : List.of("", "/newsletters", "/address", "/erase")) {
                answers.add(post("/preferences/" + token + way, "email=a%40b.example&newsletter=tides").body());
            }
        }
        assertEquals(1, answers.size());
        for (var i = 0; i < 3; i++) assertEquals(404 + (i > 1 ? 25 : 0), get("/preferences/y").statusCode());
        assertEquals("60", get("/preferences/y").headers().firstValue("Retry-After").orElse(""));
        assertEquals(200, get(here).statusCode(), "whoever has the link is let in");
        assertEquals(before, Dump.of(database));
    }

    @Test
    void aLargeFormIsRefusedHoweverItIsSent() throws Exception {
        assertEquals(413, post(here, "topics=" + "x".repeat(70_000)).statusCode());
        var chunked = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.port() + here))
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("topics=" + "x".repeat(70_000))))
                .build();
        assertTrue(client.send(chunked, BodyHandlers.ofString()).statusCode() >= 400);
        assertEquals(Choices.NONE, choices());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return request("GET", path, "");
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return request("POST", path, body);
    }

    private HttpResponse<String> request(String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.port() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
