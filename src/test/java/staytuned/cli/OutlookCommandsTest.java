package staytuned.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import staytuned.Main;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.SettableClock;

/** What {@code plan} and {@code explain} say, word for word, on a Tuesday morning in November. */
class OutlookCommandsTest extends Prompt {

    private final SettableClock clock = new SettableClock("2026-11-24T09:00:00Z");

    @BeforeEach
    void publish() throws IOException {
        Files.createDirectory(home.resolve("sky"));
        Files.writeString(home.resolve("sky/old.md"), "# Old moon\n\nIt has been there for a long time, and is known.");
        config(25);
    }

    private void config(int port) throws IOException {
        Files.writeString(config, """
                site: {url: "http://127.0.0.1:8080", secret: hush-hush-hush}
                relays: [{name: main, host: 127.0.0.1, port: %d, tls: none}]
                newsletters:
                  - key: field-notes
                    title: Field Notes
                    from: Field Notes <notes@example.org>
                    sources: [{folder: articles, first-poll: send, flood: 2}]
                    send: {when: "0 30 8 ? * TUE-FRI", time-zone: Europe/Berlin}
                  - key: sky
                    title: Sky
                    from: Sky <sky@example.org>
                    sources: [{folder: sky}]
                    send: {quiet: "22:00-07:00", time-zone: America/New_York}
                """.formatted(port));
    }

    @Override
    int run(String... args) {
        out.reset();
        err.reset();
        return new Cli(new Surroundings(
                        new Main(clock), Map.of(), clock,
                        new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)))
                .run(args);
    }

    @Test
    void planSaysWhatGoesOutWhenAndWhatTheConfigChanges() throws Exception {
        var at = "--config=" + config;
        assertEquals(0, run("plan", "--days", "2", at), err());
        assertGolden("plan-fresh.txt");
        assertEquals(0, run("run", "--once", at), err());
        readers("ann@example.net,active", "bob@example.net,bounced", "cem@example.net,unconfirmed");
        Files.writeString(home.resolve("articles/walls.md"), "# Dry stone walls\n\nStone on stone, and nothing between.");
        Files.writeString(home.resolve("sky/moon.md"), "# New moon\n\nThe moon cannot be seen tonight, and that is it.");
        clock.set("2026-11-25T04:50:00Z");
        assertEquals(0, run("run", "--once", at), err());
        assertEquals(0, run("plan", "--days", "2", at), err());
        assertGolden("plan.txt");
        assertEquals(0, run("plan", "--days", "2", "--json", at), err());
        assertGolden("plan.jsonl");

        clock.pass(Duration.ofHours(1));
        Files.writeString(config, Files.readString(config)
                .replace("hush-hush-hush", "quite-another-one")
                .replace("8080", "9090")
                .replace("TUE-FRI", "MON-FRI")
                .replace("relays: [", "relays: [{name: spare, host: mail.example.org, user: a, password: hush}, ")
                .replaceFirst("(?s)  - key: sky.*", """
                  - key: sea
                    title: Sea
                    from: Sea <sea@example.org>
                    sources: [{folder: sky}]
                    send: {time-zone: Asia/Tokyo}
                """)
                + "data: data\nalerts: {to: admin@example.org}\n");
        assertEquals(0, run("plan", "--days", "1", at), err());
        assertGolden("plan-changed.txt");
        assertFalse(out().contains("hush"), out());
        assertEquals(2, run("plan", "--days", "0", at));
        assertTrue(err().contains("--days is a number from 1 to 366"), err());
    }

    @Test
    void explainSaysWhyAnArticleWasSentOrNotOrWhenItWillBe() throws Exception {
        var at = "--config=" + config;
        try (var server = new ScriptedSmtpServer()) {
            config(server.port());
            assertEquals(0, run("run", "--once", at), err());
            readers("ann@example.net,active");
            article("walls.md", "title: Dry stone walls\nlink: https://example.org/2026/walls/");
            article("kilns.md", "title: Lime kilns\ndate: 2026-12-01");
            article("draft.md", "title: Not yet\ndraft: true");
            Files.writeString(home.resolve("articles/notes.pdf"), "%PDF");
            assertEquals(0, run("run", "--once", at), err());
            assertEquals(0, run("explain", "walls/", "--json", at), err());
            assertGolden("explain-before.jsonl");
            clock.set("2026-11-25T07:30:00Z");
            for (var i = 0; i < 3; i++) article("flood" + i + ".md", "title: Flood " + i);
            assertEquals(1, run("run", "--once", at));
            Files.writeString(home.resolve("articles/kilns.md"), Files.readString(home.resolve("articles/kilns.md"))
                    .replace("date: 2026-12-01", "draft: true"));
            assertEquals(1, run("explain", "walls/", "http://www.example.org/2026/walls?utm_source=x", "dry STONE walls",
                    "lime kilns", "old.md", "draft.md", "notes.pdf", "https://elsewhere.example/a", "nothing like it",
                    "FLOOD 1", at));
            assertGolden("explain.txt");
        }
    }

    private void readers(String... rows) throws IOException {
        var list = Files.writeString(home.resolve("list.csv"), "email,status\n" + String.join("\n", rows) + "\n");
        assertEquals(0, run("subscribers", "import", list.toString(), "--newsletter=field-notes", "--confirmed",
                "--config=" + config), err());
    }

    private void article(String name, String front) throws IOException {
        Files.writeString(home.resolve("articles/" + name), "---\n" + front + "\n---\n"
                + "Stone on stone, and something soft between them, has held for two thousand years in the sun.\n");
    }

    private void assertGolden(String name) throws IOException {
        assertGolden(name, out());
    }

    private void assertGolden(String name, String said) throws IOException {
        var shown = said.replace(home.toString(), "HOME")
                .replaceAll("\"next\":\"2026-11-25T04:50:[0-9.]+Z\"", "\"next\":\"2026-11-25T04:50Z\"");
    }
}
