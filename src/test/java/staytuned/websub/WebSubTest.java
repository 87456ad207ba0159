package staytuned.websub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import staytuned.article.ArticleState;
import staytuned.article.Articles;
import staytuned.article.Poller;
import staytuned.article.Sources;
import staytuned.db.Database;
import staytuned.fetch.Fetcher;
import staytuned.issue.Issues;
import staytuned.issue.SiteLinks;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.Subscribers;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.template.Templates;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;
import staytuned.testing.TestHub;
import staytuned.testing.Web;
import staytuned.web.Pages;
import staytuned.web.Site;

/** A feed, its hub and the service, over real sockets. */
@OnEachDatabase
class WebSubTest {
    private static final int DAYS = 86_400;

    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final Web web = new Web();
    private final TestHub hub = new TestHub(web);
    private final Articles articles;
    private final Sources sources;
    private final Subscriptions subscriptions;
    private final Fetcher fetcher =
            new Fetcher(URI.create("https://letters.example.org"), Set.of("127.0.0.1"), Fetcher.Limits.USUAL, clock);
    private final Newsletter newsletter;
    private final Poller poller;
    private final Site site;

    WebSubTest(Database database) {
        articles = new Articles(database);
        sources = new Sources(database);
        subscriptions = new Subscriptions(database);
        newsletter = new Rows(database, clock).newsletter(
                "a", new Newsletter.Feed(web.at("/feed"), Duration.ofMinutes(10), false, 20));
        poller = new Poller(
                new Poller.Desk(sources, articles, fetcher, clock, () -> Long.MIN_VALUE), List.of(newsletter));
        var pages = new Pages(new Pages.Shelf(
                List.of(newsletter), new Issues(database), articles, new Subscribers(database, clock),
                new UnsubscribeLinks("http://127.0.0.1", "secret"), new SiteLinks("http://127.0.0.1"),
                new Templates(null)));
        var callback = new Callback(subscriptions, sources, poller, clock);
        site = new Site("127.0.0.1", 0, false, Site.Doors.of(pages).with(callback));
        serve("/hub", "One");
    }

    @AfterEach
    void close() {
        site.close();
        fetcher.close();
        hub.close();
        web.close();
    }

    private Asker asker(boolean wanted, Newsletter... newsletters) {
        var desk = new Asker.Desk(subscriptions, sources, fetcher, clock, new SecureRandom());
        return new Asker(desk, URI.create("http://127.0.0.1:" + site.port()), wanted, List.of(newsletters));
    }

    private void ask() {
        asker(true, newsletter).askDue();
    }

    /** Serves a feed that announces the hub at this path. */
    private void serve(String hubPath, String... titles) {
        var feed = feed(titles);
        web.on("/feed", exchange -> {
            exchange.getResponseHeaders().add("Link", "<" + hubPath + ">; rel=hub, </feed?full>; rel=\"self\"");
            exchange.getResponseHeaders().set("Content-Type", "application/rss+xml");
            Web.send(exchange, 200, feed.getBytes(StandardCharsets.UTF_8));
        });
    }

    private static String feed(String... titles) {
        var out = new StringBuilder("<rss version=\"2.0\"><channel><title>F</title>");
        for (var title : titles) {
            out.append("<item><title>").append(title).append("</title><guid isPermaLink=\"false\">").append(title)
                    .append("</guid><description>About ").append(title).append(", at length.</description></item>");
        }
        return out.append("</channel></rss>").toString();
    }

    private void subscribed() throws Exception {
        poller.pollDue();
        ask();
        assertEquals(200, hub.verify("yes", 10 * DAYS).statusCode());
    }

    private List<String> waiting() {
        return articles.waiting(newsletter.id(), clock.instant(), 100).stream().map(each -> each.reading().title())
                .toList();
    }

    private Sources.Standing standing() {
        return sources.list(newsletter.id()).getFirst();
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void whatAHubPushesIsKeptOnceAndPollsGetSlower() throws Exception {
        poller.pollDue();
        ask();
        var asked = hub.last();
        assertEquals("subscribe", asked.get("hub.mode"));
        assertEquals(web.at("/feed?full").toString(), asked.get("hub.topic"));
        assertTrue(asked.get("hub.callback").matches("http://127\\.0\\.0\\.1:\\d+/websub/[0-9a-f]{64}"),
                asked.toString());
        assertTrue(asked.get("hub.secret").matches("[0-9a-f]{64}"));
        assertNull(standing().pushedUntil(), "not before the hub has asked back");
        var answer = hub.verify("c-123", 2 * DAYS);
        assertEquals(200, answer.statusCode());
        assertEquals("c-123", answer.body());
        assertEquals(Instant.parse("2026-03-03T08:00:00Z"), standing().pushedUntil());

        assertEquals(202, hub.push(feed("Two", "One")).statusCode());
        assertEquals(List.of("Two"), waiting());
        assertEquals(202, hub.push(feed("Two", "One")).statusCode(), "replayed");
        serve("/hub", "Two", "One");
        clock.pass(Duration.ofMinutes(10));
        assertEquals(0, poller.pollDue().found(), "each once, however it came");
        assertEquals(List.of("Two"), waiting());
        assertEquals(clock.instant().plus(Duration.ofHours(1)), standing().nextPollAt());
        ask();
        assertEquals(1, hub.asked().size(), "not before the lease nears its end");
    }

    @Test
    void onlyWhatWasAskedIsConfirmed() throws Exception {
        poller.pollDue();
        ask();
        var right = Map.of("hub.mode", "subscribe", "hub.topic", hub.last().get("hub.topic"), "hub.challenge", "c",
                "hub.lease_seconds", "60");
        for (var wrong : List.of(Map.entry("hub.topic", "https://example.net/"), Map.entry("hub.mode", "unsubscribe"),
                Map.entry("hub.mode", "publish"), Map.entry("hub.challenge", ""))) {
            var said = new HashMap<>(right);
            said.put(wrong.getKey(), wrong.getValue());
            assertEquals(404, hub.say(said).statusCode(), wrong.toString());
        }
        assertEquals(404, hub.say(Map.of()).statusCode());
        var elsewhere = hub.last().get("hub.callback").replaceFirst("[0-9a-f]{64}", "0".repeat(64));
        assertEquals(404, hub.say(elsewhere, right).statusCode());
        assertNull(standing().pushedUntil());
        assertEquals(200, hub.say(right).statusCode());
        assertEquals(200, hub.say(right).statusCode(), "the first answer may have been lost");
        clock.pass(Duration.ofHours(25));
        assertEquals(404, hub.say(right).statusCode(), "nobody has asked for long");
    }

    @Test
    void aHostileChallengeGoesBackAsPlainText() throws Exception {
        poller.pollDue();
        ask();
        var challenge = "<script>alert(1)</script>\r\nX-Evil: 1 ü%0d%0a";
        var answer = hub.verify(challenge, DAYS);
        assertEquals(challenge, answer.body());
        assertEquals("text/plain; charset=utf-8", header(answer, "Content-Type"));
        assertEquals("nosniff", header(answer, "X-Content-Type-Options"));
        assertTrue(header(answer, "Content-Security-Policy").startsWith("default-src 'none'"));
        assertEquals("", header(answer, "X-Evil"));
    }

    @Test
    void whatIsNotRightlySignedIsIgnoredWithoutAWord() throws Exception {
        subscribed();
        var body = feed("Forged");
        var secret = hub.last().get("hub.secret");
        var right = TestHub.signed("HmacSHA256", secret, body);
        for (var wrong : List.of("sha256=" + TestHub.signed("HmacSHA256", "guessed", body), "sha1=" + right, right,
                "md5=" + TestHub.signed("HmacMD5", secret, body), "sha256=" + right.substring(2), "sha256=",
                "sha256=" + TestHub.signed("HmacSHA256", secret, body + " "))) {
            assertEquals(202, hub.push(body, wrong).statusCode(), wrong);
        }
        assertEquals(202, hub.push(body, null).statusCode());
        assertEquals(List.of(), waiting());
        for (var method : List.of("1", "256", "384", "512")) {
            var signed = feed("By " + method);
            hub.push(signed, "sha" + method + "=" + TestHub.signed("HmacSHA" + method, secret, signed).toUpperCase());
        }
        assertEquals(List.of("By 1", "By 256", "By 384", "By 512"), waiting());
    }

    @Test
    void aFloodIsHeldHoweverItComes() throws Exception {
        subscribed();
        hub.push(feed(IntStream.range(0, 21).mapToObj(i -> "No " + i).toArray(String[]::new)));
        assertEquals(List.of(), waiting());
        assertEquals(21, articles.count(newsletter.id(), ArticleState.HELD));
    }

    @Test
    void aPushThatHoldsNoFeedHasTheSourcePolledAtOnce() throws Exception {
        subscribed();
        serve("/hub", "Two", "One");
        assertEquals(0, poller.pollDue().polled());
        assertEquals(202, hub.push("something is new").statusCode());
        assertEquals(1, poller.pollDue().found());
    }

    @Test
    void aLeaseIsRenewedInTimeAndPollsGoOnWhenItIsNot() throws Exception {
        poller.pollDue();
        ask();
        hub.verify("c", 400);
        clock.pass(Duration.ofSeconds(299));
        ask();
        assertEquals(1, hub.asked().size());
        clock.pass(Duration.ofSeconds(2));
        ask();
        assertEquals(hub.asked().getFirst(), hub.last(), "the same callback and secret");
        hub.verify("c", 400);
        assertEquals(clock.instant().plusSeconds(400), standing().pushedUntil());
        hub.answer(503);
        clock.pass(Duration.ofSeconds(500));
        ask();
        poller.pollDue();
        clock.pass(Duration.ofMinutes(10));
        assertEquals(1, poller.pollDue().polled(), "as often as the config says");
        assertEquals(clock.instant().plus(Duration.ofMinutes(10)), standing().nextPollAt());
        hub.answer(202);
        clock.pass(Duration.ofMinutes(2));
        ask();
        assertEquals(3, hub.asked().size());
    }

    @Test
    void aHubThatNeverAsksBackIsAskedLaterAndLater() throws Exception {
        poller.pollDue();
        for (int hours = 0; hours < 12; hours++) {
            ask();
            clock.pass(Duration.ofHours(1));
        }
        int inHalfADay = hub.asked().size();
        assertTrue(inHalfADay >= 5 && inHalfADay <= 8, inHalfADay + " times");
        assertEquals(200, hub.verify("late", DAYS).statusCode());
    }

    @Test
    void followsTheRedirectsThatKeepAForm() throws Exception {
        web.status("/first", 307, "Location", "/second").status("/second", 308, "Location", "/hub")
                .status("/other", 302, "Location", "/hub");
        serve("/first", "One");
        subscribed();
        assertEquals(1, hub.asked().size());
        serve("/other", "One");
        clock.pass(Duration.ofHours(2));
        poller.pollDue();
        ask();
        assertEquals("unsubscribe", hub.last().get("hub.mode"), "from the hub that is announced no more");
        hub.verify("bye", 0);
        ask();
        assertEquals(2, hub.asked().size(), "302 turns a form into a look");
    }

    @Test
    void aDenialEndsIt() throws Exception {
        subscribed();
        assertEquals(200, hub.deny("no <b>room</b>").statusCode());
        assertNull(standing().pushedUntil());
        assertEquals(410, hub.push(feed("Two")).statusCode());
        assertEquals(List.of(), waiting());
        clock.pass(Duration.ofDays(6));
        ask();
        assertEquals(1, hub.asked().size());
        clock.pass(Duration.ofDays(2));
        ask();
        assertEquals(2, hub.asked().size());
    }

    @Test
    void whoLeavesTheConfigIsHeardNoMore() throws Exception {
        subscribed();
        var callback = hub.last().get("hub.callback");
        asker(true).askDue();
        assertNull(standing().pushedUntil());
        assertEquals("unsubscribe", hub.last().get("hub.mode"));
        assertEquals(callback, hub.last().get("hub.callback"));
        assertEquals(410, hub.push(feed("Two"), "sha1=x").statusCode());
        assertEquals(404, hub.say(Map.of("hub.mode", "subscribe", "hub.topic", hub.last().get("hub.topic"),
                "hub.challenge", "c", "hub.lease_seconds", "60")).statusCode(), "we want to leave");
        assertEquals("bye", hub.verify("bye", 0).body());
        assertEquals(410, hub.push(feed("Two"), null).statusCode());
        assertEquals(404, hub.verify("bye", 0).statusCode());
        assertEquals(List.of(), subscriptions.list());
    }

    @Test
    void aHubThatDoesNotLetUsGoIsLeftAllTheSame() throws Exception {
        subscribed();
        hub.answer(500);
        for (int i = 0; i < 4; i++) {
            asker(false, newsletter).askDue();
            clock.pass(Duration.ofDays(2));
        }
        assertEquals(List.of(), subscriptions.list());
    }

    @Test
    void anotherTopicIsAnotherSubscription() throws Exception {
        subscribed();
        var first = hub.last().get("hub.callback");
        web.on("/feed", "text/xml", feed("One").replace("<title>F", "<atom:link xmlns:atom=\""
                + "http://www.w3.org/2005/Atom\" rel=\"self\" href=\"/new\"/><atom:link xmlns:atom=\""
                + "http://www.w3.org/2005/Atom\" rel=\"hub\" href=\"/hub\"/><title>F"));
        clock.pass(Duration.ofHours(2));
        poller.pollDue();
        ask();
        assertEquals(first, hub.last().get("hub.callback"));
        hub.verify("bye", 0);
        ask();
        assertEquals(web.at("/new").toString(), hub.last().get("hub.topic"));
        assertNotEquals(first, hub.last().get("hub.callback"));
    }

    @Test
    void nothingIsAskedWhereNobodyWantsItOrNobodyCouldCome() throws Exception {
        poller.pollDue();
        asker(false, newsletter).askDue();
        assertEquals(List.of(), hub.asked());
        var stranger = new Fetcher(URI.create("https://letters.example.org"), Set.of(), Fetcher.Limits.USUAL, clock);
        var desk = new Asker.Desk(subscriptions, sources, stranger, clock, new SecureRandom());
        new Asker(desk, URI.create("http://127.0.0.1:" + site.port()), true, List.of(newsletter)).askDue();
        stranger.close();
        assertEquals(List.of(), hub.asked(), "a feed can name any address of our network as its hub");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAndHarmsNobody() throws Exception {
        subscribed();
        assertEquals(413, hub.push(URI.create("http://127.0.0.1:" + site.port() + "/unsubscribe/x"),
                "x".repeat(70_000), null).statusCode(), "only hubs may send that much");
        assertEquals(413, hub.push("x".repeat(10_000_001), null).statusCode());
        assertEquals(202, hub.push(feed("Two", "One")).statusCode());
        assertEquals(List.of("Two"), waiting());
    }
}
