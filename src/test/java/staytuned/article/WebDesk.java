package staytuned.article;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import staytuned.db.Database;
import staytuned.fetch.Fetched;
import staytuned.fetch.Fetcher;
import staytuned.fetch.Outside;
import staytuned.mail.Address;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.testing.SettableClock;
import staytuned.testing.Web;

/** A poller and a web server that counts who asks for what. */
final class WebDesk implements AutoCloseable {
    static final Duration POLL = Duration.ofMinutes(10);
    static final String PROSE = "The nerves that run from the spine to the skin carry more than pain, and what they "
            + "carry changes when the tissue around them has been inflamed for a long time. ";

    final Web web = new Web();
    final SettableClock clock = new SettableClock("2026-01-02T03:04:05Z");
    final Articles articles;
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    final Database database;
    private final Sources sources;
    private final Fetcher fetcher = new Fetcher(URI.create("https://letters.example.org"), Set.of("127.0.0.1"),
            Fetcher.Limits.USUAL, clock, new Outside(InetAddress::getAllByName, _ -> {}));

    WebDesk(Database database) {
        this.database = database;
        articles = new Articles(database);
        sources = new Sources(database);
    }

    Newsletter newsletter(Newsletter.Source... from) {
        var id = new Newsletters(database).register("a", clock.instant());
        var cadence = new Cadence(null, ZoneOffset.UTC, Duration.ZERO, Cadence.Missed.SEND_NOW);
        return new Newsletter(id, "a", "A", Address.parse("notes@example.org"), "", "en", List.of(from),
                cadence);
    }

    Poller poller(Newsletter newsletter) {
        return new Poller(new Poller.Desk(sources, articles, fetcher, clock, () -> Long.MIN_VALUE),
                List.of(newsletter));
    }

    /** Polls once, when everything is due again. */
    Round later(Poller poller) {
        clock.pass(Duration.ofDays(2));
        return poller.pollDue();
    }

    List<Article> waiting(Newsletter newsletter) {
        return articles.waiting(newsletter.id(), clock.instant(), 1000);
    }

    /** A page with an article of some length. */
    WebDesk article(String path, String title, String words) {
        return page(path, "<html lang=en><head><title>" + title + "</title></head><body><nav>Home</nav><article><h1>"
                + title + "</h1><p>" + words + "</p><p>" + PROSE.repeat(3) + "</p></article></body></html>");
    }

    WebDesk page(String path, String html) {
        return body(path, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    WebDesk body(String path, String type, byte[] body) {
        web.on(path, exchange -> {
            asked.add(path);
            exchange.getResponseHeaders().set("Content-Type", type);
            Web.send(exchange, 200, body);
        });
        return this;
    }

    WebDesk status(String path, int status) {
        web.on(path, exchange -> {
            asked.add(path);
            exchange.sendResponseHeaders(status, -1);
        });
        return this;
    }

    Fetched.Changed fetched(String path) {
        return (Fetched.Changed) fetcher.page(web.at(path), null, null);
    }

    /** How often {@code path} was asked for. */
    long asked(String path) {
        return asked.stream().filter(path::equals).count();
    }

    @Override
    public void close() {
        fetcher.close();
        web.close();
    }
}
