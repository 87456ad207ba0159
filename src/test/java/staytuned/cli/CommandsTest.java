package staytuned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.SmtpAct;

/** Each command: what it does, what it prints, how it ends. */
class CommandsTest extends Prompt {
    @Test
    void everyCommandHasHelp() {
        for (var command : List.of(
                "demo", "serve", "run", "init", "check", "plan", "explain", "doctor", "backup", "restore", "completion",
                "read", "preview", "subscribers", "sources", "articles",
                "issues", "promises", "deliveries", "resume", "bounce", "bench",
                "feedback", "suppressions", "tokens")) {
            assertEquals(0, run(command, "--help"), command);
            assertTrue(out().startsWith("Usage: staytuned " + command), command);
        }
        for (var command : List.of(
                "subscribers add", "subscribers import", "subscribers export", "subscribers list", "subscribers show",
                "subscribers erase", "subscribers farewells", "sources list", "articles list",
                "articles release", "articles skip", "issues list", "issues show", "issues reset", "issues pause",
                "issues resume", "issues cancel", "issues resend-failed", "promises confirm", "promises keep",
                "promises dismiss", "promises reopen", "deliveries resolve", "suppressions list", "suppressions add",
                "suppressions import", "suppressions export", "suppressions lift",
                "feedback rates", "feedback replies", "tokens add", "tokens list", "tokens revoke")) {
            assertEquals(0, run((command + " --help").split(" ")), command);
            assertTrue(out().startsWith("Usage: staytuned " + command), command);
        }
        assertEquals(0, run("--version"));
        assertEquals("staytuned 0.1.0\n", out());
    }

    @Test
    void completionIsAScriptThatTheShellTakes() throws Exception {
        for (var shell : List.of("zsh", "bash")) {
            assertEquals(0, run("completion", shell));
            assertTrue(out().contains("resend-failed") && out().contains("--newsletter"), shell);
            assertTrue(!out().contains("train"), "what is hidden stays so");
        }
        var script = Files.writeString(home.resolve("complete"), out());
        var ask = "source " + script + "; COMP_WORDS=(staytuned issues sh); COMP_CWORD=2; "
                + "_complete_staytuned; echo ${COMPREPLY[@]}";
        var bash = new ProcessBuilder("bash", "-c", ask).redirectErrorStream(true).start();
        assertEquals("show", new String(bash.getInputStream().readAllBytes()).strip());
        assertEquals(2, run("completion", "fish"));
        assertTrue(err().contains("expected one of [bash, zsh]"), err());
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
        var at = "--config=" + config;
        assertEquals(2, run("deliveries", at));
        assertTrue(err().contains("say which issue: deliveries --issue N"), err());
        assertEquals(2, run("deliveries", "--issue", "7", at));
        assertEquals(2, run("deliveries", "--issue", "1", "--state", "lost", at));
        assertEquals(2, run("deliveries", "--issue", "1", "--limit", "0", at));
        assertEquals(2, run("resume", "--config", config.toString()));
        assertEquals(0, run("resume", "--after-restore", "--config", config.toString()));
        assertEquals("nothing was held\n", out());
    }

    @Test
    void tokensLetProgramsIn() throws Exception {
        var at = "--config=" + config;
        assertEquals(0, run("tokens", "add", "website", "--scope", "read:issues,write:subscribers", at), err());
        assertTrue(out().matches("st_[0-9a-f]{16}_[A-Za-z0-9_-]{43}\n"), out());
        assertEquals(0, run("tokens", "add", "old", "--scope", "read:all", "--expires", "2999-01-31", at), err());
        assertEquals(2, run("tokens", "add", "website", "--scope", "read:issues", at));
        assertTrue(err().contains("there is or was a token \"website\" already; choose another name"), err());
        assertEquals(2, run("tokens", "add", "more", "--scope", "read:issue", at));
        assertTrue(err().contains("\"read:issue\" is no scope; write read: or write: and one of newsletters"), err());
        assertEquals(2, run("tokens", "add", "more", "--scope", "read:issues", "--expires", "soon", at));
        assertTrue(err().contains("--expires: \"soon\" is no date; write it like 2027-01-31"), err());
        assertEquals(2, run("tokens", "add", "more", "--scope", "read:issues", "--expires", "2020-01-31", at));
        assertEquals(0, run("tokens", "revoke", "old", at));
        assertEquals("revoked old\n", out());
        assertEquals(1, run("tokens", "revoke", "old", at));
        assertTrue(err().contains("there is no token \"old\" to revoke; see \"tokens list\""), err());
        assertEquals(0, run("tokens", "list", at));
        assertTrue(out().startsWith("old\tread:all\trevoked\t"), out());
        var listed = json("tokens", "list", "--json", at);
        assertEquals(List.of("revoked", "good"), listed.stream().map(each -> each.get("state").asText()).toList());
        assertEquals("[\"read:issues\",\"write:subscribers\"]", listed.getLast().get("scopes").toString());
        assertEquals("2999-01-31T00:00:00Z", listed.getFirst().get("expires").asText());
    }

    @Test
    void bounceSaysWhatAMailIs() throws Exception {
        var mails = "src/test/resources/feedback/mails/";
        assertEquals(0, run("bounce", mails + "postfix-unknown.eml", mails + "auto-lang-fr.eml", "--json"));
        var said = json();
        assertEquals(
                "{\"file\":\"" + mails + "postfix-unknown.eml\",\"kind\":\"hard\",\"recipient\":\"ann@example.net\","
                        + "\"status\":\"5.1.1\",\"diagnostic\":\"550 5.1.1 <ann@example.net>: "
                        + "Recipient address rejected: User unknown in virtual mailbox table\"}",
                said.getFirst().toString());
        assertEquals("auto-reply", said.getLast().get("kind").asText());
        assertTrue(said.getLast().get("status").isNull());
        assertEquals(1, run("bounce", mails + "qmail-quota.eml", home.resolve("none.eml").toString()));
        assertTrue(out().contains("\tsoft\tann@example.net\t"), out());
        assertEquals(home.resolve("none.eml") + ": there is no such file\n", err());
    }

    @Test
    void whomNeverToMailIsListedLiftedAndCarriedAlong() throws Exception {
        var of = "--config=" + config;
        assertEquals(2, run("suppressions", "add", "nobody", of));
        assertEquals(0, run("suppressions", "add", "Ann@example.net", of));
        assertEquals("added\n", out());
        assertEquals(0, run("suppressions", "list", "--json", of));
        var listed = json().getFirst();
        assertEquals("Ann@example.net", listed.get("email").asText());
        assertEquals("admin", listed.get("reason").asText());
        assertEquals(0, run("suppressions", "export", of));
        assertTrue(out().startsWith("email,hash,reason,since\nAnn@example.net," + listed.get("hash").asText()), out());
        var list = Files.writeString(home.resolve("list.csv"), out() + "bob@example.net;complaint\n"
                + "," + "0".repeat(64) + ",hard\nnobody\n");
        assertEquals(1, run("suppressions", "import", list.toString(), of));
        assertEquals("added 2, already there 1\n", out());
        assertTrue(err().startsWith(list + ":5: holds neither an address nor its hash"), err());
        assertEquals(0, run("suppressions", "lift", "ann@example.net", of));
        assertEquals("lifted\n", out());
        assertEquals(1, run("suppressions", "lift", "ann@example.net", of));
        run("subscribers", "add", "bob@example.net", "--newsletter", "field-notes", "--confirmed", of);
        assertEquals(0, run("subscribers", "list", "--newsletter", "field-notes", "--json", of));
        assertEquals("suppressed", json().getFirst().get("status").asText());
    }

    @Test
    void aReaderIsShownAndForgotten() throws Exception {
        var of = "--config=" + config;
        run("subscribers", "add", "Ann <ann@example.net>", "--newsletter", "field-notes", "--confirmed", of);
        assertEquals(0, run("subscribers", "show", "Ann@Example.net", of));
        var all = JSON.readTree(out());
        assertEquals("Ann", all.at("/subscribers/0/name").asText());
        assertEquals("confirmed", all.at("/subscriptions/0/status").asText());
        assertEquals(0, run("subscribers", "erase", "ann@example.net", of));
        assertEquals("erased\n", out());
        for (var command : List.of("show", "erase")) {
            assertEquals(1, run("subscribers", command, "ann@example.net", of));
            assertTrue(err().contains("nobody has the address ann@example.net"), err());
            assertEquals(2, run("subscribers", command, "ann", of));
        }
        assertEquals(0, run("subscribers", "farewells", "--newsletter", "field-notes", "--json", of));
        assertEquals("{\"reason\":\"none\",\"readers\":1}\n", out());
        run("subscribers", "add", "ann@example.net", "--newsletter", "field-notes", "--confirmed", of);
        assertEquals(0, run("subscribers", "list", "--newsletter", "field-notes", "--json", of));
        assertEquals("suppressed", json().getLast().get("status").asText(), "no admin brings them back");
    }

    @Test
    void aListIsTriedOutTakenInAndGivenAgain() throws Exception {
        var at = "--config=" + config;
        var to = "--newsletter=field-notes";
        var list = Files.writeString(home.resolve("list.csv"), """
                Correo;Quién;status
                ann@example.net;Ann;active
                ben@gmial.com;=Ben;unsubscribed
                nobody;;active
                """);
        var report = home.resolve("report.csv");
        assertEquals(1, run("subscribers", "import", list.toString(), to, "--confirmed", "--dry-run", "--map=name=Quién",
                "--report=" + report, at));
        assertEquals("""
                dry run, nothing has been changed; this would happen:
                added 2, confirmed 0, already there 0
                of this CSV list: unconfirmed 0, confirmed 1, suppressed 0, unsubscribed 1
                refused 1 rows, named above
                """, out());
        assertTrue(err().contains(list + ":3: warning: \"ben@gmial.com\" is perhaps meant to end in @gmail.com (look"), err());
        assertTrue(err().contains(list + ":4: \"nobody\" is not a mail address"), err());
        var reported = Files.readAllLines(report);
        assertEquals("\"line\",\"column\",\"value\",\"outcome\",\"problem\",\"cure\"", reported.getFirst());
        assertTrue(reported.get(1).startsWith("\"3\",\"Correo\",\"ben@gmial.com\",\"warning\",\""), reported.get(1));
        assertTrue(reported.get(2).startsWith("\"4\",\"Correo\",\"nobody\",\"refused\",\""), reported.get(2));
        assertEquals(List.of(), json("subscribers", "list", to, "--json", at));

        assertEquals(2, run("subscribers", "import", list.toString(), to, "--map=name=Wer", at));
        assertTrue(err().contains(list + ":1: there is no column \"Wer\"; there is Correo, Quién, status"), err());
        assertEquals(1, run("subscribers", "import", list.toString(), to, "--confirmed", "--map=name=Quién", at));
        assertTrue(!err().contains("warning"), err());

        assertEquals(0, run("subscribers", "export", "-", at));
        var exported = out().lines().toList();
        assertEquals(3, exported.size());
        assertTrue(exported.get(2).startsWith("\"field-notes\",\"ben@gmial.com\",\"'=Ben\",\"\",\"unsubscribed\""), out());
        var copy = home.resolve("copy.csv");
        assertEquals(0, run("subscribers", "export", to, copy.toString(), at));
        assertEquals("exported 2\n", err());
        assertEquals(exported, Files.readAllLines(copy));
        assertEquals(0, run("subscribers", "import", copy.toString(), to, "--confirmed", at));
        assertTrue(out().startsWith("added 0, confirmed 0, already there 2 (1 of them have unsubscribed, and stay so)\n"
                + "of this Staytuned list: "), out());
        assertEquals(1, run("subscribers", "export", home.toString(), at));
        assertEquals(1, run("subscribers", "import", "none.csv", to, at));
    }

    @Test
    void aBounceIsTakenInFromThePipe() throws Exception {
        var of = "--config=" + config;
        var mail = "src/test/resources/feedback/mails/qmail-no-mailbox.eml";
        assertEquals(2, run("bounce", of));
        var before = System.in;
        try (var in = Files.newInputStream(Path.of(mail))) {
            System.setIn(in);
            assertEquals(0, run("bounce", "--accept", "--json", of));
        } finally {
            System.setIn(before);
        }
        assertEquals("hard", json().getFirst().get("kind").asText());
        assertEquals(0, run("bounce", "--accept", mail, of));
        assertEquals(0, run("feedback", "--unmatched", "--json", of));
        var kept = json();
        assertEquals(1, kept.size());
        assertTrue(kept.getFirst().get("delivery").isNull());
        assertEquals("ann@example.net", kept.getFirst().get("recipient").asText());
    }

    @Test
    void whatPeopleWriteBackIsShown() throws Exception {
        var of = "--config=" + config;
        var mail = Files.writeString(home.resolve("answer.eml"),
                "From: Ann <ann@example.net>\nSubject: Re: One\n\nThank you,\nAnn\n");
        assertEquals(0, run("bounce", "--accept", "--json", mail.toString(), of));
        assertEquals("none", json().getFirst().get("kind").asText());
        assertEquals(0, run("feedback", "replies", "--json", of));
        var kept = json().getFirst();
        assertEquals("kept", kept.get("state").asText());
        assertEquals("ann@example.net", kept.get("from").asText());
        assertEquals("Thank you,\nAnn", kept.get("words").asText());
        assertEquals("it bears no token of ours", kept.get("reason").asText());
        assertEquals(0, run("feedback", "replies", of));
        assertTrue(out().endsWith("\tann@example.net\tRe: One\tThank you, Ann\tit bears no token of ours\n"), out());
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
            assertEquals("{\"example.net\":{\"sent\":1,\"deferred\":1,\"bounced\":1}}",
                    shown.get("receivers").toString());
            assertEquals("for the next try", shown.get("waits").asText());
            assertTrue(shown.get("next").asText().startsWith("20"), shown.toString());
            assertEquals(0, shown.get("possibly_twice").asInt());
            assertEquals(1, shown.get("rates").get("bounced").asInt());
            assertEquals(0, run("feedback", "rates", "--json", of));
            assertEquals(List.of("newsletter field-notes", "relay main", "receiver ", "issue 1"),
                    json().stream().map(each -> each.get("by").asText() + " " + each.get("name").asText()).toList());
            assertEquals(0.5, json().getFirst().get("bounce_rate").asDouble());
            assertEquals(0, run("feedback", "rates", "--newsletter", "field-notes", "--days", "1", of));
            assertTrue(out().contains("receiver\tothers\t2\t1\t1\t0\t50%\t50%\t0%\t\n"), out());
            assertEquals(2, run("feedback", "rates", "--days", "0", of));
            assertEquals(0, run("deliveries", "--issue", "1", "--json", of));
            assertEquals(Set.of("deferred", "bounced", "sent"), Set.copyOf(states()));
            assertEquals("", err());
            assertEquals(0, run("deliveries", "--issue", "1", "--state", "deferred", "--limit", "1", "--json", of));
            var first = json().getFirst();
            assertEquals("450 4.2.1 later", first.get("reply").asText());
            assertTrue(!first.get("possibly_twice").asBoolean() && !first.get("next").isNull(), first.toString());
            assertEquals("there may be more: --after " + first.get("delivery") + "\n", err());
            var after = first.get("delivery").asText();
            assertEquals(0, run("deliveries", "--issue", "1", "--after", after, "--state", "deferred", of));
            assertEquals("", out());
            assertEquals(0, run("deliveries", "--issue", "1", "--state", "sent", of));
            assertTrue(out().matches("\\d+\t\\w+@example.net\texample.net\tsent\tfalse\t1\tfalse\t\t20.*\n"), out());
            assertEquals(0, run(
                    "deliveries", "--issue", "1", "--receiver", "gmail", "--email", "cat@example.net", of));
            assertEquals("", out());
            assertEquals(0, run("issues", "pause", "1", of));
            assertEquals(0, run("issues", "show", "1", of));
            assertTrue(out().contains("\tan admin has paused it; it goes on with \"issues resume 1\"\t"), out());
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
            assertEquals(2, run("subscribers", "add", "ben@example.net", to, "--time-zone", "Mars/Olympus", at));
            assertTrue(err().contains("\"Mars/Olympus\" is no time zone; write for example Europe/Berlin"), err());
            assertEquals(0, run("subscribers", "add", "Ben <ben@example.net>", "--newsletter=field-notes",
                    "--time-zone=Asia/Tokyo", at));
            assertEquals(0, run("subscribers", "list", "--newsletter=field-notes", "--json", at));
            assertEquals("Asia/Tokyo", json().get(1).get("time_zone").asText());
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
}
