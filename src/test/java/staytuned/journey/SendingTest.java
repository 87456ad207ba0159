package staytuned.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.testing.SmtpAct.after;

import jakarta.mail.BodyPart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import staytuned.db.schema.Tables;
import staytuned.delivery.Dispatcher;
import staytuned.issue.IssueState;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.ScriptedSmtpServer.Stage;
import staytuned.testing.ScriptedSmtpServer.Taken;
import staytuned.web.Site;

/** What readers, admins, authors and clocks do while an issue goes out. */
class SendingTest {
    private static final int READERS = 40;
    private static final String TAKEN = "250 2.0.0 taken";

    private final ScriptedSmtpServer relay = new ScriptedSmtpServer();
    private Home home;
    private Office office;

    @TempDir
    private Path folder;

    private void open(Home.Kind database, int readers) throws IOException {
        home = new Home(folder, database, relay.port());
        office = new Office(home, relay, readers);
    }

    @AfterEach
    void close() throws Exception {
        office.close();
    }

    /** Does {@code what} when the relay has read letter number {@code n} from now on; until then it answers none. */
    private AtomicInteger atLetter(int n, Runnable what) {
        var letters = new AtomicInteger();
        var door = new ReentrantLock();
        relay.forget();
        relay.always(Stage.DOT, after(() -> {
            door.lock();
            try {
                if (letters.incrementAndGet() == n) what.run();
            } finally {
                door.unlock();
            }
        }, TAKEN));
        return letters;
    }

    @ParameterizedTest
    @EnumSource(Home.Kind.class)
    @Tag("row-7")
    void aClockThatJumpsSendsEachIssueOnce(Home.Kind database) throws Exception {
        open(database, READERS);
        home.edit("when: at-once", "when: \"0 0 8 ? * *\", time-zone: Europe/Berlin");
        office.clock.set("2026-03-28T06:30:00Z");
        home.publish("autumn-colour.txt");
        office.round();
        office.clock.set("2026-03-28T07:00:10Z");
        atLetter(5, () -> office.clock.pass(Duration.ofDays(1)));
        office.round();
        office.clock.pass(Duration.ofDays(-1).minusHours(1));
        atLetter(5, () -> office.clock.pass(Duration.ofHours(-1)));
        office.round();
        for (var time : List.of("06:59:59", "07:00:00", "08:00:00", "07:00:00", "09:00:00")) {
            office.clock.set("2026-03-28T" + time + "Z");
            office.round();
        }
        assertEquals(1, issues().size(), "it fires once");
        office.assertAllSent(issues().getFirst());

        Files.writeString(home.articles.resolve("next.md"), "# The next one\n\nIt says as much as the first one did.\n");
        for (var time : List.of("05:59:59", "06:00:00", "05:30:00", "06:30:00", "07:00:00", "06:00:00")) {
            office.clock.set("2026-03-29T" + time + "Z"); // summer time has begun
            office.round();
        }
        assertEquals(2, issues().size(), "it fires once");
        office.assertAllSent(issues().getLast());
        assertEquals(2 * READERS, relay.taken().size());
    }

    private List<Long> issues() {
        var newsletter = office.service().newsletters().getFirst().id();
        return office.service().issues().list(newsletter, 10).reversed().stream().map(each -> each.id()).toList();
    }

    @Test
    @Tag("row-6")
    @Tag("row-7")
    void nodesWhoseClocksAreADayApartSendEachLetterOnce() throws Exception {
        open(Home.Kind.POSTGRESQL, READERS);
        var away = Files.createDirectory(folder.resolve("away"));
        Files.createDirectory(away.resolve("articles"));
        Files.copy(folder.resolve("staytuned.yaml"), away.resolve("staytuned.yaml"));
        try (var other = office.beside(away);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            other.clock.pass(Duration.ofDays(-1));
            var issue = office.issue();
            office.service().outbox().publishDue();
            var theirs = threads.submit(() -> other.sendAll(issue, Duration.ofMinutes(1)));
            office.sendAll(issue, Duration.ofMinutes(1));
            other.clock.set(office.clock.instant().toString());
            theirs.get();
            office.assertAllSent(issue);
        }
    }

    @Test
    @Tag("row-19")
    void whoLeavesWhileTheIssueGoesOutGetsNothingMore() throws Exception {
        open(Home.Kind.EMBEDDED, READERS);
        var first = office.issue();
        office.send();
        office.assertAllSent(first);
        var links = new HashMap<String, String>();
        for (var each : office.copies(first)) links.put(each.to().getFirst(), link(each));

        var second = office.issue();
        var service = office.service();
        try (var site = new Site("127.0.0.1", home.webPort, false, service.pages(), null);
                var web = HttpClient.newHttpClient()) {
            assertEquals(home.webPort, site.port());
            var taken = new AtomicInteger();
            atLetter(5, () -> {
                links.values().forEach(link -> assertEquals(200, leave(web, link)));
                taken.set(office.copies(second).size());
            });
            office.send();
            var late = office.copies(second).size() - taken.get();
            assertTrue(late <= Office.CONNECTIONS, late + " letters began after their readers had left");
        }
        assertEquals(
                Map.of("sent", (long) office.copies(second).size(),
                        "cancelled", (long) READERS - office.copies(second).size()),
                office.statuses(second));
        var third = office.issue();
        office.send();
        assertEquals(List.of(), office.copies(third));
        assertEquals(IssueState.SENT, office.state(third));
    }

    private static int leave(HttpClient web, String link) {
        var request = HttpRequest.newBuilder(URI.create(link))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click"))
                .build();
        try {
            return web.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Home.Kind.class)
    @Tag("row-20")
    void anIssueStopsByTheAdminsWordAndGoesOnExactlyWhereItWas(Home.Kind database) throws Exception {
        var readers = 200;
        open(database, readers);
        var random = new Random(20);
        var issue = office.issue();
        office.service().outbox().publishDue();
        while (office.state(issue) == IssueState.SENDING) {
            stopAt(random.nextInt(1, 60), () -> office.service().outbox().pause(issue));
            if (office.state(issue) == IssueState.PAUSED) assertTrue(office.service().outbox().resume(issue));
        }
        office.assertAllSent(issue);

        var ended = office.issue();
        office.service().outbox().publishDue();
        stopAt(random.nextInt(1, readers / 2), () -> office.service().outbox().cancel(ended));
        var got = office.copies(ended).size();
        assertEquals(Map.of("sent", (long) got, "cancelled", (long) readers - got), office.statuses(ended));
        assertEquals(IssueState.CANCELLED, office.state(ended));
    }

    /** Stops an issue at a letter, and asserts that none begins after that. */
    private void stopAt(int letter, Runnable stop) {
        var since = new AtomicLong();
        var letters = atLetter(letter, () -> {
            stop.run();
            since.set(System.nanoTime());
        });
        office.send();
        var seconds = (System.nanoTime() - since.get()) / 1e9;
        assertTrue(since.get() == 0 || seconds < 5, "stopped after " + seconds + " s");
        // Those that were on their way then come to their dot behind this one.
        var after = letters.get() - letter;
        assertTrue(after < Office.CONNECTIONS, after + " letters after the word");
    }

    @Test
    @Tag("row-21")
    void whatIsEditedWhileAnIssueGoesOutChangesNothingOfIt() throws Exception {
        open(Home.Kind.EMBEDDED, READERS);
        home.publish("autumn-colour.txt");
        atLetter(10, () -> office.service().dispatchers().forEach(Dispatcher::stop));
        office.round();
        var issue = issues().getFirst();
        var before = office.copies(issue).size();
        assertTrue(before >= 10 && before < READERS, before + " of " + READERS);
        office.service().database().run(tx -> tx.sql().update(Tables.SUBSCRIBERS)
                .set(Tables.SUBSCRIBERS.NAME, "Renamed")
                .execute());
        office.shut();
        Files.writeString(home.articles.resolve("autumn-colour.txt"), "Winter\n\nAnother article by now.\n");
        home.edit("title: Field Notes", "title: Winter Notes");
        home.edit("from: Field Notes <notes@", "from: Winter Notes <winter@");
        home.edit("1 Example Street", "2 Winter Street");
        Files.createDirectories(folder.resolve("mine/letter"));
        Files.writeString(folder.resolve("mine/letter/letter.ftlh"), "<p>Another letter</p>");
        home.edit("relays:", "templates: mine\nrelays:");
        office.command("subscribers", "add", "late@example.net", "--newsletter=field-notes", "--confirmed");
        relay.forget();
        office.send();
        office.assertAllSent(issue);
        var texts = new ArrayList<String>();
        for (var each : office.copies(issue)) texts.add(text(each));
        assertEquals(1, Set.copyOf(texts).size(), "copies differ in more than the reader");
        assertTrue(texts.getFirst().contains("Field Notes"), texts.getFirst());
    }

    /** What a copy says, without what is the reader's own. */
    private static String text(Taken copy) throws Exception {
        var message = new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(copy.bytes()));
        var reader = copy.to().getFirst().replaceAll("\\D", "");
        assertTrue(message.getHeader("To", null).startsWith("Reader " + reader + " <"), message.getHeader("To", null));
        var parts = (MimeMultipart) message.getContent();
        var text = new StringBuilder();
        for (var header : List.of("From", "Subject", "Date", "List-Id", "Content-Language")) {
            text.append(header).append(": ").append(message.getHeader(header, null)).append('\n');
        }
        for (var i = 0; i < parts.getCount(); i++) {
            BodyPart part = parts.getBodyPart(i);
            text.append(part.getContentType()).append('\n').append(part.getContent());
        }
        return text.toString().replace(link(copy), "LINK").replaceAll("/preferences/[\\w.-]+", "/preferences/LINK");
    }

    private static String link(Taken copy) {
        return new String(copy.bytes(), UTF_8).replaceAll("\r\n[ \t]", "").lines()
                .filter(each -> each.startsWith("List-Unsubscribe: "))
                .map(each -> each.replaceFirst("List-Unsubscribe: *<", "").replaceFirst(">.*", ""))
                .collect(Collectors.joining());
    }

    @Test
    @Tag("row-32")
    void yesterdaysBackupMailsNothingWithoutTheAdminsWord() throws Exception {
        open(Home.Kind.EMBEDDED, READERS);
        var issue = office.issue();
        atLetter(10, () -> office.service().dispatchers().forEach(Dispatcher::stop));
        office.send();
        var before = office.copies(issue).size();
        office.shut();
        var file = folder.resolve("data/staytuned.mv.db");
        var backup = Files.copy(file, folder.resolve("backup.mv.db"));
        relay.forget();
        office.clock.pass(Duration.ofMinutes(1));
        office.sendAll(issue, Duration.ofMinutes(1));
        office.assertAllSent(issue);
        office.shut();

        Files.copy(backup, file, StandardCopyOption.REPLACE_EXISTING);
        office.clock.pass(Duration.ofDays(1));
        for (var i = 0; i < 2; i++) {
            var round = office.send();
            assertTrue(round.problems().getFirst().contains("restored backup"), round.problems().toString());
            assertTrue(round.problems().getFirst().contains("resume --after-restore"), round.problems().toString());
            office.shut();
        }
        office.assertEachOnce(issue);
        assertEquals("letters go out again\n", office.command("resume", "--after-restore"));
        office.send();
        assertEquals(2 * READERS - before, office.copies(issue).size(), "those of whom the backup knew nothing");
    }
}
