package staytuned.article;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import staytuned.db.Database;
import staytuned.fetch.Fetcher;
import staytuned.mail.Address;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.testing.Web;

/** What tests of polls stand on: a database, a web server, a folder, and a clock that they turn. */
abstract class Polls {
    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    static final Duration POLL = Duration.ofMinutes(10);
    /** Its nextDouble() is 0.5, so that no wait is longer or shorter than what it stands for. */
    static final RandomGenerator MIDDLE = () -> Long.MIN_VALUE;

    final Database database;
    final Articles articles;
    final Sources sources;
    final Web web = new Web();
    final Fetcher fetcher;
    Instant now = START;

    @TempDir
    Path folder;

    Polls(Database database) {
        this.database = database;
        articles = new Articles(database);
        sources = new Sources(database);
        fetcher = new Fetcher(URI.create("https://letters.example.org"), Set.of("127.0.0.1"), Fetcher.Limits.USUAL,
                () -> now);
    }

    @AfterEach
    void close() {
        fetcher.close();
        web.close();
    }

    Newsletter newsletter(String key, Newsletter.Source... from) {
        var id = new Newsletters(database).register(key, START);
        var cadence = new Cadence(null, ZoneOffset.UTC, Duration.ZERO, Cadence.Missed.SEND_NOW);
        return new Newsletter(id, key, key, Address.parse("notes@example.org"), "", "en", List.of(from),
                cadence);
    }

    Newsletter.Feed feed(String path) {
        return feed(path, false, 20);
    }

    Newsletter.Feed feed(String path, boolean sendsFirstPoll, int flood) {
        return new Newsletter.Feed(web.at(path), POLL, sendsFirstPoll, flood);
    }

    Newsletter.Folder files(boolean sendsFirstPoll, int flood) {
        return new Newsletter.Folder(folder, POLL, sendsFirstPoll, flood);
    }

    Poller poller(Newsletter... newsletters) {
        return poller(MIDDLE, newsletters);
    }

    Poller poller(RandomGenerator random, Newsletter... newsletters) {
        return new Poller(new Poller.Desk(sources, articles, fetcher, () -> now, random), List.of(newsletters));
    }

    Round later(Poller poller) {
        return later(poller, POLL);
    }

    Round later(Poller poller, Duration wait) {
        now = now.plus(wait);
        return poller.pollDue();
    }

    static String item(String guid, String link, String title) {
        return item(guid, link, title, START.minusSeconds(title.length()));
    }

    static String item(String guid, String link, String title, Instant published) {
        var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(published.atOffset(ZoneOffset.UTC));
        return "<item><title>" + title + "</title>" + (link.isEmpty() ? "" : "<link>" + link + "</link>")
                + (guid.isEmpty() ? "" : "<guid isPermaLink=\"false\">" + guid + "</guid>")
                + "<pubDate>" + date + "</pubDate>"
                + "<description>About " + title + ", at some length.</description></item>";
    }

    /** The feed at {@code /feed} holds these items. */
    void serve(String... items) {
        web.on("/feed", "text/xml", FeedsTest.rss(String.join("", items)));
    }

    /** A file of the folder, which nobody has touched for five seconds. */
    void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(5)));
    }

    List<String> waiting(Newsletter newsletter) {
        return articles.waiting(newsletter.id(), now, 100).stream().map(each -> each.reading().title()).toList();
    }
}
