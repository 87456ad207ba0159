package staytuned.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import staytuned.article.Sources;
import staytuned.db.Database;

/** The commands about what comes in: reading it, its sources, what is held of it, what it promises. */
class ArticleCommandsTest extends Prompt {
    @Test
    void readPrintsOneLineOfJsonForEach() throws Exception {
        assertEquals(
                1, run("read", sample("autumn-colour.txt"), "nothing.txt", sample("how-swifts-sleep.md"), "--json"));
        var lines = json();
        assertEquals(3, lines.size());
        assertEquals("Autumn Colour: Unveiled or Newly Made", lines.get(0).get("title").asText());
        assertEquals("en", lines.get(0).get("language").asText());
        assertTrue(lines.get(0).get("lead").asText().startsWith("Why does one maple turn"));
        assertTrue(lines.get(0).get("conclusion").asText().endsWith("a tree closes its accounts."));
        assertTrue(lines.get(0).get("promise").asText().startsWith("Stay tuned for the next walk"));
        assertEquals("nothing.txt", lines.get(1).get("source").asText());
        assertTrue(err().startsWith("nothing.txt: "), err());
        assertTrue(lines.get(2).get("conclusion").isNull() && lines.get(2).get("promise").isNull());
        assertEquals(0, run("read", sample("how-swifts-sleep.md")));
        assertTrue(out().contains("conclusion  –"), out());
    }

    @Test
    void readSaysWhy() throws IOException {
        assertEquals(0, run("read", sample("autumn-colour.txt"), sample("how-swifts-sleep.md"), "--json", "--why"));
        var lines = json();
        var why = lines.getFirst().get("why");
        assertEquals(List.of("title", "language", "lead", "conclusion", "promise"),
                why.properties().stream().map(Map.Entry::getKey).toList());
        assertTrue(why.get("conclusion").asText().endsWith("(rule 5)"), why.toString());
        assertTrue(why.get("promise").asText().startsWith("'Stay tuned' in block "), why.toString());
        assertTrue(lines.get(1).get("conclusion").isNull());
        assertTrue(lines.get(1).get("why").get("conclusion").asText().contains("rule"), lines.get(1).toString());
        assertEquals(0, run("read", sample("autumn-colour.txt"), "--why"));
        assertTrue(out().contains("\nwhy\n  title       the first heading"), out());
    }

    @Test
    void sourcesShowHowTheyDo() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/gone", exchange -> {
            exchange.sendResponseHeaders(410, -1);
            exchange.close();
        });
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/feed");
            exchange.sendResponseHeaders(301, -1);
            exchange.close();
        });
        server.createContext("/feed", exchange -> {
            var feed = "<rss version=\"2.0\"><channel><title>F</title></channel></rss>".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, feed.length);
            exchange.getResponseBody().write(feed);
            exchange.close();
        });
        server.createContext("/broken", exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        server.start();
        try {
            var site = "http://127.0.0.1:" + server.getAddress().getPort();
            var at = "--config=" + config;
            Files.writeString(config, Files.readString(config).replaceFirst("sources: .*",
                    "sources: [{folder: articles}, {feed: \"U/gone\"}, {feed: \"U/moved\"}, {feed: \"U/broken\"}]"
                            .replace("U", site)));
            assertEquals(0, run("sources", "list", "--json", at), err());
            assertEquals(List.of("new", "new", "new", "new"), states());
            assertEquals(1, run("run", "--once", at));
            assertEquals(0, run("sources", "list", "--json", at));
            assertEquals(List.of("ok", "ended", "ok", "failing"), states());
            var lines = json();
            assertEquals(home.resolve("articles").toString(), lines.get(0).get("location").asText());
            assertTrue(lines.get(0).get("succeeded").isTextual() && lines.get(0).get("next").isTextual());
            assertEquals("HTTP 410 gone for good", lines.get(1).get("reason").asText());
            assertTrue(lines.get(1).get("next").isNull());
            assertTrue(lines.get(2).get("websub").isNull(), "no hub pushes it");
            assertEquals(site + "/feed", lines.get(2).get("moved").asText());
            assertEquals(1, lines.get(3).get("failures").asInt());
            assertEquals("HTTP 500 the server has a problem", lines.get(3).get("reason").asText());
            try (var database = Database.embedded(home.resolve("data"))) {
                var sources = new Sources(database);
                var pushed = lines.get(2).get("location").asText();
                var row = sources.list(1).stream()
                        .filter(each -> each.location().equals(pushed)).findFirst().orElseThrow();
                database.run(tx -> sources.pushed(tx, row.id(), Instant.parse("2999-01-01T00:00:00Z")));
            }
            assertEquals(0, run("sources", "list", "--json", at));
            assertEquals("2999-01-01T00:00:00Z", json().get(2).get("websub").asText(), "its hub pushes it until then");
            assertEquals(0, run("sources", "list", at));
            assertTrue(out().contains("field-notes\t" + site + "/gone\tended\t"), out());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aFloodIsHeldUntilTheAdminDecides() throws Exception {
        var at = "--config=" + config;
        Files.writeString(config, Files.readString(config).replace("first-poll: send", "flood: 2"));
        assertEquals(0, run("run", "--once", at), err());
        for (int i = 0; i < 3; i++) Files.writeString(home.resolve("articles/" + i + ".txt"), "Article " + i + ".");
        assertEquals(1, run("run", "--once", at));
        assertTrue(out().startsWith("new articles 0, issues 0, "), out());
        assertEquals(0, run("articles", "release", "--newsletter=field-notes", at));
        assertEquals("released 3\n", out());
        assertEquals(0, run("articles", "list", "--json", at));
        assertEquals(List.of("waiting", "waiting", "waiting"), states());
        for (int i = 3; i < 7; i++) Files.writeString(home.resolve("articles/" + i + ".txt"), "Article " + i + ".");
        assertEquals(1, run("run", "--once", at));
        assertEquals(0, run("articles", "skip", "--newsletter=field-notes", at));
        assertEquals("skipped 4\n", out());
        assertEquals(0, run("articles", "skip", "--newsletter=field-notes", at));
        assertEquals("skipped 0\n", out());
        assertEquals(0, run("articles", "list", "--json", at));
        assertEquals(4, states().stream().filter("skipped"::equals).count());
        assertEquals(2, run("articles", "release", "--newsletter=other", at));
        assertTrue(err().contains("there is no newsletter \"other\""), err());
    }

    @Test
    void promisesAreListedAndDecidedAbout() throws Exception {
        var at = "--config=" + config;
        Files.writeString(config, Files.readString(config).replaceFirst("when: \"[^\"]*\"", "when: at-once"));
        article("1.md", "Walls, part 1", "In the next part we look at <b>mortar</b> ${1+1} in May.");
        assertEquals(0, run("run", "--once", at), err());
        article("2.md", "Walls, part 2", "In a later post I will write about lime kilns.");
        assertEquals(0, run("run", "--once", at), err());
        article("3.md", "Lime kilns", "They are built of stone.");
        assertEquals(0, run("run", "--once", at), err());

        assertEquals(0, run("promises", "--json", at));
        assertEquals(List.of("suggested", "kept"), states());
        var kept = json().get(1);
        assertEquals("certain", kept.get("tier").asText());
        assertEquals("mortar ${1+1} in May", kept.get("topic").asText());
        assertTrue(kept.get("due").asText().endsWith("-05-31"), out());
        assertEquals(0, run("promises", at));
        assertEquals(2, out().lines().count());

        var id = json("promises", "--state", "suggested", "--newsletter", "field-notes", "--json", at).getFirst();
        var number = id.get("promise").asText();
        assertEquals(0, run("promises", "confirm", number, at), err());
        assertEquals("promise " + number + " is kept by article " + id.get("by").asText() + "\n", out());
        assertEquals(1, run("promises", "confirm", number, at));
        assertTrue(err().contains("promise " + number + " is kept: nothing was changed"), err());
        assertEquals(0, run("promises", "reopen", number, at));
        assertEquals(0, run("promises", "dismiss", number, at));
        assertEquals(1, run("promises", "keep", number, "--by", "999", at));
        assertEquals(0, run("promises", "keep", number, "--by", id.get("by").asText(), at));
        assertEquals("admin", json("promises", "--json", at).getFirst().get("tier").asText());
        assertEquals(1, run("promises", "confirm", "77", at));
        assertTrue(err().contains("there is no promise 77"), err());
        assertEquals(2, run("promises", "--state", "lost", at));
    }

    private void article(String name, String title, String end) throws IOException {
        Files.writeString(home.resolve("articles/" + name), """
                ---
                title: %s
                tags: [building]
                ---
                Stone on stone, and something soft between them, has held for two thousand years in the sun.

                There is more to say about it than fits into one evening, and that is why this goes on and on here.

                %s
                """.formatted(title, end));
    }
}
