package staytuned.bench;

import com.rometools.rome.io.SyndFeedInput;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import staytuned.article.Articles;
import staytuned.article.Poller;
import staytuned.article.Sources;
import staytuned.db.Database;
import staytuned.fetch.Fetcher;
import staytuned.mail.Address;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.testing.SettableClock;
import staytuned.testing.Web;

/**
 * Polls feeds over real sockets and keeps what they bring in a real database: a feed of the same bytes, one with a new
 * item, one that answers 304. ROME alone parses the same text, on as many threads as there are cores.
 */
final class PollingBench {
    private static final int FEEDS = 40;
    private static final int ITEMS = 20;
    private static final Duration POLL = Duration.ofMinutes(10);

    private final SettableClock clock = new SettableClock("2026-01-02T03:04:05Z");
    private final AtomicInteger issue = new AtomicInteger();
    private final Web web = new Web();

    private enum Answer {
        SAME,
        NEW_ITEM,
        NOT_MODIFIED
    }

    private PollingBench() {}

    public static void main(String[] args) throws Exception {
        new PollingBench().run();
        System.exit(0);
    }

    private void run() throws Exception {
        for (var answer : Answer.values()) {
            var folder = Files.createTempDirectory("staytuned-bench");
            try (var database = Database.embedded(folder);
                    var fetcher = new Fetcher(URI.create("https://letters.example.org"), Set.of("127.0.0.1"),
                            Fetcher.Limits.USUAL, clock);
                    var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
                serve(answer);
                var desk = new Poller.Desk(new Sources(database), new Articles(database), fetcher, clock,
                        () -> Long.MIN_VALUE);
                var poller = new Poller(desk, List.of(newsletter(database)));
                poller.pollDue();
                var text = feed(0);
                Duel.run("feeds, " + answer.name().toLowerCase(Locale.ROOT).replace('_', ' '), "feeds",
                        () -> poll(poller), "ROME", () -> {
                            var done = new ArrayList<Callable<Object>>();
                            for (int i = 0; i < FEEDS; i++) {
                                done.add(() -> new SyndFeedInput().build(new StringReader(text)));
                            }
                            for (var each : threads.invokeAll(done)) each.get();
                            return FEEDS;
                        });
            }
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
            }
        }
        web.close();
    }

    private int poll(Poller poller) {
        issue.incrementAndGet();
        clock.pass(POLL.multipliedBy(2));
        var round = poller.pollDue();
        if (round.polled() != FEEDS || !round.problems().isEmpty()) throw new IllegalStateException(round.toString());
        return FEEDS;
    }

    private Newsletter newsletter(Database database) {
        var id = new Newsletters(database).register("a", clock.instant());
        var feeds = new ArrayList<Newsletter.Source>();
        for (int i = 0; i < FEEDS; i++) feeds.add(new Newsletter.Feed(web.at("/" + i), POLL, false, 20));
        var cadence = new Cadence(null, ZoneOffset.UTC, Duration.ZERO, Cadence.Missed.SEND_NOW);
        return new Newsletter(id, "a", "A", Address.parse("notes@example.org"), "", "en", feeds, cadence);
    }

    private void serve(Answer answer) {
        for (int i = 0; i < FEEDS; i++) {
            int number = i;
            web.on("/" + number, exchange -> {
                boolean known = exchange.getRequestHeaders().containsKey("If-None-Match");
                if (answer == Answer.NOT_MODIFIED) exchange.getResponseHeaders().set("ETag", "\"a\"");
                exchange.getResponseHeaders().set("Content-Type", "application/rss+xml");
                if (known) {
                    exchange.sendResponseHeaders(304, -1);
                } else {
                    int newest = answer == Answer.NEW_ITEM ? issue.get() : 0;
                    Web.send(exchange, 200, feed(number * 1_000_000 + newest).getBytes(StandardCharsets.UTF_8));
                }
            });
        }
    }

    /** A feed of some 60 KB whose newest item has this number. */
    private static String feed(int newest) {
        var out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" "
                + "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>A blog</title>"
                + "<link>https://example.org/</link><description>What it is about</description>");
        for (int i = newest; i > newest - ITEMS; i--) {
            out.append("<item><title>Article ").append(i).append("</title><link>https://example.org/").append(i)
                    .append("</link><guid isPermaLink=\"false\">").append(i)
                    .append("</guid><pubDate>Thu, 01 Jan 2026 10:00:00 GMT</pubDate><content:encoded><![CDATA[")
                    .append("<p>Words &amp; more words, as they stand in <em>any</em> article.</p>\n".repeat(40))
                    .append("<h2>Conclusion</h2><p>It pays, and in the end that is what counts here.</p>")
                    .append("]]></content:encoded></item>\n");
        }
        return out + "</channel></rss>";
    }
}
