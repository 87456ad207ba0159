package staytuned.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.Main;
import staytuned.cli.Builder.Running;
import staytuned.cli.Staytuned;
import staytuned.config.BrokenConfig;
import staytuned.config.Config;
import staytuned.issue.IssueState;
import staytuned.mail.Address;
import staytuned.newsletter.Newsletters;
import staytuned.outlook.Change;
import staytuned.testing.ScriptedSmtpServer;

/** A service at work that takes up other configs. */
class ReloadTest {
    private final ScriptedSmtpServer relay = new ScriptedSmtpServer();
    private final ScriptedSmtpServer second = new ScriptedSmtpServer();

    @TempDir
    private Path folder;

    private Home home;
    private Staytuned service;
    private Running running;

    @BeforeEach
    void start() throws Exception {
        home = new Home(folder, Home.Kind.EMBEDDED, relay.port());
        home.edit("connections: 4", "connections: 4, rate: 100/second");
        var config = read();
        var main = new Main(InstantSource.system());
        service = main.open(config);
        running = main.start(service, config, null);
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
        service.close();
        relay.close();
        second.close();
    }

    private Config read() {
        return Config.read(folder.resolve("staytuned.yaml"), Map.of());
    }

    private List<Change> take(String now, String then) throws Exception {
        home.edit(now, then);
        return running.take(read());
    }

    private static void await(BooleanSupplier done) {
        var end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it does not come about");
            Thread.onSpinWait();
        }
    }

    private boolean is(long issue, IssueState state) {
        return service.issues().find(issue).filter(each -> each.state() == state).isPresent();
    }

    private String page(String path) throws Exception {
        try (var web = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + home.webPort + path);
            return web.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        }
    }

    @Test
    void anotherConfigUnderARunningSendLosesAndDoublesNobody() throws Exception {
        var readers = 300;
        var people = IntStream.range(0, readers)
                .mapToObj(i -> new Address(Home.reader(i), "")).toList();
        service.subscribers().add(service.newsletters().getFirst().id(), people, true, "test");
        home.publish("how-swifts-sleep.md");
        relay.await(5);
        var taken = 0;
        take("title: Field Notes", "title: Meadow Notes");
        take("connections: 4", "connections: 5");
        // A relay comes, carries its share, and goes.
        take("\nnewsletters:", "\n  - {name: second, host: 127.0.0.1, port: %d, tls: none}\nnewsletters:"
                .formatted(second.port()));
        take("    postal-address", "    relays: [{name: main}, {name: second}]\n    postal-address");
        assertTrue(is(1, IssueState.SENDING));
        take("    relays: [{name: main}, {name: second}]\n", "");
        for (var rate = 101; !is(1, IssueState.SENT); rate++) {
            take("rate: " + (rate - 1) + "/second", "rate: " + rate + "/second");
            taken++;
            assertThrows(BrokenConfig.class, () -> take("poll: 1s", "pol: 1s"));
            home.edit("pol: 1s", "poll: 1s");
        }
        assertTrue(taken > 0, "it was over before");
        var letters = Stream.of(relay, second)
                .flatMap(each -> each.taken().stream())
                .collect(Collectors.groupingBy(each -> each.to().getFirst(), Collectors.counting()));
        assertEquals(readers, letters.size());
        assertTrue(letters.values().stream().allMatch(each -> each == 1), letters.toString());
    }

    @Test
    void whatCanChangeDoesAndWhatCannotIsNamed() throws Exception {
        Files.createDirectories(folder.resolve("sea"));
        Files.writeString(folder.resolve("sea/tides.md"), "# Tides\n\nThey come and go, and that is all there is.");
        assertTrue(page("/").contains("Field Notes"));
        var other = Home.freePort();
        var changes = take("title: Field Notes", "title: Meadow Notes");
        assertEquals(List.of("~ newsletters[field-notes].title: Field Notes -> Meadow Notes"),
                changes.stream().map(Change::line).toList());
        assertTrue(page("/").contains("Meadow Notes"), "at once, by the same server");
        changes = take("listen: \"127.0.0.1:" + home.webPort, "listen: \"127.0.0.1:" + other);
        assertEquals("site.listen", changes.getFirst().key());
        assertTrue(Config.needsRestart(changes.getFirst().key()));
        var kept = service.outlook().settings().latest().orElseThrow().values();
        assertEquals("127.0.0.1:" + home.webPort, kept.get("site.listen"), "as long as it runs");
        assertTrue(page("/").contains("Meadow Notes"), "where it always was");

        Files.writeString(folder.resolve("staytuned.yaml"), """
                  - key: sea
                    title: Sea
                    from: Sea <sea@example.org>
                    sources: [{folder: sea, first-poll: send, poll: 1s}]
                    send: {settle: 0m}
                """, StandardOpenOption.APPEND);
        changes = running.take(read());
        assertTrue(changes.contains(new Change(Change.Kind.ADDED, "newsletters[sea]", null, null)), changes.toString());
        await(() -> is(1, IssueState.SENT)); // of a newsletter that was not there when the service began
        assertEquals("Tides", service.issues().find(1).orElseThrow().subject());
    }

    /** A schedule that is another now makes up for no time that it would have had before. */
    @Test
    void aNewScheduleBeginsNow() throws Exception {
        var newsletter = service.newsletters().getFirst();
        take("when: at-once", "when: \"0 * * * * ?\", time-zone: UTC");
        var slot = new Newsletters(service.database()).slot(newsletter);
        var now = Instant.now();
        assertTrue(Duration.between(slot, now).compareTo(Duration.ofSeconds(60)) < 0, slot + " is before " + now);
    }

    @Test
    void whatFailsWhileItIsTakenUpChangesNothing() throws Exception {
        var templates = Files.createDirectories(folder.resolve("mine/letter"));
        Files.writeString(templates.resolve("own.ftlh"), "<#macro broken>");
        home.edit("title: Field Notes", "title: Meadow Notes");
        home.edit("site:", "templates: mine\nsite:");
        assertThrows(RuntimeException.class, () -> running.take(read()));
        assertTrue(page("/").contains("Field Notes"));
        home.edit("templates: mine\n", "");
        try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            home.edit("site:", "bounces: {address: bounces@example.org, listen: \"127.0.0.1:" + busy.getLocalPort()
                    + "\"}\nsite:");
            assertThrows(RuntimeException.class, () -> running.take(read()));
            assertTrue(page("/").contains("Field Notes"));
        }
        var values = service.outlook().settings().latest().orElseThrow().values();
        assertEquals("Field Notes", values.get("newsletters[field-notes].title"));
        running.take(read());
        assertTrue(page("/").contains("Meadow Notes"), "the port is free now");
    }
}
