package staytuned.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.mail.Address;
import staytuned.subscriber.Choices;
import staytuned.subscriber.Status;
import staytuned.testing.Browser;
import staytuned.testing.Dump;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.ScriptedSmtpServer.Taken;
import staytuned.web.Site;

/** What a reader does with the links of a letter, and what those do who only look at them. */
class ReaderTest {
    private static final Path SHOTS = Path.of("target", "shots");
    private static final Pattern TOKEN = Pattern.compile("/(?:unsubscribe|preferences)/[^\\s\"<>]+");

    private final ScriptedSmtpServer relay = new ScriptedSmtpServer();
    private final HttpClient web = HttpClient.newHttpClient();
    private Office office;
    private Site site;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        var home = new Home(folder, Home.Kind.EMBEDDED, relay.port());
        home.edit("connections: 4", "connections: 32");
        office = new Office(home, relay, 1);
        home.publish("autumn-colour.txt");
        var service = office.service();
        site = new Site("127.0.0.1", home.webPort, false,
                Site.Doors.of(service.pages()).with(service.readership().preferences()));
    }

    @AfterEach
    void close() throws IOException {
        site.close();
        web.close();
        office.close();
    }

    /** Both parts of a letter, decoded. */
    private static String words(Taken copy) throws Exception {
        var mail = new MimeMessage(Session.getInstance(System.getProperties()), new ByteArrayInputStream(copy.bytes()));
        var parts = (MimeMultipart) mail.getContent();
        return parts.getBodyPart(0).getContent() + "\n" + parts.getBodyPart(1).getContent();
    }

    private TreeSet<String> links(Taken copy) throws Exception {
        var links = new TreeSet<String>();
        Pattern.compile("http://127\\.0\\.0\\.1:\\d+/[^\\s\"<>]*").matcher(words(copy)).results()
                .forEach(each -> links.add(each.group()));
        return links;
    }

    @Test
    @Tag("row-29")
    void lookingAThousandTimesAtEveryLinkOfALetterChangesNothing() throws Exception {
        office.round();
        var links = links(relay.taken().getFirst());
        assertTrue(links.size() >= 3, links.toString());
        var before = Dump.of(office.service().database());
        var turns = new Semaphore(16);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Callable<Integer>>();
            for (var link : links) {
                for (var i = 0; i < 1000; i++) for (var method : List.of("GET", "HEAD")) {
                    all.add(() -> {
                        turns.acquire();
                        try {
                            return status(method, link);
                        } finally {
                            turns.release();
                        }
                    });
                }
            }
            for (var each : threads.invokeAll(all)) assertEquals(200, each.get());
        }
        assertEquals(before, Dump.of(office.service().database()));
    }

    private int status(String method, String link) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(link)).method(method, BodyPublishers.noBody()).build();
        return web.send(request, BodyHandlers.discarding()).statusCode();
    }

    private int post(String link, String form) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(link))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        return web.send(request, BodyHandlers.discarding()).statusCode();
    }

    /** Names that others have broken letters with; thirty-two connections carry them at once. */
    @Test
    @Tag("row-23")
    void nobodyGetsWhatIsSomebodyElses() throws Exception {
        var names = List.of(
                "Robert'); DROP TABLE subscribers;--", "Bcc: eve@example.org", "a\r\nBcc: eve@example.org", "${7*7}",
                "<script>alert(1)</script>", "\"quoted\" \\ back", "Ünï cödé 名前", "%0d%0aSubject: x", "@#$%^&*()",
                "https://unsubscribe.invalid/x", "{0}", "=?utf-8?q?x?=", "\u202Egnp.exe", "a".repeat(200), ".");
        var people = IntStream.range(0, 640)
                .mapToObj(i -> new Address("r" + i + "@r" + i % 40 + ".example.net", names.get(i % names.size())))
                .toList();
        var service = office.service();
        var newsletter = service.newsletters().getFirst().id();
        service.subscribers().add(newsletter, people, true, "test");
        service.poller().pollAll();
        service.editor().assembleDue();
        while (office.send().sent() > 0) Thread.onSpinWait();
        assertEquals(641, relay.taken().size());
        var seen = new TreeSet<String>();
        for (var copy : relay.taken()) {
            assertEquals(1, copy.to().size());
            var reader = service.subscribers().list(newsletter, 0, 1000).stream()
                    .filter(each -> each.address().email().equals(copy.to().getFirst()))
                    .findFirst().orElseThrow();
            var tokens = new TreeSet<String>();
            TOKEN.matcher(words(copy)).results().forEach(each -> tokens.add(each.group().replaceFirst(".*/", "")));
            assertEquals(2, tokens.size(), tokens.toString());
            for (var token : tokens) assertTrue(token.startsWith(reader.id() + "."), token + " " + reader);
            assertTrue(seen.addAll(tokens), "somebody has it already");
            var head = new String(copy.bytes(), UTF_8).split("\r\n\r\n", 2)[0];
            assertEquals(1, head.lines().filter(each -> each.startsWith("To: ")).count());
            assertEquals(0, head.lines().filter(each -> each.startsWith("Bcc:")).count());
        }
    }

    @Test
    @Tag("row-19")
    void whoLeavesAllByThePageGetsNothingMoreThatHasNotBegun() throws Exception {
        var first = office.issue();
        office.send();
        var leave = links(office.copies(first).getFirst()).stream().filter(each -> each.contains("/unsubscribe/"));
        var link = leave.findFirst().orElseThrow();
        var second = office.issue();
        office.service().outbox().publishDue();
        assertEquals(200, post(link, "which=all"));
        office.send();
        assertEquals(List.of(), office.copies(second));
        assertEquals(200, post(link, "which=one"), "again");
    }

    @Test
    void aReaderChoosesPausesLeavesAndComesBack() throws Exception {
        office.round();
        var links = links(relay.taken().getFirst());
        var service = office.service();
        var reader = service.subscribers().list(service.newsletters().getFirst().id(), 0, 1).getFirst().id();
        Files.createDirectories(SHOTS);
        try (var browser = new Browser()) {
            browser.open(links.stream().filter(each -> each.contains("/preferences/")).findFirst().orElseThrow());
            look(browser, "preferences");
            browser.run("document.querySelector('#cadence').value = 'weekly';"
                    + "document.querySelector('#topics').value = 'tides'");
            browser.follow("document.querySelector('#letters + form button').click()");
            var chosen = service.subscribers().choices(reader).orElseThrow();
            assertEquals(Choices.Cadence.WEEKLY, chosen.cadence());
            assertEquals(List.of("tides"), chosen.topics());
            assertEquals("Saved.", text(browser, "[role=status]"));

            browser.run("document.querySelector('#until').value = document.querySelector('#until').min");
            browser.follow("document.querySelector('#letters + form button').click()");
            look(browser, "paused");
            assertTrue(service.subscribers().choices(reader).orElseThrow().pausedUntil() != null);

            browser.follow("[...document.querySelectorAll('a')].find(a => a.href.endsWith('/erase')).click()");
            look(browser, "erase");

            browser.open(links.stream().filter(each -> each.contains("/unsubscribe/")).findFirst().orElseThrow());
            look(browser, "unsubscribe");
            browser.follow("document.querySelector('button').click()");
            assertEquals(Status.UNSUBSCRIBED, status(reader));
            look(browser, "unsubscribed");
            browser.run("document.querySelector('input[value=elsewhere]').checked = true");
            browser.follow("document.querySelectorAll('button')[1].click()");
            assertEquals("Thank you.", text(browser, "[role=status]"));
            browser.follow("document.querySelector('button').click()");
            look(browser, "back");
            assertEquals(Status.CONFIRMED, status(reader));
        }
    }

    private Status status(long reader) {
        return office.service().subscribers().find(reader).orElseThrow().status();
    }

    private static String text(Browser browser, String selector) {
        return browser.run("document.querySelector('" + selector + "').innerText").asText();
    }

    /** As it looks on a telephone and on a desk, by light and in the dark; and whether all can read it (WCAG 2.2). */
    private static void look(Browser browser, String name) throws IOException {
        var axe = new String(Objects.requireNonNull(ReaderTest.class.getResourceAsStream("/axe.min.js"))
                .readAllBytes(), UTF_8);
        for (var width : List.of(360, 1280)) {
            for (var dark : List.of(false, true)) {
                browser.size(width, dark);
                var shown = "reader-" + name + "-" + width + (dark ? "-dark" : "");
                assertEquals(width, browser.run("document.documentElement.scrollWidth").asInt(), shown);
                Files.write(SHOTS.resolve(shown + ".png"), browser.picture());
                if (width == 360) continue;
                browser.run(axe + "; 0");
                var found = browser.run("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map("
                        + "v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join('; ')).join('\\n'))");
                assertEquals("", found.asText(), shown);
            }
        }
    }

    @Test
    void aChangeOfAddressIsConfirmedAtTheNewOneAndToldToTheOldOne() throws Exception {
        office.round();
        var letter = relay.taken().getFirst();
        var page = links(letter).stream().filter(each -> each.contains("/preferences/")).findFirst().orElseThrow();
        assertEquals(200, post(page + "/address", "email=new%40example.org"));
        assertEquals(1, office.service().messenger().sendDue().sent());
        var asked = relay.taken().getLast();
        assertEquals(List.of("new@example.org"), asked.to());
        var link = links(asked).first();
        assertEquals(200, status("GET", link));
        assertEquals(0, office.service().messenger().sendDue().sent(), "nothing has changed");
        assertEquals(200, post(link, ""));
        assertEquals(1, office.service().messenger().sendDue().sent());
        var told = relay.taken().getLast();
        assertEquals(letter.to(), told.to());
        assertTrue(Jsoup.parse(words(told)).text().contains("n…@example.org"));
        var next = office.issue();
        office.send();
        assertEquals(List.of("new@example.org"), office.copies(next).getFirst().to());
    }
}
