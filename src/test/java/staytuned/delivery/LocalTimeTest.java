package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static staytuned.db.schema.Tables.BATCHES;
import static staytuned.db.schema.Tables.DELIVERIES;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import staytuned.article.Articles;
import staytuned.article.Proofreader;
import staytuned.article.Sources;
import staytuned.db.Database;
import staytuned.fetch.Fetcher;
import staytuned.issue.Editor;
import staytuned.issue.IssueState;
import staytuned.issue.Promises;
import staytuned.issue.SiteLinks;
import staytuned.issue.Tracker;
import staytuned.issue.Typesetter;
import staytuned.mail.Address;
import staytuned.mail.Outcome;
import staytuned.mail.Reply;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Cadence.Missed;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.preflight.Lookout;
import staytuned.schedule.Cron;
import staytuned.schedule.Hours;
import staytuned.schedule.Times;
import staytuned.subscriber.Person;
import staytuned.subscriber.Subscribers;
import staytuned.template.Templates;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.RecordingCourier;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** From the article to the letter, where each reader's own clock counts. Who gives no zone is in Berlin. */
@OnEachDatabase
class LocalTimeTest {
    private static final SiteLinks LINKS = new SiteLinks("https://letters.example.org");
    private static final String NIGHT = "22:00-07:00";

    private final Database database;
    private final SettableClock clock = new SettableClock("2026-05-01T12:00:00Z");
    private final Rows rows;
    private final Subscribers subscribers;
    private final Fetcher fetcher =
            new Fetcher(URI.create("https://letters.example.org"), Set.of(), Fetcher.Limits.USUAL, clock);
    private final Map<String, String> got = new TreeMap<>();
    private Newsletter newsletter;
    private PostOffice office;

    LocalTimeTest(Database database) {
        this.database = database;
        rows = new Rows(database, clock);
        subscribers = new Subscribers(database, clock);
    }

    @AfterEach
    void close() {
        office.close();
        fetcher.close();
    }

    private void open(String cron, String quiet, Missed missed) {
        var hours = new Hours(quiet.isEmpty() ? null : Hours.Quiet.parse(quiet), List.of());
        var times = new Times(cron.isEmpty() ? null : Cron.parse(cron), ZoneId.of("Europe/Berlin"), hours, true);
        newsletter = rows.newsletter(
                "notes", new Cadence(times, Duration.ZERO, missed, Cadence.Edited.IGNORE, false));
        office = new PostOffice(database, clock, newsletter);
        live("tokyo", "Asia/Tokyo");
        live("york", "America/New_York");
        live("berlin", "Europe/Berlin");
        live("nowhere", "");
        office.courier.watch(each -> got.merge(each.to().email(), clock.instant().toString(), (a, b) -> a + " " + b));
    }

    private void live(String name, String zone) {
        var person = new Person(new Address(name + "@example.net", ""), Person.zone(zone));
        subscribers.addAll(newsletter.id(), List.of(person), true, "test");
    }

    private Editor editor() {
        var articles = new Articles(database);
        var desk = new Editor.Desk(
                database, new Newsletters(database), articles, office.issues,
                new Typesetter(new Templates(null), LINKS), LINKS, Lookout.NONE,
                new Survey(subscribers));
        var tracker = new Tracker(database, articles, new Promises(database), LINKS, clock);
        return new Editor(
                desk, tracker, new Proofreader(new Sources(database), articles, fetcher, clock), List.of(newsletter),
                clock);
    }

    /** The service is at work from {@code start} for so many hours, and looks each half hour. */
    private void serve(Editor editor, String start, int hours) {
        clock.set(start);
        for (var i = 0; i <= 2 * hours; i++) {
            editor.assembleDue();
            office.send();
            clock.pass(Duration.ofMinutes(30));
        }
    }

    private void write(String found) {
        rows.article(newsletter, "How nerves heal", Instant.parse(found));
    }

    private void assertGot(String tokyo, String berlin, String york) {
        assertEquals(Map.of("tokyo@example.net", tokyo, "berlin@example.net", berlin, "nowhere@example.net", berlin,
                "york@example.net", york), got);
    }

    private IssueState state() {
        return office.issues.list(newsletter.id(), 1).getFirst().state();
    }

    @Test
    void eachReaderGetsItWhenTheirOwnClockShowsTheTime() {
        open("0 0 8 * * ?", "", Missed.SKIP);
        write("2026-05-01T12:00:00Z");
        serve(editor(), "2026-05-01T12:00:00Z", 27);
        assertGot("2026-05-01T23:00:00Z", "2026-05-02T06:00:00Z", "2026-05-02T12:00:00Z");
        assertEquals(IssueState.SENT, state());
    }

    @Test
    void itIsFrozenWithTheFirstOfThem() {
        open("0 0 8 * * ?", "", Missed.SKIP);
        write("2026-05-01T23:00:00Z");
        rows.article(newsletter, "Too late", Instant.parse("2026-05-01T23:00:01Z"));
        serve(editor(), "2026-05-01T12:00:00Z", 24);
        var issues = office.issues.list(newsletter.id(), 10);
        assertEquals(List.of("How nerves heal"), issues.stream().map(each -> each.subject()).toList());
        assertEquals(Instant.parse("2026-05-01T23:00:00Z"), issues.getFirst().frozenAt());
    }

    @Test
    void aTimeThatSomeClocksSkipInSpring() {
        clock.set("2026-03-28T12:00:00Z");
        open("0 30 2 ? * SUN", "", Missed.SKIP);
        write("2026-03-28T12:00:00Z");
        serve(editor(), "2026-03-28T12:00:00Z", 27);
        assertGot("2026-03-28T17:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T06:30:00Z");
        assertEquals(IssueState.SENT, state());
    }

    @Test
    void aTimeThatSomeClocksShowTwiceInAutumn() {
        open("0 30 2 ? * SUN", "", Missed.SKIP);
        write("2026-10-24T12:00:00Z");
        serve(editor(), "2026-10-24T12:00:00Z", 27);
        assertGot("2026-10-24T17:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T06:30:00Z");
        got.clear();
        rows.article(newsletter, "Part 2", Instant.parse("2026-10-31T12:00:00Z"));
        serve(editor(), "2026-10-31T12:00:00Z", 27);
        assertGot("2026-10-31T17:30:00Z", "2026-11-01T01:30:00Z", "2026-11-01T07:30:00Z");
    }

    @Test
    void whoMovesMeanwhileGetsItOnceAndByTheClockOfBefore() {
        open("0 0 8 * * ?", "", Missed.SKIP);
        write("2026-05-01T12:00:00Z");
        var editor = editor();
        serve(editor, "2026-05-01T12:00:00Z", 12);
        live("tokyo", "America/New_York");
        live("york", "Asia/Tokyo");
        live("new", "America/New_York");
        serve(editor, "2026-05-02T00:30:00Z", 24);
        assertGot("2026-05-01T23:00:00Z", "2026-05-02T06:00:00Z", "2026-05-02T12:00:00Z");
        assertEquals(IssueState.SENT, state());
    }

    @Test
    void atOnceIsInTheMorningForThoseWhoSleep() {
        open("", NIGHT, Missed.SKIP);
        write("2026-05-01T21:00:00Z"); // 06:00 in Tokyo, 23:00 in Berlin, 17:00 in New York
        office.courier.answer(message -> {
            got.merge(message.to().email(), clock.instant().toString(), (a, b) -> a + " " + b);
            return got.get("york@example.net").length() < 30 && message.to().email().startsWith("york")
                    ? new Outcome.Deferred(Reply.parse("450 4.2.1 later"))
                    : RecordingCourier.SENT;
        });
        serve(editor(), "2026-05-01T21:00:00Z", 5);
        assertEquals(Map.of("york@example.net", "2026-05-01T21:00:00Z 2026-05-01T21:30:00Z",
                "tokyo@example.net", "2026-05-01T22:00:00Z"), got);
        serve(editor(), "2026-05-02T02:00:00Z", 12);
        assertGot("2026-05-01T22:00:00Z", "2026-05-02T05:00:00Z", "2026-05-01T21:00:00Z 2026-05-01T21:30:00Z");
    }

    @Test
    void itStopsWhereTheNightBeginsAndGoesOnElsewhere() {
        open("", NIGHT, Missed.SKIP);
        for (var i = 0; i < 8; i++) live("york" + i, "America/New_York");
        office.courier.answer(message -> {
            got.put(message.to().email(), clock.instant().toString());
            if (message.to().email().startsWith("york")) clock.pass(Duration.ofSeconds(10));
            return RecordingCourier.SENT;
        });
        write("2026-05-02T01:59:00Z");
        serve(editor(), "2026-05-02T01:59:45Z", 0); // 21:59:45 in New York, morning in Tokyo
        assertEquals(2, got.keySet().stream().filter(each -> each.startsWith("york")).count());
        serve(editor(), "2026-05-02T02:01:00Z", 8);
        assertEquals(5, got.size(), "those in Berlin, and the one in Tokyo, too");
        serve(editor(), "2026-05-02T11:00:00Z", 2); // a round is over after half a minute
        assertEquals(12, got.size());
        assertEquals(12, office.courier.taken().size());
        assertEquals(IssueState.SENT, state());
    }

    @Test
    void aTimeIsNotMissedBeforeAllClocksHavePassedIt() {
        open("0 0 8 * * ?", "", Missed.SKIP);
        write("2026-05-01T12:00:00Z");
        clock.set("2026-05-02T03:10:00Z");
        serve(editor(), "2026-05-02T03:10:00Z", 24);
        assertGot("2026-05-02T03:10:00Z", "2026-05-02T06:10:00Z", "2026-05-02T12:10:00Z");
        got.clear();
        rows.article(newsletter, "Part 2", Instant.parse("2026-05-04T12:00:00Z"));
        clock.set("2026-05-05T13:30:00Z");
        serve(editor(), "2026-05-05T13:30:00Z", 24);
        assertEquals(Map.of(), got, "skipped");
    }

    @Test
    void batchesEndWhereZonesDo() {
        open("0 0 8 * * ?", "", Missed.SKIP);
        var zones = List.of("Asia/Tokyo", "America/New_York", "Europe/Berlin", "");
        var people = IntStream.range(0, 2400)
                .mapToObj(i -> new Person(
                        new Address("reader" + i + (i % 3 == 0 ? "@gmail.com" : "@example.net"), ""),
                        Person.zone(zones.get(i % 4))))
                .toList();
        subscribers.addAll(newsletter.id(), people, true, "test");
        write("2026-05-01T12:00:00Z");
        serve(editor(), "2026-05-01T22:59:00Z", 0);
        clock.set("2026-05-01T23:00:00Z");
        editor().assembleDue();
        office.outbox.publishDue();
        var seen = new ArrayList<String>();
        database.run(tx -> tx.sql().select(BATCHES.TIME_ZONE, BATCHES.DUE_AT, BATCHES.RECEIVER, DELIVERIES.TIME_ZONE)
                .from(DELIVERIES)
                .join(BATCHES).on(DELIVERIES.ID.between(BATCHES.FIRST_ID, BATCHES.LAST_ID))
                .forEach(row -> {
                    assertEquals(row.value1(), row.value4());
                    seen.add(row.value1() + " " + row.value2());
                }));
        assertEquals(2404, seen.size());
        assertEquals(Set.of("Asia/Tokyo 2026-05-01T23:00:00Z", "Europe/Berlin 2026-05-02T06:00:00Z",
                "America/New_York 2026-05-02T12:00:00Z"), Set.copyOf(seen));
    }
}
