package staytuned.journey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import staytuned.testing.Command;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.ScriptedSmtpServer.Taken;

/** What goes wrong is named on one line, nothing is lost, and the rest goes on. */
class FaultsTest {
    private static final int CONNECTIONS = 4;
    private static final int SILENT_MINUTES = 3;

    @Test
    void aDeadFeedAndAnUnreadableArticleAreNamedAndTheRestGoesOut(@TempDir Path folder) throws Exception {
        try (var relay = new ScriptedSmtpServer()) {
            var dead = "http://127.0.0.1:" + Home.freePort() + "/feed";
            var home = new Home(folder, Home.Kind.EMBEDDED, relay.port(), """
                    - {feed: "%s"}
                    - {folder: articles, first-poll: send}""".formatted(dead));
            home.subscribe(3);
            home.publish("how-swifts-sleep.md");
            Files.writeString(home.articles.resolve("empty.md"), "");
            var ended = Command.run(folder, "run", "--once");
            assertEquals(1, ended.code(), ended.err());
            assertEquals(
                    "new articles 1, issues 1, letters sent 3, bounced 0, waiting for the next run 0\n", ended.out());
            assertTrue(line(ended, dead).contains("next try at"), ended.err());
            assertTrue(line(ended, "empty.md").contains("empty"), ended.err());
            assertEquals(3, relay.taken().size());
        }
    }

    @Test
    @Tag("row-8")
    void aRelayThatIsDownCostsNobodyTheirLetter(@TempDir Path folder) throws Exception {
        var port = Home.freePort();
        var home = new Home(folder, Home.Kind.EMBEDDED, port);
        home.subscribe(3);
        home.publish("how-swifts-sleep.md");
        var ended = Command.run(folder, "run", "--once");
        assertEquals(1, ended.code(), ended.err());
        assertEquals("new articles 1, issues 1, letters sent 0, bounced 0, waiting for the next run 3\n", ended.out());
        var line = line(ended, "relay main (127.0.0.1:" + port + ")");
        assertTrue(line.contains("refused") && line.contains("its letters wait, next try at"), line);

        try (var relay = new ScriptedSmtpServer()) {
            var config = folder.resolve("staytuned.yaml");
            Files.writeString(config, Files.readString(config).replace("port: " + port, "port: " + relay.port()));
            assertEquals(0, Command.run(folder, "run", "--once").code());
            assertEquals(3, relay.taken().size());
        }
    }

    @Test
    void aBrokenConfigAndABrokenTemplateStopEverythingBeforeItStarts(@TempDir Path folder) throws Exception {
        var home = new Home(folder, Home.Kind.EMBEDDED, 1);
        var config = folder.resolve("staytuned.yaml");
        var right = Files.readString(config);
        Files.writeString(config, right.replace("postal-address", "postal-adress").replace("port: 1", "port: one"));
        for (var command : List.of("check", "serve")) {
            var ended = Command.run(folder, command);
            assertEquals(2, ended.code());
            assertTrue(line(ended, "postal-adress").startsWith("staytuned.yaml:9: "), ended.err());
            assertTrue(line(ended, "postal-adress").contains("postal-address"), ended.err());
            assertTrue(line(ended, "staytuned.yaml:4: ").contains("port"), ended.err());
        }
        Files.writeString(config, "templates: mine\n" + right);
        var template = folder.resolve("mine/letter/letter.ftlh");
        Files.createDirectories(template.getParent());
        Files.writeString(template, "<p>${article.title</p>");
        var ended = Command.run(folder, "check");
        assertEquals(2, ended.code(), ended.err());
        assertTrue(line(ended, "letter.ftlh:1:").contains("letter.ftlh"), ended.err());
        assertTrue(Files.exists(home.articles));
    }

    @Test
    void theEmbeddedDatabaseSaysWhoHasIt(@TempDir Path folder) throws Exception {
        try (var relay = new ScriptedSmtpServer()) {
            var home = new Home(folder, Home.Kind.EMBEDDED, relay.port());
            home.subscribe(1);
            try (var service = Command.start(folder, "serve")) {
                home.publish("how-swifts-sleep.md");
                relay.await(1);
                var second = Command.run(folder, "issues", "list");
                assertEquals(1, second.code());
                assertTrue(line(second, "is in use by another staytuned process").contains("stop that one first"));
                assertTrue(service.runs());
            }
        }
    }

    /** RFC 1047: a letter may come twice after a crash, but not often, not changed, and never not at all. */
    @ParameterizedTest
    @Tag("row-1")
    @EnumSource(Home.Kind.class)
    void killedWhileSendingItLosesNobody(Home.Kind database, @TempDir Path folder) throws Exception {
        var readers = 1000;
        try (var relay = new ScriptedSmtpServer()) {
            var home = new Home(folder, database, relay.port());
            home.subscribe(readers);
            home.publish("autumn-colour.txt");
            var kills = 0;
            for (var until = 100; until < readers; until += 500) {
                try (var service = Command.start(folder, "serve")) {
                    relay.await(until);
                    service.kill();
                    kills++;
                }
            }
            try (var service = Command.start(folder, "serve")) {
                relay.await(readers);
                awaitEverybody(relay, readers);
                assertEquals(0, service.stop().code());
            }
            var copies = byReader(relay);
            assertEquals(readers, copies.size(), "lost");
            assertTrue(relay.taken().size() - readers <= kills * CONNECTIONS, relay.taken().size() + " letters");
            for (var each : copies.values()) {
                each.forEach(copy -> assertArrayEquals(each.getFirst().bytes(), copy.bytes(), "copies differ"));
            }
        }
    }

    /** Where others may be at work, a dead node is given up after its lease, and what it was sending waits longer. */
    private static void awaitEverybody(ScriptedSmtpServer relay, int readers) throws InterruptedException {
        var taken = relay.taken().size();
        var silent = 0;
        while (byReader(relay).size() < readers && silent < SILENT_MINUTES) {
            var more = relay.await(taken + 1).size();
            silent = more == taken ? silent + 1 : 0;
            taken = more;
        }
    }

    private static Map<String, List<Taken>> byReader(ScriptedSmtpServer relay) {
        return relay.taken().stream().collect(Collectors.groupingBy(each -> each.to().getFirst()));
    }

    /** The one line of standard error that holds {@code text}. */
    private static String line(Command.Ended ended, String text) {
        var lines = ended.err().lines().filter(each -> each.contains(text)).toList();
        assertEquals(1, lines.size(), "lines with " + text + " in:\n" + ended.err());
        return lines.getFirst();
    }
}
