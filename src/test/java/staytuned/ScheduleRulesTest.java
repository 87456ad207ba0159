package staytuned;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import staytuned.article.Articles;
import staytuned.article.Proofreader;
import staytuned.article.Sources;
import staytuned.config.Config;
import staytuned.db.Database;
import staytuned.delivery.Carrier;
import staytuned.delivery.Composer;
import staytuned.delivery.Deliveries;
import staytuned.delivery.Dispatcher;
import staytuned.delivery.Fleet;
import staytuned.delivery.Guard;
import staytuned.delivery.Nodes;
import staytuned.delivery.Outbox;
import staytuned.delivery.Proposer;
import staytuned.delivery.Receivers;
import staytuned.delivery.Retry;
import staytuned.delivery.Route;
import staytuned.delivery.Terms;
import staytuned.fetch.Fetcher;
import staytuned.holiday.Almanac;
import staytuned.issue.Editor;
import staytuned.issue.Issues;
import staytuned.issue.Promises;
import staytuned.issue.Proposals;
import staytuned.issue.SiteLinks;
import staytuned.issue.Tracker;
import staytuned.issue.Typesetter;
import staytuned.mail.Address;
import staytuned.mail.Message;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.preflight.Lookout;
import staytuned.subscriber.Person;
import staytuned.subscriber.Subscribers;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.template.Templates;
import staytuned.testing.Databases;
import staytuned.testing.RecordingCourier;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/**
 * What the config says about time, and when letters go, as the table {@code schedule/rules.txt} has it. Two nodes on
 * one PostgreSQL do each; every reader gets every letter once.
 */
class ScheduleRulesTest {
    private static final String PUBLIC = "https://letters.example.org";
    private static final SiteLinks LINKS = new SiteLinks(PUBLIC);
    private static final Map<String, String> ZONES = Map.of(
            "berlin", "Europe/Berlin", "york", "America/New_York", "howe", "Australia/Lord_Howe");

    private static Database database;
    private static Templates templates;
    private static Typesetter typesetter;
    private static int newsletters;

    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
    private final List<String> got = Collections.synchronizedList(new ArrayList<>());
    private final RecordingCourier courier = new RecordingCourier();

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        database = Database.postgresql(Databases.postgresqlUrl(), "postgres", "postgres");
        templates = new Templates(null);
        typesetter = new Typesetter(templates, LINKS);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvFileSource(resources = "/schedule/rules.txt", delimiter = '|', quoteCharacter = '`')
    void letterGoes(String rule, String says, String found, String starts, String goes) throws Exception {
        var send = says.substring(says.indexOf('{')).replaceFirst("\\{", "{time-zone: "
                + ZONES.get(says.substring(0, says.indexOf(':'))) + (says.endsWith("{}") ? "" : ", "));
        var expected = goes.equals("-") ? List.<String>of() : List.of(goes.split(", "));
        var foundAt = instant(found);
        clock.set(foundAt.minus(Duration.ofHours(1)).toString());
        var key = "rule-" + ++newsletters;
        var id = new Newsletters(database).register(key, clock.instant());
        people(id, send.contains("local"));
        var rows = new Rows(database, clock);
        clock.set(foundAt.toString());
        courier.watch(this::note);
        var first = newsletter(key, send, id);
        rows.article(first, "First " + key, foundAt);
        if (rule.equals("digest")) rows.article(first, "Second " + key, foundAt.plusSeconds(60));
        if (!starts.equals("-")) clock.set(instant(starts).toString());
        var nodes = List.of(new Node(first), new Node(newsletter(key, send, id)));
        try {
            for (var moment : moments(expected)) {
                clock.set(moment.toString());
                together(nodes);
            }
        } finally {
            nodes.forEach(Node::close);
        }
        assertEquals(expected.stream().map(ScheduleRulesTest::utc).toList(), got);
    }

    /** Now, just before each letter goes and when it does, and for three days from then on. */
    private List<Instant> moments(List<String> expected) {
        var last = clock.instant();
        var moments = new ArrayList<>(List.of(last));
        for (var each : expected) {
            var time = instant(each.split(" ")[1]);
            if (time.isAfter(last)) moments.addAll(List.of(time.minusSeconds(1), time));
            last = time;
        }
        for (var hours : List.of(1, 24, 72)) moments.add(last.plus(Duration.ofHours(hours)));
        return moments;
    }

    private static void together(List<Node> nodes) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = nodes.stream().<Callable<Boolean>>map(each -> each::work).toList();
            for (var each : threads.invokeAll(all)) each.get();
        }
        nodes.getFirst().work(); // what the other has frozen while this one was done
    }

    private void note(Message message) {
        var to = message.to().email();
        got.add(to.substring(0, to.indexOf('@')).replaceFirst("-.*", "") + " " + clock.instant());
    }

    private static String utc(String expected) {
        var parts = expected.split(" ");
        return parts[0] + " " + instant(parts[1]);
    }

    private static Instant instant(String time) {
        return OffsetDateTime.parse(time).toInstant();
    }

    private void people(long newsletterId, boolean local) {
        var names = local ? ZONES : Map.of("reader", "");
        var people = names.entrySet().stream()
                .map(each -> new Person(
                        new Address(each.getKey() + "-" + newsletterId + "@example.net", ""),
                        Person.zone(each.getValue())))
                .toList();
        new Subscribers(database, clock).addAll(newsletterId, people, true, "test");
    }

    private Newsletter newsletter(String key, String send, long id) throws IOException {
        Files.writeString(folder.resolve("days.ics"), Stream.of("20260329", "20251025", "20251101")
                .map(each -> "BEGIN:VEVENT\nDTSTART;VALUE=DATE:" + each + "\nRRULE:FREQ=YEARLY\nEND:VEVENT\n")
                .reduce("BEGIN:VCALENDAR\n", String::concat) + "END:VCALENDAR\n");
        var file = Files.writeString(folder.resolve("staytuned.yaml"), """
                relays: [{name: main, host: 127.0.0.1}]
                newsletters:
                  - {key: %s, title: Notes, from: notes@example.org, sources: [{folder: .}], send: %s}
                """.formatted(key, send));
        return Settings.newsletter(Config.read(file, Map.of()).newsletters().getFirst(), id);
    }

    /** One of the processes of the service, as far as time matters. */
    private final class Node {
        private final Almanac almanac;
        private final Editor editor;
        private final Outbox outbox;
        private final Proposer proposer;
        private final Nodes nodes;
        private final Dispatcher dispatcher;
        private final Fetcher fetcher =
                new Fetcher(URI.create(PUBLIC), Set.of(), Fetcher.Limits.USUAL, clock);

        Node(Newsletter newsletter) {
            var all = List.of(newsletter);
            var issues = new Issues(database);
            var articles = new Articles(database);
            var subscribers = new Subscribers(database, clock);
            almanac = new Almanac(database, fetcher, Settings.calendars(all), clock);
            editor = new Editor(
                    new Editor.Desk(
                            database, new Newsletters(database), articles, issues, typesetter, LINKS, Lookout.NONE,
                            each -> subscribers.zones(each.id(), each.cadence().zone())),
                    new Tracker(database, articles, new Promises(database), LINKS, clock),
                    new Proofreader(new Sources(database), articles, fetcher, clock), all, clock);
            var deliveries = new Deliveries(database);
            outbox = new Outbox(database, issues, deliveries, new Outbox.Readers(all, Receivers.KNOWN), clock);
            nodes = new Nodes(database, deliveries, clock);
            nodes.join(false);
            var unsubscribe = new UnsubscribeLinks(PUBLIC, "secret");
            var composer = new Composer(unsubscribe);
            var carrier = new Carrier("main", courier, Terms.of(1));
            var fleet = new Fleet(List.of(carrier), List.of(Route.by("main", newsletter)));
            dispatcher = new Dispatcher(
                    new Dispatcher.Desk(
                            database, issues, deliveries, composer, nodes, new Guard(database, issues, Map.of()),
                            Retry.standard(new Random(1)), clock),
                    carrier, fleet);
            proposer = new Proposer(
                    new Proposer.Desk(
                            new Proposals(database, issues), issues, composer, templates,
                            unsubscribe.of("approve"), PUBLIC, clock),
                    all, fleet);
        }

        boolean work() {
            nodes.join(false);
            almanac.readDue();
            editor.assembleDue();
            proposer.sendDue();
            outbox.publishDue();
            dispatcher.dispatchDue();
            outbox.finishDue();
            return true;
        }

        void close() {
            dispatcher.close();
            fetcher.close();
        }
    }
}
