package staytuned.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.Web;

/** The commands about letters with something wrong: what names it, what holds them, what lets them go. */
class PreflightCommandsTest extends Prompt {
    @Test
    void aLetterWithSomethingWrongWaitsForApproval() throws Exception {
        try (var relay = new ScriptedSmtpServer()) {
            brokenTemplate(relay.port());
            var of = "--config=" + config;
            assertEquals(2, run("check", of));
            assertTrue(out().contains("  a sample letter: error: HTML, <a href=/relative>: leads to no address"), out());
            run("subscribers", "add", "ann@example.net", "--newsletter", "field-notes", "--confirmed", of);
            Files.copy(Path.of(sample("autumn-colour.txt")), home.resolve("articles/autumn-colour.txt"));
            assertEquals(0, run("preview", sample("autumn-colour.txt"), of));
            assertTrue(err().contains("error: HTML, <a href=/relative>: leads to no address of the web"), err());
            assertEquals(0, run("run", "--once", of));
            assertEquals(0, relay.taken().size());
            assertEquals(0, run("issues", "show", "1", "--json", of));
            assertEquals("held", json().getLast().get("state").asText());
            assertTrue(json().getLast().get("waits").asText().startsWith("HTML, <a href=/relative>"), out());
            assertEquals(1, run("issues", "reset", "1", of));
            assertTrue(err().contains("issue 1 is still held: HTML, <a href=/relative>: leads to no address"), err());
            assertEquals(0, run("issues", "approve", "1", of));
            assertEquals(0, run("issues", "hold", "1", of));
            assertEquals(0, run("run", "--once", of));
            assertEquals(0, relay.taken().size());
            assertEquals(0, run("issues", "approve", "1", of));
            assertEquals(0, run("run", "--once", of));
            assertEquals(1, relay.taken().size());
            assertEquals(1, run("issues", "hold", "1", of));
            assertTrue(err().contains("issue 1 is sent and cannot be held"), err());
            assertEquals(1, run("issues", "reset", "1", of));
            assertTrue(err().contains("issue 1 is not held: only such a one is set anew"), err());
        }
    }

    /** A letter goes out at once, but one of its pieces links what is no address. */
    private Path brokenTemplate(int relay) throws IOException {
        var own = Files.createDirectories(home.resolve("own/letter")).resolve("own.ftlh");
        config = Files.writeString(config, "templates: own\n"
                + Files.readString(write(relay)).replaceAll("when: \"[^\"]*\"", "when: at-once"));
        return Files.writeString(own, "<#macro kicker><a href=\"/relative\">Here</a></#macro>");
    }

    @Test
    void whatIsMendedIsSetAnewAndGoesOut() throws Exception {
        try (var relay = new ScriptedSmtpServer()) {
            var own = brokenTemplate(relay.port());
            var of = "--config=" + config;
            run("subscribers", "add", "ann@example.net", "--newsletter", "field-notes", "--confirmed", of);
            var article = home.resolve("articles/mended.md");
            Files.writeString(article, "# A Titel\n\nThe first words of an article that is not long.\n");
            assertEquals(0, run("run", "--once", of));
            Files.writeString(article, "# A Title\n\nThe first words of an article that is not long.\n");
            Files.delete(own);
            assertEquals(0, run("issues", "reset", "1", of), err());
            assertEquals("reset 1\n", out());
            assertEquals(0, run("run", "--once", of));
            assertEquals(1, relay.taken().size());
            var mail = new String(relay.taken().getFirst().bytes(), US_ASCII);
            assertTrue(mail.contains("Subject: A Title\r\n"), mail);
        }
    }

    @Test
    void onlineChecksAndPreviewsAskWhereLinksLead() throws Exception {
        try (var web = new Web()) {
            var rakes = web.at("/rakes");
            config = Files.writeString(config, Files.readString(config).replace("first-poll: send}]", """
                    first-poll: send}, {feed: "%s"}]
                        postal-address: 1 Example Street
                        letter: {sponsor: {text: Rakes, link: "%s"}}""".formatted(web.at("/feed"), rakes)));
            var of = "--config=" + config;
            assertEquals(0, run("check", of), err());
            assertEquals(0, web.requests.size());
            assertEquals(2, run("check", "--online", of));
            assertTrue(out().contains("a sample letter: error: HTML, <a href=" + rakes + ">: is not there"), out());
            var article = Files.writeString(home.resolve("linked.md"), "# A Title\n\nThe first words of it.\n");
            assertEquals(0, run("preview", article.toString(), of));
            assertEquals("", err());
            assertEquals(0, run("preview", article.toString(), "--online", of));
            assertTrue(err().contains("error: HTML, <a href=" + rakes + ">: is not there (HTTP 404)"), err());
        }
    }
}
