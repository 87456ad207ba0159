package staytuned.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import staytuned.Main;
import staytuned.config.Config;
import staytuned.testing.Web;

/** A first config, by answers and by options. */
class InitCommandTest extends Prompt {
    private static final String FEED = "<rss version=\"2.0\"><channel><title>T</title></channel></rss>";

    private int ask(String... answers) throws IOException {
        out.reset();
        var print = new PrintStream(out, true, UTF_8);
        var command = new InitCommand(new Surroundings(new Main(CLOCK), Map.of(), CLOCK, print, print));
        new CommandLine(command).parseArgs("--config=" + home.resolve("new.yaml"));
        return command.write(new Interview(new ArrayDeque<>(List.of(answers))::poll, print));
    }

    @Test
    void asksChecksAtOnceAndWritesWhatIsRight() throws Exception {
        try (var web = new Web()) {
            web.on("/", "text/html", "<html lang=de><head><title>x</title><meta property=\"og:site_name\" "
                    + "content=\"Käfer &amp; Käse: ${HOME}\"><link rel=alternate type=application/rss+xml href=/none>"
                    + "<link rel=alternate type=application/atom+xml href=blog/feed></head></html>");
            web.on("/blog/feed", "text/xml", FEED);
            assertEquals(0, ask(
                    "ftp://example.org", web.at("/missing").toString(), web.at("/").toString(),
                    "", "nobody", "Käfer <kaefer@example.org>", "", "", "letters.example.org",
                    "https://letters.example.org", "smtp.example.org:587", "localhost", "", "0 0 99 ? * *",
                    "0 0 8 ? * TUE-FRI", "Berlin", "Europe/Berlin"));
            var said = out();
            assertTrue(said.contains("feed: " + web.at("/blog/feed")), said);
            assertTrue(said.contains("Title of the newsletter [Käfer & Käse: ${HOME}]: "), said);
            assertTrue(said.contains("  \"Berlin\" is no time zone; did you mean \"Europe/Berlin\"?"), said);
            assertTrue(said.contains("  \"smtp.example.org:587\" is no host"), said);
        }
        var config = Config.read(home.resolve("new.yaml"), Map.of());
        var newsletter = config.newsletters().getFirst();
        assertEquals("Käfer & Käse: ${HOME}", newsletter.title());
        assertEquals("kafer-kase-home", newsletter.key());
        assertEquals("de", newsletter.language());
        assertEquals("localhost", config.relays().getFirst().host());
        assertEquals(0, run("check", "--config=" + home.resolve("new.yaml")), err());
    }

    @Test
    void optionsAnswerAndNothingIsOverwritten() throws Exception {
        var file = "--config=" + home.resolve("new.yaml");
        assertEquals(2, run("init", "--yes", file));
        assertTrue(err().startsWith("--source is missing"), err());
        assertEquals(2, run("init", "--yes", "--source=nowhere", file));
        assertEquals("--source: \"nowhere\" does not exist; make this folder or name another\n", err());
        var all = new String[] {
            "init", "--yes", "--source=articles", "--title=Yes: \"no\" # 'x'", "--from=a@example.org",
            "--site=https://l.example.org", "--relay=smtp.example.org", "--user=notes", "--postal-address=1 Street",
            "--time-zone=UTC", file
        };
        assertEquals(0, run(all), err());
        assertTrue(out().endsWith("with the password in the environment variable SMTP_PASSWORD\n"), out());
        var written = Files.readString(home.resolve("new.yaml"));
        var config = Config.read(home.resolve("new.yaml"), Map.of("SMTP_PASSWORD", "x"));
        assertEquals("Yes: \"no\" # 'x'", config.newsletters().getFirst().title());
        assertEquals("1 Street", config.newsletters().getFirst().postalAddress());
        assertEquals(2, run(all));
        assertTrue(err().contains("new.yaml is there already, and is not overwritten"), err());
        assertEquals(written, Files.readString(home.resolve("new.yaml")));
    }

    @Test
    void whereNobodyAnswersNothingIsWritten() {
        assertThrows(Failure.class, () -> ask("articles"));
        assertFalse(Files.exists(home.resolve("new.yaml")));
    }

    @ParameterizedTest
    @CsvSource({"Nerve Notes,nerve-notes", "Ünïcode!,unicode", "日本語,notes", "'  --x--  ',x", "a.example,a-example"})
    void aKeyIsMadeOfTheTitle(String title, String key) {
        assertEquals(key, InitCommand.key(title));
    }
}
