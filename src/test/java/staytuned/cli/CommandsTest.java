package staytuned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.SmtpAct;

/** Each command: what it does, what it prints, how it ends. */
class CommandsTest extends Prompt {
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
    void aLetterWithSomethingWrongWaitsForApproval() throws Exception {
        try (var relay = new ScriptedSmtpServer()) {
            var own = Files.createDirectories(home.resolve("own/letter")).resolve("own.ftlh");
            Files.writeString(own, "<#macro kicker><a href=\"/relative\">Here</a></#macro>");
            config = Files.writeString(config, "templates: own\n"
                    + Files.readString(write(relay.port())).replaceAll("when: \"[^\"]*\"", "when: at-once"));
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
            assertTrue(json().getLast().get("reason").asText().startsWith("HTML, <a href=/relative>"), out());
            assertEquals(0, run("issues", "approve", "1", of));
            assertEquals(0, run("issues", "hold", "1", of));
            assertEquals(0, run("run", "--once", of));
            assertEquals(0, relay.taken().size());
            assertEquals(0, run("issues", "approve", "1", of));
            assertEquals(0, run("run", "--once", of));
            assertEquals(1, relay.taken().size());
            assertEquals(1, run("issues", "hold", "1", of));
            assertTrue(err().contains("issue 1 is sent and cannot be held"), err());
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
}
