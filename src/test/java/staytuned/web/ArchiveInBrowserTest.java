package staytuned.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static staytuned.db.schema.Tables.ISSUES;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.db.Database;
import staytuned.newsletter.Cadence;
import staytuned.testing.Browser;
import staytuned.testing.Newsroom;
import staytuned.testing.SettableClock;

/** A reader walks through the archive with Chromium: the list, a letter, the one before, a search. */
class ArchiveInBrowserTest {
    private static final Path SHOTS = Path.of("target", "shots");
    private static final Path ARTICLES = Path.of("src/main/resources/demo/articles");
    private static final String CLICK = "document.querySelector('%s').click()";

    @TempDir
    Path folder;

    @TempDir
    Path data;

    @Test
    void listLetterAndSearch() throws Exception {
        Files.createDirectories(SHOTS);
        var clock = new SettableClock("2027-03-01T08:00:00Z");
        try (var database = Database.embedded(data);
                var room = new Newsroom(database, clock, folder,
                        new Cadence(null, ZoneOffset.UTC, Duration.ZERO, Cadence.Missed.SEND_NOW));
                var stand = new Newsstand(database, List.of(room.newsletter));
                var browser = new Browser()) {
            for (var name : List.of("why-sourdough-rises-twice.md", "how-swifts-sleep.md", "autumn-colour.txt")) {
                room.write(name, Files.readString(ARTICLES.resolve(name)));
                clock.pass(Newsroom.POLL);
                room.poll();
                room.edit(room.editor());
                clock.pass(Duration.ofDays(7));
            }
            database.run(tx -> tx.sql().update(ISSUES).set(ISSUES.PUBLISHED_AT, ISSUES.FROZEN_AT).execute());
            var front = stand.links.archive(room.newsletter.key());

            browser.size(1280, false);
            browser.open(stand.links.site() + "/");
            browser.follow(CLICK.formatted("h1 a"));
            assertEquals(front, address(browser));
            look(browser, front, "archive-list");

            browser.open(front);
            browser.follow(CLICK.formatted(".issues a"));
            assertEquals(stand.links.issue(room.newsletter.id(), 3), address(browser));
            assertEquals("Autumn Colour: Unveiled or Newly Made", browser.run("document.title").asText());
            look(browser, address(browser), stand.get(address(browser)).body(), "archive-letter");
            browser.open(stand.links.issue(room.newsletter.id(), 3));
            browser.follow(CLICK.formatted("nav a[rel=prev]"));
            assertEquals("How Swifts Sleep", browser.run("document.title").asText());
            browser.follow(CLICK.formatted("nav a"));
            assertEquals(front, address(browser));

            browser.run("document.querySelector('input[name=q]').value = 'SOURDOUGH rises'");
            browser.follow(CLICK.formatted(".search button"));
            assertEquals("Why Sourdough Rises Twice", browser.run(
                    "[...document.querySelectorAll('.issues a')].map(a => a.textContent).join('|')").asText());
            look(browser, address(browser), "archive-search");
        }
    }

    /** On a telephone and on a desk, by light and in the dark: nothing sticks out, and axe finds nothing. */
    private static void look(Browser browser, String address, String name) throws IOException {
        look(browser, address, "", name);
    }

    /** Where no script may run, as in a letter, axe looks at {@code inert} instead: the same page by itself. */
    private static void look(Browser browser, String address, String inert, String name) throws IOException {
        for (var width : List.of(360, 1280)) {
            for (var dark : List.of(false, true)) {
                browser.size(width, dark);
                browser.open(address);
                var shown = name + "-" + width + (dark ? "-dark" : "");
                assertEquals(width, browser.run("document.documentElement.scrollWidth").asInt(), shown);
                Files.write(SHOTS.resolve(shown + ".png"), browser.picture());
                if (!inert.isEmpty()) {
                    browser.open("about:blank");
                    browser.show(inert);
                }
                browser.run(axe() + "; 0");
                var found = browser.run("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => "
                        + "v.id + ': ' + v.nodes.map(n => n.html + n.failureSummary).join('; ')).join('\\n'))");
                assertEquals("", found.asText(), shown);
            }
        }
    }

    private static String address(Browser browser) {
        return browser.run("location.href").asText();
    }

    private static String axe() throws IOException {
        try (var in = Objects.requireNonNull(ArchiveInBrowserTest.class.getResourceAsStream("/axe.min.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
