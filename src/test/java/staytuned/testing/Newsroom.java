package staytuned.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import staytuned.article.Article;
import staytuned.article.Articles;
import staytuned.article.Poller;
import staytuned.article.Proofreader;
import staytuned.article.Sources;
import staytuned.db.Database;
import staytuned.fetch.Fetcher;
import staytuned.issue.Editor;
import staytuned.issue.Issue;
import staytuned.issue.Issues;
import staytuned.issue.Promises;
import staytuned.issue.SiteLinks;
import staytuned.issue.Tracker;
import staytuned.issue.Typesetter;
import staytuned.mail.Address;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.template.Templates;

/** A newsletter that is polled and edited: a real web server, a real folder, and everything up to the frozen issue. */
public final class Newsroom implements AutoCloseable {
    public static final Duration POLL = Duration.ofMinutes(10);
    private static final SiteLinks LINKS = new SiteLinks("https://letters.example.org");

    public final Web web = new Web();
    public final SettableClock clock;
    public final Articles articles;
    public final Issues issues;
    public final Newsletter newsletter;
    private final Database database;
    private final Path folder;
    private final Fetcher fetcher;
    private final Sources sources;
    private final Poller poller;

    /** With the feed at {@code /feed} and this folder, both mailed from the first poll on. */
    public Newsroom(Database database, SettableClock clock, Path folder, Cadence cadence) {
        this.database = database;
        this.clock = clock;
        this.folder = folder;
        var id = new Newsletters(database).register("notes", clock.instant());
        newsletter = new Newsletter(
                id, "notes", "Notes", Address.parse("notes@example.org"), "", "en",
                List.of(
                        new Newsletter.Feed(web.at("/feed"), POLL, true, 20),
                        new Newsletter.Folder(folder, POLL, true, 20)),
                cadence);
        articles = new Articles(database);
        issues = new Issues(database);
        sources = new Sources(database);
        fetcher = new Fetcher(
                URI.create("https://letters.example.org"), Set.of("127.0.0.1"), Fetcher.Limits.USUAL, clock);
        poller = new Poller(
                new Poller.Desk(sources, articles, fetcher, clock, () -> Long.MIN_VALUE), List.of(newsletter));
        serve();
    }

    /** Another editor, as of another node. */
    public Editor editor() {
        var typesetter = new Typesetter(new Templates(null), LINKS);
        var desk = new Editor.Desk(database, new Newsletters(database), articles, issues, typesetter, LINKS);
        var proofreader = new Proofreader(sources, articles, fetcher, clock);
        var tracker = new Tracker(database, articles, new Promises(database), LINKS, clock);
        return new Editor(desk, tracker, proofreader, List.of(newsletter), clock);
    }

    public void poll() {
        poller.pollDue();
    }

    /** What the service does each second: the editor asks for a poll, and goes on when it is done. */
    public int edit(Editor editor) {
        int made = editor.assembleDue();
        poller.pollDue();
        return made + editor.assembleDue();
    }

    /** The feed holds these items. */
    public void serve(String... items) {
        web.on("/feed", "text/xml",
                "<rss version=\"2.0\"><channel><title>T</title>" + String.join("", items) + "</channel></rss>");
    }

    public String item(int number, String text) {
        return "<item><title>Article " + number + "</title><link>" + web.at("/" + number) + "</link><guid>g" + number
                + "</guid><description>" + text + "</description></item>";
    }

    public void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
            Files.setLastModifiedTime(folder.resolve(name), FileTime.from(clock.instant().minusSeconds(5)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Article article(String title) {
        return articles.list(newsletter.id(), 100).stream()
                .filter(each -> each.reading().title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    /** The subjects of the issues, oldest first. */
    public List<String> subjects() {
        return issues.list(newsletter.id(), 100).reversed().stream().map(Issue::subject).toList();
    }

    @Override
    public void close() {
        fetcher.close();
        web.close();
    }
}
