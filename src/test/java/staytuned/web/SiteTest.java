package staytuned.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.ARTICLES;
import static staytuned.db.schema.Tables.ISSUES;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import staytuned.article.Articles;
import staytuned.db.Database;
import staytuned.issue.Archives;
import staytuned.issue.Issues;
import staytuned.issue.Promises;
import staytuned.issue.Reprinter;
import staytuned.issue.SiteLinks;
import staytuned.issue.Tracker;
import staytuned.issue.Typesetter;
import staytuned.mail.Address;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.Status;
import staytuned.subscriber.Subscribers;
import staytuned.subscriber.Subscription;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.template.Templates;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

@OnEachDatabase
class SiteTest {
    private static final String PUBLIC = "https://letters.example.org";
    private static final Inbox INBOX = () -> List.of(
            new Inbox.Arrived(1, "reader1@example.net", "How <nerves> heal", Instant.EPOCH, "<p>Hello</p>", "Hello"));

    private final HttpClient client = HttpClient.newHttpClient();
    private final UnsubscribeLinks links = new UnsubscribeLinks(PUBLIC, "secret");
    private final Database database;
    private final Rows rows;
    private final Newsletter newsletter;
    private final Subscribers subscribers;
    private final Subscription reader;
    private final String link;
    private Site site;

    SiteTest(Database database) {
        var clock = new SettableClock("2026-03-01T08:00:00Z");
        this.database = database;
        this.rows = new Rows(database, clock);
        this.newsletter = rows.newsletter("nerve-notes");
        this.subscribers = new Subscribers(database, clock);
        subscribers.add(newsletter.id(), List.of(Address.parse("reader@example.net")), true, "test");
        this.reader = subscribers.list(newsletter.id(), 0, 1).getFirst();
        this.link = links.link(reader.id()).substring(PUBLIC.length());
    }

    @BeforeEach
    void open() {
        var templates = new Templates(null);
        var open = new SiteLinks(PUBLIC);
        var issues = new Issues(database);
        var articles = new Articles(database);
        var clock = new SettableClock("2026-03-01T08:00:00Z");
        var reprinter = new Reprinter(new Reprinter.Desk(
                database, issues, articles,
                new Tracker(database, articles, new Promises(database), open, clock),
                new Typesetter(templates, open), open));
        var archive = new ArchivePages(new ArchivePages.Shelf(
                List.of(newsletter), new Archives(database), reprinter, open, templates));
        var pages = new Pages(
                new Pages.Shelf(List.of(newsletter), issues, articles, subscribers, links, open, templates), archive);
        site = new Site("127.0.0.1", 0, true, pages, INBOX);
    }

    @AfterEach
    void close() {
        site.close();
        client.close();
    }

    @Test
    void lookingAtTheUnsubscribePageChangesNothing() throws Exception {
        for (var method : List.of("GET", "HEAD", "GET")) assertEquals(200, request(method, link, "").statusCode());
        assertTrue(get(link).body().contains("method=\"post\""));
        assertTrue(get(link).body().contains("Nerve Notes"));
        assertEquals("confirmed", status());
    }

    @Test
    void theButtonAndTheOneClickEndTheSubscriptionAndMayBeRepeated() throws Exception {
        var answer = request("POST", link, "List-Unsubscribe=One-Click");
        assertEquals(200, answer.statusCode(), "RFC 8058: no redirect");
        assertEquals("unsubscribed", status());
        assertEquals(200, request("POST", link, "").statusCode());
        assertEquals("unsubscribed", status());
        assertEquals(200, get(link).statusCode());
    }

    @Test
    void aLinkThatWeDidNotSignIsAnsweredAlikeAndDoesNothing() throws Exception {
        var signature = link.substring(link.length() - 22);
        var forged = List.of(
                "/unsubscribe/" + reader.id() + ".AAAAAAAAAAAAAAAAAAAAAA",
                "/unsubscribe/x",
                "/unsubscribe/999999." + signature,
                links.link(999_999).substring(PUBLIC.length()));
        var answers = new HashSet<String>();
        for (var path : forged) {
            assertEquals(404, get(path).statusCode(), path);
            assertEquals(404, request("POST", path, "").statusCode(), path);
            answers.add(get(path).body());
        }
        assertEquals(1, answers.size());
        assertEquals("confirmed", status());
    }

    @Test
    void whatIsNotThereIsAnsweredByAPage() throws Exception {
        assertEquals(404, request("PUT", link, "").statusCode());
        assertEquals(404, request("DELETE", link, "").statusCode());
        assertEquals(404, get("/unsubscribe/..%2f..%2fetc").statusCode());
        assertEquals(404, get("/nothing/here").statusCode());
        assertTrue(get("/nothing/here").body().contains("There is nothing here"));
    }

    @Test
    void showsALetterOnceItIsPublished() throws Exception {
        var issue = rows.issue(newsletter, "How nerves heal");
        assertEquals(404, get("/issues/" + issue).statusCode());
        database.run(tx -> tx.sql().update(ISSUES).set(ISSUES.PUBLISHED_AT, Instant.EPOCH).execute());
        var answer = get("/issues/" + issue);
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("How nerves heal"));
        assertFalse(answer.body().contains(Rows.MARKER));
        assertTrue(policy(answer).contains("sandbox") && policy(answer).contains("default-src 'none'"), policy(answer));
        assertTrue(get("/").body().contains("How nerves heal"));
        assertEquals(404, get("/issues/0").statusCode());
        assertEquals(404, get("/issues/1%20or%201").statusCode());
    }

    @Test
    void showsAnArticleOnceItIsMailedAndInert() throws Exception {
        var article = rows.article(newsletter, "How nerves heal", Instant.EPOCH);
        database.run(tx -> tx.sql().update(ARTICLES)
                .set(ARTICLES.MEDIA_TYPE, "text/html")
                .set(ARTICLES.CONTENT, "<p>Slowly.<script>alert(1)</script><img src=x onerror=alert(1)></p>")
                .execute());
        assertEquals(404, get("/articles/" + article).statusCode());
        database.run(tx -> tx.sql().update(ARTICLES).set(ARTICLES.STATE, "issued").execute());
        var answer = get("/articles/" + article);
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("Slowly."));
        assertFalse(answer.body().contains("alert(1)"), answer.body());
    }

    @Test
    void everyPageForbidsWhatItDoesNotNeed() throws Exception {
        for (var path : List.of("/", link, "/demo", "/nothing")) {
            var answer = get(path);
            assertTrue(policy(answer).startsWith("default-src 'none'; style-src 'self'"), path);
            assertFalse(answer.body().contains("<script"), path);
            assertEquals("nosniff", header(answer, "X-Content-Type-Options"), path);
            assertEquals("no-referrer", header(answer, "Referrer-Policy"), path);
            assertEquals("max-age=31536000", header(answer, "Strict-Transport-Security"), path);
            assertEquals("", header(answer, "Set-Cookie"), path);
        }
        assertEquals("text/css; charset=utf-8", header(get("/style.css"), "Content-Type"));
    }

    @Test
    void showsTheInboxOfTheDemo() throws Exception {
        assertTrue(get("/demo").body().contains("How &lt;nerves&gt; heal"));
        assertTrue(get("/demo/1").body().contains("/demo/letters/1"));
        assertEquals("<p>Hello</p>", get("/demo/letters/1").body());
        assertEquals(404, get("/demo/letters/2").statusCode());
    }

    @Test
    void aHugeBodyHarmsNobody() throws Exception {
        request("POST", link, "x".repeat(60_000));
        assertEquals(200, get("/").statusCode());
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        var pages = new Pages(new Pages.Shelf(
                List.of(), new Issues(database), new Articles(database), subscribers, links, new SiteLinks(PUBLIC),
                new Templates(null)));
        var error = assertThrows(
                Site.Unavailable.class, () -> new Site("127.0.0.1", site.port(), true, pages, null).close());
        assertEquals("the pages cannot be served at 127.0.0.1:" + site.port()
                + ": stop what listens there, or change site.listen in the config", error.getMessage());
    }

    @Test
    void aNewsletterThatIsNoLongerThereCanBeLeft() throws Exception {
        var other = rows.newsletter("gone");
        subscribers.add(other.id(), List.of(Address.parse("reader@example.net")), true, "test");
        var lost = subscribers.list(other.id(), 0, 1).getFirst();
        var way = links.link(lost.id()).substring(PUBLIC.length());
        assertEquals(200, get(way).statusCode());
        assertEquals(200, request("POST", way, "").statusCode());
        assertEquals(Status.UNSUBSCRIBED, subscribers.find(lost.id()).orElseThrow().status());
    }

    @Test
    void theAnswerToHeadHasNoBody() throws Exception {
        assertEquals("", request("HEAD", "/", "").body());
    }

    private String status() {
        return database.inTransaction(tx -> tx.sql().select(SUBSCRIPTIONS.STATUS)
                .from(SUBSCRIPTIONS)
                .where(SUBSCRIPTIONS.ID.eq(reader.id()))
                .fetchSingle(SUBSCRIPTIONS.STATUS));
    }

    private static String policy(HttpResponse<String> answer) {
        return header(answer, "Content-Security-Policy");
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return request("GET", path, "");
    }

    private HttpResponse<String> request(String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.port() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
