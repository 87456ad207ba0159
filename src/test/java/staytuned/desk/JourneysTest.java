package staytuned.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.admin.Codes;
import staytuned.article.ArticleState;
import staytuned.testing.Browser;
import staytuned.testing.ScriptedSmtpServer.Stage;
import staytuned.testing.SmtpAct;

/** An admin walks over the desk with Chromium. */
class JourneysTest {
    private static final Path SHOTS = Path.of("target", "shots");
    private static final int READERS = 40;
    /** What the page shows once it says so by itself, without being asked for again. */
    private static final String UNTIL = """
            new Promise((done, late) => {
              const end = Date.now() + 15000;
              const look = () => {
                if (document.body.innerText.includes('%s')) done(document.body.innerText);
                else if (Date.now() > end) late(document.body.innerText);
                else setTimeout(look, 50);
              };
              look();
            })""";

    private final Browser browser = new Browser();

    @TempDir
    Path folder;

    @Test
    void fromTheFirstSignInToWhyAnArticleWasNotSent() throws Exception {
        Files.createDirectories(SHOTS);
        try (browser; var bureau = new Bureau(folder, READERS)) {
            firstSignIn(bureau);
            watchAnIssueGoOut(bureau);
            holdAndApprove(bureau);
            settleWhatIsDoubtful(bureau);
            findOutWhy(bureau);
            for (var each : Map.of(
                    "", "home", "/issues", "issues", "/articles", "articles", "/readers?q=reader1@example.net", "reader",
                    "/promises", "promises", "/feedback", "feedback", "/suppressions", "suppressions", "/charts",
                    "charts", "/people", "people", "/audit", "audit").entrySet()) {
                look(bureau.url + "/desk" + each.getKey(), "desk-" + each.getValue());
            }
        }
    }

    private void firstSignIn(Bureau bureau) throws IOException {
        look(bureau.url + "/desk", "desk-first");
        write("email", "ann@example.org");
        press("Go on");
        look(address(), "desk-welcome");
        write("password", Bureau.PASSWORD);
        write("code", Codes.of(text(".key"), bureau.clock.instant()));
        press("Begin");
        assertEquals(10, browser.run("document.querySelectorAll('.codes li').length").asInt());
        var spare = text(".codes code");
        browser.follow("document.querySelector('.go').click()");
        assertEquals("Desk", text("h1"));
        press("Sign out");
        look(address(), "desk-sign-in");
        write("email", "ann@example.org");
        write("password", Bureau.PASSWORD);
        write("code", spare);
        press("Sign in");
        assertTrue(text("main").contains("Nothing. All goes by itself."), text("main"));
    }

    private void watchAnIssueGoOut(Bureau bureau) throws IOException {
        var issue = bureau.write("autumn-colour.txt", Bureau.demo("autumn-colour.txt"));
        bureau.service.outbox().publishDue();
        browser.open(bureau.url + "/desk/issues/" + issue.id());
        assertTrue(text("#live").contains("0 of 40 readers, 0 %"), text("#live"));
        var loaded = browser.run("window.sentinel = true");
        assertTrue(loaded.asBoolean());
        while (bureau.service.deliveries().countOpen() > 0) bureau.service.dispatchers().getFirst().dispatchDue();
        bureau.clock.pass(Duration.ofSeconds(3));
        browser.run(UNTIL.formatted("40 of 40 readers, 100 %"));
        assertTrue(browser.run("window.sentinel === true").asBoolean(), "the page was not loaded anew");
        look(address(), "desk-issue");
        look(bureau.url + "/desk/issues/" + issue.id() + "/deliveries", "desk-deliveries");
        bureau.send();
        browser.open(bureau.url + "/desk/issues/" + issue.id());
        assertEquals("sent", text("#live .state"));
    }

    private void holdAndApprove(Bureau bureau) {
        var issue = bureau.write("how-swifts-sleep.md", Bureau.demo("how-swifts-sleep.md"));
        browser.open(bureau.url + "/desk/issues/" + issue.id());
        press("Hold");
        assertTrue(text(".notice").startsWith("Held."), text(".notice"));
        bureau.send();
        assertEquals("held", bureau.service.issues().find(issue.id()).orElseThrow().state().column());
        browser.open(bureau.url + "/desk");
        assertTrue(text(".urgent h3").startsWith("Held: How Swifts Sleep"), text(".urgent"));
        press("Approve");
        bureau.send();
        assertEquals("sent", bureau.service.issues().find(issue.id()).orElseThrow().state().column());
    }

    private void settleWhatIsDoubtful(Bureau bureau) throws IOException {
        bureau.relay.at(Stage.DOT, SmtpAct.cut());
        var issue = bureau.write("why-sourdough-rises-twice.md", Bureau.demo("why-sourdough-rises-twice.md"));
        bureau.send();
        while (bureau.service.deliveries().countOpen() > 1) bureau.send();
        look(bureau.url + "/desk", "desk-doubtful");
        browser.open(bureau.url + "/desk");
        assertTrue(text(".urgent h3").startsWith("1 doubtful: Why Sourdough"), text(".urgent"));
        press("They have arrived");
        assertTrue(text(".notice").startsWith("Settled"), text(".notice"));
        bureau.send();
        assertEquals("sent", bureau.service.issues().find(issue.id()).orElseThrow().state().column());
    }

    private void findOutWhy(Bureau bureau) {
        bureau.put("slow", "note.txt", "A Note in Its Own Time\n\nThe first words of it, which are enough to be read.");
        bureau.service.poller().pollDue();
        var slow = bureau.service.newsletters().getLast();
        assertEquals(1, bureau.service.articles().count(slow.id(), ArticleState.WAITING));
        browser.open(bureau.url + "/desk/articles");
        write("q", "A Note in Its Own Time");
        press("Find");
        var told = text(".told");
        assertTrue(told.contains("It waits for the newsletter's next time, until"), told);
        assertTrue(told.contains("2 Mar 2027, 07:00 UTC"), told);
    }

    private void write(String field, String value) {
        browser.run("document.querySelector('main [name=" + field + "]').value = " + quoted(value));
    }

    private void press(String label) {
        browser.follow("[...document.querySelectorAll('button')].find(each => each.textContent === " + quoted(label)
                + ").click()");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private String text(String where) {
        return browser.run("document.querySelector('" + where + "').innerText").asText();
    }

    private String address() {
        return browser.run("location.href").asText();
    }

    /** On a desk by light and on a telephone in the dark: nothing sticks out, and axe finds nothing. */
    private void look(String address, String name) throws IOException {
        browser.open(address);
        browser.run(axe() + "; 0");
        for (var width : List.of(1280, 360)) {
            browser.size(width, width == 360);
            var shown = name + "-" + width;
            Files.write(SHOTS.resolve(shown + ".png"), browser.picture());
            assertEquals(width, browser.run("document.documentElement.scrollWidth").asInt(), shown);
            var found = browser.run("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => "
                    + "v.id + ': ' + v.nodes.map(n => n.html + n.failureSummary).join('; ')).join('\\n'))");
            assertEquals("", found.asText(), shown);
        }
        browser.size(1280, false);
    }

    private static String axe() throws IOException {
        try (var in = Objects.requireNonNull(JourneysTest.class.getResourceAsStream("/axe.min.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
