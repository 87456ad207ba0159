package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import staytuned.db.Database;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletter.FullText;
import staytuned.testing.OnEachDatabase;

/** Where pages, feeds, edits and the identity of articles meet. */
@OnEachDatabase
class SeamsTest {
    private final Database database;
    private final WebDesk desk;

    @TempDir
    Path folder;

    SeamsTest(Database database) {
        this.database = database;
        desk = new WebDesk(database);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    /** Its readers are sent a correction when a mailed article is edited. */
    private Newsletter correcting(Newsletter.Source... from) {
        var letter = desk.newsletter(from);
        var cadence = new Cadence(null, ZoneOffset.UTC, Duration.ZERO, Cadence.Missed.SEND_NOW,
                Cadence.Edited.CORRECTION);
        return new Newsletter(letter.id(), letter.key(), letter.title(), letter.from(), letter.postalAddress(),
                letter.language(), letter.sources(), cadence);
    }

    private Newsletter.Sitemap sitemap() {
        return new Newsletter.Sitemap(desk.web.at("/sitemap.xml"), "", WebDesk.POLL, true, 100);
    }

    private Newsletter.Feed feed(FullText fullText) {
        return new Newsletter.Feed(desk.web.at("/feed"), fullText, WebDesk.POLL, true, 100);
    }

    private void map(String path, String changed) {
        var xml = "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>" + desk.web.at(path)
                + "</loc><lastmod>" + changed + "</lastmod></url></urlset>";
        desk.body("/sitemap.xml", "application/xml", xml.getBytes(StandardCharsets.UTF_8));
    }

    private void item(String path, String title, String text) {
        desk.web.on("/feed", "text/xml", FeedsTest.rss("<item><title>" + title + "</title><link>" + desk.web.at(path)
                + "</link><guid>" + desk.web.at(path) + "</guid><description>" + text + "</description></item>"));
    }

    private Article mailed(Newsletter letter) {
        var article = desk.waiting(letter).getFirst();
        return database.inTransaction(tx -> desk.articles.issue(tx, article.id())).orElseThrow();
    }

    private Article now(Article article) {
        return desk.articles.find(article.id()).orElseThrow();
    }

    private List<Article> edited(Newsletter letter) {
        return desk.articles.edited(letter.id(), desk.clock.instant(), 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 503})
    void aMailedPageThatFailsStaysAsItWasMailed(int status) {
        var letter = correcting(sitemap());
        var poller = desk.poller(letter);
        desk.article("/one", "One", "It begins here.");
        map("/one", "2026-01-01");
        poller.pollDue();
        var mailed = mailed(letter);
        map("/one", "2026-01-02");
        desk.status("/one", status);
        for (int i = 0; i < 7; i++) desk.later(poller);
        assertEquals(mailed.content(), now(mailed).content());
        assertEquals(List.of(), edited(letter));
        assertTrue(desk.asked("/one") <= 1 + Tries.MOST, "asked for " + desk.asked("/one") + " times");
        desk.article("/one", "One", "It begins anew.");
        map("/one", "2026-01-03");
        desk.later(poller);
        assertTrue(now(mailed).content().body().contains("It begins anew."));
    }

    @Test
    void aWaitingPageThatFailsForAWhileIsMailedAsItWasRead() {
        var letter = correcting(sitemap());
        var poller = desk.poller(letter);
        desk.article("/one", "One", "It begins here.");
        map("/one", "2026-01-01");
        poller.pollDue();
        map("/one", "2026-01-02");
        desk.status("/one", 503);
        for (int i = 0; i < 7; i++) {
            desk.later(poller);
            assertTrue(desk.waiting(letter).getFirst().content().body().contains("It begins here."), "poll " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 503})
    void aBeginningThatChangesDoesNotStandForTheArticle(int status) {
        var letter = correcting(feed(FullText.AUTO));
        var poller = desk.poller(letter);
        desk.article("/one", "One", "It begins here.");
        item("/one", "One", "It begins …");
        poller.pollDue();
        var mailed = mailed(letter);
        item("/one", "One", "It all begins …");
        desk.later(poller);
        assertEquals(2, desk.asked("/one"), "the page is looked at again");
        assertEquals(List.of(), edited(letter));
        item("/one", "One", "So it begins …");
        desk.status("/one", status);
        for (int i = 0; i < 7; i++) desk.later(poller);
        assertEquals(mailed.content().body(), now(mailed).content().body());
        assertEquals(List.of(), edited(letter));
        item("/one", "One, renamed", "So it begins …");
        desk.later(poller);
        assertEquals(List.of("One, renamed"), edited(letter).stream().map(each -> each.reading().title()).toList());
        assertEquals(mailed.content().body(), now(mailed).content().body());
    }

    @Test
    void aBeginningThatChangesLeavesTheTextOfAWaitingArticle() {
        var letter = correcting(feed(FullText.AUTO));
        var poller = desk.poller(letter);
        desk.article("/one", "One", "It begins here.");
        item("/one", "One", "It begins …");
        poller.pollDue();
        desk.status("/one", 503);
        item("/one", "One", "It all begins …");
        for (int i = 0; i < 7; i++) {
            desk.later(poller);
            assertTrue(desk.waiting(letter).getFirst().content().body().contains("It begins here."), "poll " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFeedAndASitemapOfOneSiteDoNotTakeTurns(boolean feedFirst) {
        var feed = feed(FullText.NEVER);
        var letter = feedFirst ? correcting(feed, sitemap()) : correcting(sitemap(), feed);
        var first = feedFirst ? correcting(feed) : correcting(sitemap());
        desk.article("/one", "One", "It begins on the page.");
        item("/one", "One", "It begins in the feed.");
        map("/one", "2026-01-01");
        desk.poller(first).pollDue();
        var poller = desk.poller(letter);
        var text = desk.waiting(letter).getFirst().content();
        for (int i = 0; i < 4; i++) desk.later(poller);
        assertEquals(1, desk.waiting(letter).size());
        assertEquals(text, desk.waiting(letter).getFirst().content());
        var mailed = mailed(letter);
        for (int i = 0; i < 4; i++) desk.later(poller);
        assertEquals(text, now(mailed).content());
        assertEquals(List.of(), edited(letter));
        assertEquals(feedFirst ? 0 : 1, desk.asked("/one"));
    }

    @Test
    void aPageThatLeavesTheSitemapAndComesBackIsReadAgain() {
        var letter = correcting(sitemap());
        var poller = desk.poller(letter);
        desk.article("/one", "One", "It begins here.");
        map("/one", "2026-01-01");
        poller.pollDue();
        var id = desk.waiting(letter).getFirst().id();
        map("/two", "2026-01-01");
        desk.later(poller);
        assertEquals(1, desk.articles.missing(letter.id(), desk.clock.instant(), 10).size(), "noted, not withdrawn");
        database.run(tx -> desk.articles.withdraw(tx, id, "withdrawn: its page is gone"));
        desk.article("/one", "One", "It begins anew.");
        map("/one", "2026-01-01");
        desk.later(poller);
        assertEquals(ArticleState.WAITING, desk.articles.find(id).orElseThrow().state());
        assertTrue(desk.articles.find(id).orElseThrow().content().body().contains("It begins anew."));
    }

    @Test
    void sixtyNewPagesAreReadInThreePollsAndTheFirstWasNoEditOfTheLast() {
        var letter = correcting(sitemap());
        var xml = new StringBuilder("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">");
        for (int i = 0; i < 60; i++) {
            desk.article("/" + i, "Page " + i, "Number " + i + " begins.");
            xml.append("<url><loc>").append(desk.web.at("/" + i)).append("</loc></url>");
        }
        desk.body("/sitemap.xml", "application/xml", xml.append("</urlset>").toString()
                .getBytes(StandardCharsets.UTF_8));
        var poller = desk.poller(letter);
        for (int i = 1; i <= 3; i++) {
            desk.clock.pass(Duration.ofSeconds(2));
            poller.pollDue();
            assertEquals(20 * i, desk.waiting(letter).size());
            assertFalse(desk.waiting(letter).stream().anyMatch(each -> Unread.is(each.content())));
        }
        desk.later(poller);
        for (int i = 0; i < 60; i++) assertEquals(1, desk.asked("/" + i));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
        Files.setLastModifiedTime(folder.resolve(name), FileTime.from(desk.clock.instant().minusSeconds(60)));
    }

    @Test
    void twoCopiesOfAFileAreOneArticleAndDoNotTakeTurns() throws IOException {
        var letter = correcting(new Newsletter.Folder(folder, WebDesk.POLL, true, 20));
        var poller = desk.poller(letter);
        var head = "---\ntitle: One\nurl: https://example.org/one\n---\n";
        write("a.md", head + "The first of two copies.");
        write("b.md", head + "The second of two copies, which somebody began.");
        poller.pollDue();
        for (int i = 0; i < 3; i++) {
            desk.later(poller);
            assertEquals(List.of("The first of two copies."),
                    desk.waiting(letter).stream().map(each -> each.content().body().strip()).toList());
        }
        mailed(letter);
        for (int i = 0; i < 3; i++) desk.later(poller);
        assertEquals(List.of(), edited(letter));
        Files.delete(folder.resolve("a.md"));
        desk.later(poller);
        assertEquals(1, edited(letter).size(), "the one that is left is the article");
    }
}
