package staytuned.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.Main;
import staytuned.article.Sources;
import staytuned.db.Database;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.SmtpAct;

/** Each command: what it does, what it prints, how it ends. */
class CommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final InstantSource CLOCK = InstantSource.system();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path home;

    private Path config;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(home.resolve("articles"));
        config = write(25);
    }

    private Path write(int smtpPort) throws IOException {
        return Files.writeString(home.resolve("staytuned.yaml"), """
                site: {url: "http://127.0.0.1:8080"}
                relays: [{name: main, host: 127.0.0.1, port: %d, tls: none}]
                newsletters:
                  - key: field-notes
                    title: Field Notes
                    from: Field Notes <notes@example.org>
                    sources: [{folder: articles, first-poll: send}]
                    send: {when: "0 30 2 ? * SUN", time-zone: Europe/Berlin, settle: 0m}
                """.formatted(smtpPort));
    }

    @Test
    void everyCommandHasHelp() {
        for (var command : List.of(
                "demo", "serve", "run", "check", "read", "preview", "subscribers", "sources", "articles",
                "issues", "promises", "deliveries", "resume", "bench")) {
            assertEquals(0, run(command, "--help"), command);
            assertTrue(out().startsWith("Usage: staytuned " + command), command);
        }
        for (var command : List.of(
                "subscribers add", "subscribers import", "subscribers list", "sources list", "articles list",
                "articles release", "articles skip", "issues list", "issues show", "issues pause",
                "issues resume", "issues cancel", "issues resend-failed", "promises confirm", "promises keep",
                "promises dismiss", "promises reopen", "deliveries resolve")) {
            assertEquals(0, run((command + " --help").split(" ")), command);
            assertTrue(out().startsWith("Usage: staytuned " + command), command);
        }
        assertEquals(0, run("--version"));
        assertEquals("staytuned 0.1.0\n", out());
    }

    @Test
    void badUsageEndsWithTwo() {
        assertEquals(2, run());
        assertTrue(err().contains("Usage: staytuned"));
        assertEquals(2, run("chekc"));
        assertTrue(err().contains("chekc"), err());
        assertEquals(2, run("read"));
        assertEquals(2, run("run"));
        assertEquals(2, run("subscribers", "add", "a@example.net"));
        assertEquals(2, run("check", "--config", home.resolve("none.yaml").toString()));
        assertTrue(err().contains("none.yaml"), err());
        assertEquals(2, run("subscribers", "list", "--newsletter", "other", "--config", config.toString()));
        assertTrue(err().contains("there is no newsletter \"other\"; there is field-notes"), err());
    }

    @Test
    void whatIsInDoubtOrRestoredIsDecidedByAnAdmin() {
        assertEquals(2, run("deliveries", "resolve", "--issue", "1", "--as", "sent", "--config", config.toString()));
        assertTrue(err().contains("there is no issue 1; see \"issues list\""), err());
        assertEquals(2, run("deliveries", "resolve", "--issue", "1", "--as", "lost", "--config", config.toString()));
        assertEquals(2, run("resume", "--config", config.toString()));
        assertEquals(0, run("resume", "--after-restore", "--config", config.toString()));
        assertEquals("nothing was held\n", out());
    }

    @Test
    void anIssueIsShownStoppedAndGoesOn() throws Exception {
        try (var relay = new ScriptedSmtpServer()) {
            relay.at(ScriptedSmtpServer.Stage.RCPT, SmtpAct.say("450 4.2.1 later"), SmtpAct.say("550 5.1.1 nobody"));
            config = Files.writeString(
                    config, Files.readString(write(relay.port())).replaceAll("when: \"[^\"]*\"", "when: at-once"));
            var of = "--config=" + config;
            for (var name : List.of("ann", "bob", "cat")) {
                run("subscribers", "add", name + "@example.net", "--newsletter", "field-notes", "--confirmed", of);
            }
            Files.copy(Path.of(sample("autumn-colour.txt")), home.resolve("articles/autumn-colour.txt"));
            assertEquals(0, run("run", "--once", of));
            assertEquals(0, run("issues", "show", "1", "--json", of));
            var shown = json().getLast();
            assertEquals("sending", shown.get("state").asText());
            assertEquals("{\"sent\":1,\"deferred\":1,\"bounced\":1}", shown.get("readers").toString());
            assertEquals("550 5.1.1 nobody", shown.get("replies").get("bounced").asText());
            assertEquals(0, run("issues", "pause", "1", of));
            assertEquals(1, run("issues", "pause", "1", of));
            assertTrue(err().contains("issue 1 is paused and cannot be paused"), err());
            assertEquals(0, run("issues", "resume", "1", of));
            assertEquals(0, run("issues", "resend-failed", "1", of));
            assertEquals("queued again 1\n", out());
            assertEquals(0, run("run", "--once", of));
            assertEquals(2, relay.taken().size());
            assertEquals(0, run("issues", "cancel", "1", of));
            assertEquals(2, run("issues", "show", "7", of));
        }
    }

    @Test
    void checkShowsTheNextTimesOnTheWallClock() {
        assertEquals(0, run("check", "--config", config.toString()));
        assertTrue(out().contains("warning: newsletter field-notes has no postal-address"), out());
        var times = out().lines().filter(each -> each.startsWith("    Sun ")).toList();
        assertEquals(5, times.size(), out());
        assertTrue(times.stream().allMatch(each -> each.matches(".* 0[23]:[03]0:00 \\+0[12]:00")), out());
        assertTrue(out().endsWith("staytuned.yaml is right\n"), out());
    }

    @Test
    void checkWarnsOfAShortKeyAndOfLettersThatNoKeySigns() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        var der = generator.generateKeyPair().getPrivate().getEncoded();
        Files.writeString(home.resolve("dkim.pem"), "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(der) + "\n-----END PRIVATE KEY-----\n");
        var dkim = "tls: none, dkim: {domain: example.net, selector: s1, key-file: dkim.pem}";
        Files.writeString(config, Files.readString(config).replace("tls: none", dkim));
        assertEquals(0, run("check", "--config", config.toString()));
        assertTrue(out().contains("warning: the DKIM key s1._domainkey.example.net has 1024 bits"), out());
        assertTrue(out().contains("warning: newsletter field-notes goes out unsigned: no dkim key of relay main is for "
                + "example.org"), out());
    }

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
    void previewWritesTheLetterAndSendsNothing() throws Exception {
        var html = home.resolve("letter.html");
        var text = home.resolve("letter.txt");
        var eml = home.resolve("letter.eml");
        assertEquals(0, run("preview", sample("autumn-colour.txt"), "--to", "Ann <ann@example.net>", "--html",
                html.toString(), "--text", text.toString(), "--eml", eml.toString(), "--config", config.toString()));
        assertTrue(Files.readString(html).contains("Autumn Colour"));
        assertTrue(Files.readString(text).contains("Stay tuned for the next walk"));
        var mail = Files.readString(eml);
        assertTrue(mail.contains("\r\nTo: Ann <ann@example.net>\r\n"), mail);
        assertTrue(mail.contains("\r\nList-Unsubscribe: <http://127.0.0.1:8080/>\r\n"), mail);
        assertEquals(0, run("preview", sample("how-swifts-sleep.md"), "--config", config.toString()));
        assertTrue(out().startsWith("Subject: How Swifts Sleep\n"), out());
        assertEquals(1, run("preview", "7", "--config", config.toString()));
        assertTrue(err().contains("there is no issue 7"), err());
        assertEquals(2, run("preview", "x.md", "--to", "nobody", "--config", config.toString()));
    }

    @Test
    void theDaysOfAnAdmin() throws Exception {
        try (var relay = new ScriptedSmtpServer()) {
            var at = "--config=" + write(relay.port());
            Files.writeString(config, Files.readString(config).replaceFirst("when: \"[^\"]*\"", "when: at-once"));
            var readers = Files.writeString(
                    home.resolve("readers.csv"), "email,name\nann@example.net,Ann\nnobody,No\n");
            var to = "--newsletter=field-notes";
            assertEquals(1, run("subscribers", "import", readers.toString(), to, "--confirmed", at));
            assertEquals("added 1, confirmed 0, already there 0\nrefused 1 rows, named above\n", out());
            assertTrue(err().startsWith(readers + ":3: \"nobody\" is not a mail address"), err());
            assertEquals(0, run("subscribers", "add", "Ben <ben@example.net>", "--newsletter=field-notes", at));
            assertEquals(0, run("subscribers", "list", "--newsletter=field-notes", "--json", at));
            var statuses = json().stream().map(each -> each.get("status").asText()).toList();
            assertEquals(List.of("confirmed", "unconfirmed"), statuses);

            Files.copy(Path.of(sample("how-swifts-sleep.md")), home.resolve("articles/swifts.md"));
            assertEquals(0, run("run", "--once", at), err());
            assertEquals("new articles 1, issues 1, letters sent 1, bounced 0, waiting for the next run 0\n", out());
            assertEquals(List.of("ann@example.net"), relay.taken().getFirst().to());

            assertEquals(0, run("articles", "list", "--json", at));
            assertEquals("issued", json().getFirst().get("state").asText());
            assertEquals(0, run("issues", "list", "--json", at));
            var issue = json().getFirst();
            assertEquals("sent", issue.get("state").asText());
            assertEquals(1, issue.get("readers").get("sent").asInt());
            assertEquals(0, run("issues", "list", at));
            assertTrue(out().contains("\tHow Swifts Sleep\t"), out());
            assertEquals(0, run("preview", issue.get("issue").asText(), at));
            assertTrue(out().startsWith("Subject: How Swifts Sleep\n"), out());
        }
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

    private List<JsonNode> json(String... args) throws IOException {
        assertEquals(0, run(args), err());
        return json();
    }

    private List<String> states() throws IOException {
        return json().stream().map(each -> each.get("state").asText()).toList();
    }

    @Test
    void theDemoSendsThreeOfThree() {
        assertEquals(0, run("demo", "--once"), err());
        assertTrue(out().endsWith("sent 3 of 3\n"), out());
        assertTrue(out().contains("It becomes a letter:   Autumn Colour: Unveiled or Newly Made\n"), out());
    }

    @Test
    void benchSendsAnIssueIntoItsOwnSink() throws IOException {
        assertEquals(0, run("bench", "--readers", "150", "--connections", "3", "--dkim", "rsa", "--json"), err());
        var line = JSON.readTree(out());
        assertEquals(150, line.get("messages").asInt());
        assertEquals("rsa", line.get("dkim").asText());
        assertEquals("embedded", line.get("database").asText());
        assertTrue(line.get("rate").asInt() > 0 && line.get("rss_mb").asInt() > 0 && line.get("cpu_ms").asDouble() > 0);
        assertEquals(0, run(
                "bench", "--readers", "20", "--pipelining", "off", "--chunking", "off", "--dkim", "ed25519"));
        assertEquals(20, JSON.readTree(out()).get("messages").asInt());
        assertTrue(err().contains("sending"), err());
    }

    @Test
    void benchNamesADatabaseThatIsNone() {
        assertEquals(2, run("bench", "--database", "mysql://127.0.0.1/x"));
        assertTrue(err().contains("write embedded, or jdbc:postgresql:"), err());
        assertEquals(1, run("bench", "--database", "jdbc:postgresql://127.0.0.1:1/x"));
        assertTrue(err().contains("CREATE DATABASE"), err());
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        return new Cli(new Surroundings(
                        new Main(CLOCK), Map.of(), CLOCK,
                        new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)))
                .run(args);
    }

    private String out() {
        return out.toString(UTF_8);
    }

    private String err() {
        return err.toString(UTF_8);
    }

    private List<JsonNode> json() throws IOException {
        try (Stream<String> lines = out().lines()) {
            return lines.map(each -> {
                try {
                    return JSON.readTree(each);
                } catch (IOException e) {
                    throw new AssertionError(each, e);
                }
            }).toList();
        }
    }

    private static String sample(String name) {
        return "src/main/resources/demo/articles/" + name;
    }
}
