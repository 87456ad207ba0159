package staytuned.delivery;

import static staytuned.db.schema.Tables.ARTICLES;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import staytuned.article.Articles;
import staytuned.article.Proofreader;
import staytuned.article.Sources;
import staytuned.db.Database;
import staytuned.fetch.Fetcher;
import staytuned.issue.Editor;
import staytuned.issue.Promises;
import staytuned.issue.SiteLinks;
import staytuned.issue.Tracker;
import staytuned.issue.Typesetter;
import staytuned.mail.Address;
import staytuned.mail.Message;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.preflight.Lookout;
import staytuned.schedule.Cron;
import staytuned.schedule.Times;
import staytuned.subscriber.Choices;
import staytuned.subscriber.Subscribers;
import staytuned.template.Templates;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** A newsletter in Berlin, from the article to the letter, and readers who choose. */
final class Readership implements AutoCloseable {
    private static final SiteLinks LINKS = new SiteLinks("https://letters.example.org");
    private static final Pattern TITLE = Pattern.compile("Article-[0-9]+");

    final SettableClock clock;
    final Database database;
    final Rows rows;
    final Newsletter newsletter;
    final PostOffice office;
    final Subscribers subscribers;
    final Collector collector;
    /** The titles in each reader's letters. */
    final Map<String, List<Set<String>>> got = new TreeMap<>();

    private final Editor editor;
    private final Fetcher fetcher;
    private int articles;

    /** @param digest whether the newsletter itself has one letter a day, at ten */
    Readership(Database database, String start, boolean digest) {
        this.database = database;
        clock = new SettableClock(start);
        rows = new Rows(database, clock);
        var cron = digest ? Cron.parse("0 0 10 * * ?") : null;
        var times = new Times(cron, ZoneId.of("Europe/Berlin"));
        newsletter = rows.newsletter("notes", new Cadence(
                times, Duration.ZERO, Cadence.Missed.SEND_NOW, Cadence.Edited.IGNORE, false, digest));
        office = new PostOffice(database, clock, newsletter);
        office.courier.watch(this::take);
        subscribers = new Subscribers(database, clock);
        fetcher = new Fetcher(URI.create("https://letters.example.org"), Set.of(), Fetcher.Limits.USUAL, clock);
        var shelf = new Articles(database);
        var desk = new Editor.Desk(
                database, new Newsletters(database), shelf, office.issues, new Typesetter(new Templates(null), LINKS),
                LINKS, Lookout.NONE, new Survey(subscribers));
        editor = new Editor(
                desk, new Tracker(database, shelf, new Promises(database), LINKS, clock),
                new Proofreader(new Sources(database), shelf, fetcher, clock), List.of(newsletter), clock);
        collector = new Collector(database, new Newsletters(database), editor, List.of(newsletter), clock);
    }

    void take(Message letter) {
        var titles = TITLE.matcher(letter.text()).results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        got.computeIfAbsent(letter.to().name(), _ -> new ArrayList<>()).add(titles);
    }

    /** A confirmed reader, who is known by this name; gives their subscription. */
    long reader(String name, Choices choices) {
        var address = new Address(name + "@example.net", name);
        subscribers.add(newsletter.id(), List.of(address), true, "test");
        var id = subscribers.list(newsletter.id(), 0, 1000).stream()
                .filter(each -> each.address().email().equals(address.email()))
                .findFirst()
                .orElseThrow()
                .id();
        subscribers.choose(id, choices);
        return id;
    }

    static Choices at(Choices.@Nullable Cadence cadence, @Nullable Integer hour, @Nullable String zone) {
        return new Choices(null, zone == null ? null : ZoneId.of(zone), cadence, hour, null, false, null, null, null);
    }

    static Choices daily(int hour, String zone) {
        return at(Choices.Cadence.DAILY, hour, zone);
    }

    static Choices topics(String... topics) {
        return new Choices(null, null, null, null, null, false, List.of(topics), null, null);
    }

    static Choices pause(String until, boolean catchUp) {
        return new Choices(null, null, null, null, Instant.parse(until), catchUp, null, null, null);
    }

    /** An article that waits; gives its title. */
    String write(String... tags) {
        var title = "Article-" + ++articles;
        var id = rows.article(newsletter, title, clock.instant());
        if (tags.length > 0) {
            database.run(tx -> tx.sql().update(ARTICLES)
                    .set(ARTICLES.TAGS, String.join("\n", tags))
                    .where(ARTICLES.ID.eq(id))
                    .execute());
        }
        return title;
    }

    /** What the service does each second. */
    void tick() {
        editor.assembleDue();
        collector.collectDue();
        office.send();
    }

    /** A second later, and another minute later, so that all is gone that could go. */
    void settle() {
        tick();
        clock.pass(Duration.ofMinutes(1));
        tick();
    }

    void at(String instant) {
        clock.set(instant);
        settle();
    }

    List<Set<String>> of(String name) {
        return got.getOrDefault(name, List.of());
    }

    int issues() {
        return office.issues.list(newsletter.id(), 1000).size();
    }

    @Override
    public void close() {
        office.close();
        fetcher.close();
    }
}
