package staytuned.issue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.article.ArticleState;
import staytuned.article.Articles;
import staytuned.article.Proofreader;
import staytuned.article.Sources;
import staytuned.db.Database;
import staytuned.fetch.Fetcher;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Cadence.Missed;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.newsletter.Stationery;
import staytuned.preflight.Lookout;
import staytuned.preflight.Scout;
import staytuned.schedule.Cron;
import staytuned.schedule.Times;
import staytuned.template.Templates;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;
import staytuned.testing.Web;

@OnEachDatabase
class EditorTest {
    private static final SiteLinks LINKS = new SiteLinks("https://letters.example.org");
    /** Tuesdays at eight in Berlin: 07:00 UTC in winter. */
    private static final String TUESDAYS = "0 0 8 ? * TUE";

    private final Database database;
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z"); // a Sunday
    private final Rows rows;
    private final Articles articles;
    private final Issues issues;
    private final Fetcher fetcher =
            new Fetcher(URI.create("https://letters.example.org"), Set.of(), Fetcher.Limits.USUAL, clock);

    EditorTest(Database database) {
        this.database = database;
        this.rows = new Rows(database, clock);
        this.articles = new Articles(database);
        this.issues = new Issues(database);
    }

    @AfterEach
    void close() {
        fetcher.close();
    }

    @Test
    void anArticleBecomesOneIssueOnceItHasSettled() {
        var newsletter = newsletter(null, Missed.SEND_NOW);
        var editor = editor(newsletter, null);
        rows.article(newsletter, "How nerves heal", clock.instant());
        assertEquals(0, editor.assembleDue(), "it rests");
        clock.pass(Duration.ofMinutes(15));
        assertEquals(1, editor.assembleDue());
        assertEquals(0, editor.assembleDue());
        assertEquals(List.of("How nerves heal"), subjects(newsletter));
    }

    @Test
    void severalArticlesBecomeSeveralIssuesOldestFirst() {
        var newsletter = newsletter(null, Missed.SEND_NOW);
        var editor = editor(newsletter, null);
        rows.article(newsletter, "Second", clock.instant().minusSeconds(5000));
        rows.article(newsletter, "First", clock.instant().minusSeconds(9000));
        assertEquals(2, editor.assembleDue());
        assertEquals(List.of("Second", "First"), subjects(newsletter), "newest first");
    }

    @Test
    void theLetterIsFrozenWithPlacesForTheReader() {
        var newsletter = newsletter(null, Missed.SEND_NOW);
        var hostile = "How ${nerves} <b>heal</b>\r\nBcc: all@example.com";
        rows.article(newsletter, hostile, clock.instant().minusSeconds(5000));
        editor(newsletter, null).assembleDue();
        var issue = issues.list(newsletter.id(), 1).getFirst();
        var letter = issues.letter(issue.id());
        assertEquals("How ${nerves} <b>heal</b> Bcc: all@example.com", letter.subject());
        assertTrue(letter.html().contains("&lt;b&gt;heal&lt;/b&gt;") && !letter.html().contains("<b>heal</b>"));
        assertTrue(letter.html().contains(letter.marker()) && letter.plain().contains(letter.marker()));
        assertTrue(letter.plain().contains("https://letters.example.org/issues/" + issue.id()));
        var link = "https://letters.example.org/unsubscribe/1.x";
        assertTrue(letter.html(link).contains("href=\"" + link + "\"") && !letter.html(link).contains(letter.marker()));
        assertTrue(letter.plain(link).contains(link) && !letter.plain(link).contains(letter.marker()));
        assertEquals("The first words of this article, and no more than these.", letter.preheader());
    }

    @Test
    void aCronWaitsForItsTime() {
        var newsletter = newsletter(TUESDAYS, Missed.SEND_NOW);
        var editor = editor(newsletter, null);
        rows.article(newsletter, "How nerves heal", clock.instant());
        clock.set("2026-03-03T06:59:59Z");
        assertEquals(0, editor.assembleDue());
        clock.set("2026-03-03T07:00:00Z");
        rows.article(newsletter, "Too fresh", clock.instant().minusSeconds(60));
        assertEquals(1, editor.assembleDue());
        assertEquals(0, editor.assembleDue());
        assertEquals(List.of("How nerves heal"), subjects(newsletter));
        clock.set("2026-03-10T07:00:01Z");
        assertEquals(1, editor.assembleDue());
    }

    @Test
    void aTimeMissedWhileDownIsSentNow() {
        var newsletter = newsletter(TUESDAYS, Missed.SEND_NOW);
        clock.set("2026-03-05T12:00:00Z");
        rows.article(newsletter, "How nerves heal", clock.instant());
        assertEquals(1, editor(newsletter, null).assembleDue());
        assertEquals(0, editor(newsletter, null).assembleDue(), "a restart does not send it again");
    }

    @Test
    void aTimeMissedWhileDownIsSkipped() {
        var newsletter = newsletter(TUESDAYS, Missed.SKIP);
        clock.set("2026-03-05T12:00:00Z");
        var article = rows.article(newsletter, "How nerves heal", clock.instant());
        var editor = editor(newsletter, null);
        assertEquals(0, editor.assembleDue());
        assertEquals(ArticleState.SKIPPED, articles.find(article).orElseThrow().state());
        clock.set("2026-03-10T07:00:00Z");
        assertEquals(0, editor.assembleDue());
    }

    @Test
    void aTimeMissedWhileDownWaitsForTheNext() {
        var newsletter = newsletter(TUESDAYS, Missed.NEXT_SLOT);
        clock.set("2026-03-05T12:00:00Z");
        rows.article(newsletter, "How nerves heal", clock.instant());
        var editor = editor(newsletter, null);
        assertEquals(0, editor.assembleDue());
        clock.set("2026-03-10T07:00:00Z");
        assertEquals(1, editor.assembleDue());
    }

    @Test
    void withinTheHourATimeIsLateNotMissed() {
        var newsletter = newsletter(TUESDAYS, Missed.SKIP);
        clock.set("2026-03-03T07:50:00Z");
        rows.article(newsletter, "How nerves heal", clock.instant());
        assertEquals(1, editor(newsletter, null).assembleDue());
    }

    @Test
    void fourMissedWeeksAreOneTime() {
        var newsletter = newsletter(TUESDAYS, Missed.SEND_NOW);
        clock.set("2026-04-01T12:00:00Z");
        rows.article(newsletter, "How nerves heal", Instant.parse("2026-03-02T00:00:00Z"));
        var editor = editor(newsletter, null);
        assertEquals(1, editor.assembleDue());
        assertEquals(0, editor.assembleDue());
    }

    @Test
    @Tag("row-6")
    void twoNodesMakeOneIssue() throws Exception {
        var newsletter = newsletter(null, Missed.SEND_NOW);
        for (var i = 0; i < 20; i++) rows.article(newsletter, "Article " + i, clock.instant().minusSeconds(5000));
        var one = editor(newsletter, null);
        var two = editor(newsletter, null);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(one::assembleDue);
            var second = threads.submit(two::assembleDue);
            assertEquals(20, first.get() + second.get());
        }
        assertEquals(20, Set.copyOf(subjects(newsletter)).size());
    }

    @Test
    void aBrokenTemplateLosesNothing(@TempDir Path overrides) throws Exception {
        var newsletter = newsletter(null, Missed.SEND_NOW);
        rows.article(newsletter, "How nerves heal", clock.instant().minusSeconds(5000));
        var template = overrides.resolve("letter/letter.ftl");
        Files.createDirectories(template.getParent());
        Files.writeString(template, "${article.titel}");
        assertEquals(0, editor(newsletter, overrides).assembleDue());
        assertEquals(List.of(), subjects(newsletter));
        Files.delete(template);
        assertEquals(1, editor(newsletter, overrides).assembleDue());
    }

    @Test
    void aDigestIsOneIssueOfAllThatWaitAndEachIsMailedOnce() {
        var newsletter = rows.newsletter("nerve-notes", new Cadence(
                new Times(Cron.parse(TUESDAYS), ZoneId.of("Europe/Berlin")), Duration.ofMinutes(15), Missed.SEND_NOW,
                Cadence.Edited.UPDATE_WEB, false, true));
        var editor = editor(newsletter, null);
        rows.article(newsletter, "First", clock.instant());
        rows.article(newsletter, "Second", clock.instant().plusSeconds(1));
        rows.article(newsletter, "Third", clock.instant().plusSeconds(2));
        assertEquals(0, editor.assembleDue());
        clock.set("2026-03-03T07:00:00Z");
        assertEquals(1, editor.assembleDue());
        assertEquals(List.of("First and 2 more"), subjects(newsletter));
        var letter = issues.letter(issues.list(newsletter.id(), 1).getFirst().id());
        for (var title : List.of("First", "Second", "Third")) assertTrue(letter.plain().contains("\n" + title + "\n---"));
        clock.set("2026-03-10T07:00:00Z");
        assertEquals(0, editor.assembleDue(), "nothing new, so no digest");
        rows.article(newsletter, "Fourth", clock.instant());
        clock.set("2026-03-17T07:00:00Z");
        assertEquals(1, editor.assembleDue());
        assertEquals(List.of("Fourth", "First and 2 more"), subjects(newsletter));
    }

    @Test
    void aLetterWithSomethingWrongIsHeldUntilItIsApproved(@TempDir Path overrides) throws Exception {
        var newsletter = newsletter(null, Missed.SEND_NOW);
        rows.article(newsletter, "How nerves heal", clock.instant().minusSeconds(5000));
        var template = overrides.resolve("letter/own.ftlh");
        Files.createDirectories(template.getParent());
        Files.writeString(template, "<#macro kicker><form action=\"https://example.org/\"></form></#macro>");
        assertEquals(1, editor(newsletter, overrides).assembleDue());
        var held = issues.list(newsletter.id(), 1).getFirst();
        assertEquals(IssueState.HELD, held.state());
        assertEquals("HTML, <form>: is active content; mail programs refuse it; take it away", held.reason());
        assertEquals(List.of(), issues.in(IssueState.READY));
        assertEquals(true, database.<Boolean>inTransaction(tx -> issues.approve(tx, held.id())));
        assertEquals(List.of(held.id()), issues.in(IssueState.READY).stream().map(Issue::id).toList());
        assertEquals(true, database.<Boolean>inTransaction(tx -> issues.hold(tx, held.id(), "wait")));
        assertEquals(false, database.<Boolean>inTransaction(tx -> issues.hold(tx, held.id(), "twice")));
    }

    @Test
    void anIssueThatIsHeldIsSetAnewFromWhatItsArticlesAndTemplatesSayNow(@TempDir Path overrides) throws Exception {
        var newsletter = newsletter(null, Missed.SEND_NOW);
        var article = rows.article(newsletter, "How nerves heal", clock.instant().minusSeconds(5000));
        var template = overrides.resolve("letter/own.ftlh");
        Files.createDirectories(template.getParent());
        Files.writeString(template, "<#macro kicker><form action=\"https://example.org/\"></form></#macro>");
        var editor = editor(newsletter, overrides);
        editor.assembleDue();
        var id = issues.list(newsletter.id(), 1).getFirst().id();
        assertEquals("HTML, <form>: is active content; mail programs refuse it; take it away",
                editor.reset(newsletter, id).orElseThrow());
        assertEquals(IssueState.HELD, issues.find(id).orElseThrow().state());

        rows.edit(article, "How nerves really heal", clock.instant());
        clock.pass(Duration.ofHours(1));
        var mended = editor(newsletter, null);
        assertEquals(Optional.empty(), mended.reset(newsletter, id));
        var issue = issues.find(id).orElseThrow();
        assertEquals(IssueState.READY, issue.state());
        assertEquals("How nerves really heal", issue.subject());
        assertEquals(clock.instant(), issue.frozenAt());
        assertTrue(issues.letter(id).html().contains("How nerves really heal"));
        assertEquals(List.of(), articles.edited(newsletter.id(), clock.instant(), 10), "there is nothing to correct");
        var again = assertThrows(Editor.NotReset.class, () -> mended.reset(newsletter, id));
        assertEquals("issue " + id + " is not held: only such a one is set anew", again.getMessage());
        assertEquals(0, mended.assembleDue());
    }

    @Test
    void aDigestThatIsSetAnewKeepsItsOrder(@TempDir Path overrides) throws Exception {
        var newsletter = rows.newsletter("nerve-notes", new Cadence(
                new Times(Cron.parse(TUESDAYS), ZoneId.of("Europe/Berlin")), Duration.ofMinutes(15), Missed.SEND_NOW,
                Cadence.Edited.UPDATE_WEB, false, true));
        var template = overrides.resolve("letter/own.ftlh");
        Files.createDirectories(template.getParent());
        Files.writeString(template, "<#macro kicker><form></form></#macro>");
        var editor = editor(newsletter, overrides);
        rows.article(newsletter, "Second", clock.instant().plusSeconds(2));
        rows.article(newsletter, "First", clock.instant());
        clock.set("2026-03-03T07:00:00Z");
        editor.assembleDue();
        var issue = issues.list(newsletter.id(), 1).getFirst();
        assertEquals(Optional.empty(), editor(newsletter, null).reset(newsletter, issue.id()));
        assertEquals(List.of("First and 1 more"), subjects(newsletter));
        var letter = issues.letter(issue.id()).plain();
        assertTrue(letter.indexOf("\nFirst\n") < letter.indexOf("\nSecond\n"), letter);
    }

    @Test
    void aLinkThatLeadsNowhereHoldsTheLetterUntilThereIsSomething() {
        try (var web = new Web();
                var open = new Fetcher(web.at("/"), Set.of("127.0.0.1"), Fetcher.Limits.USUAL, clock)) {
            var plain = newsletter(null, Missed.SEND_NOW);
            var sponsored = new Newsletter(
                    plain.id(), plain.key(), plain.title(), plain.from(), plain.postalAddress(), plain.language(),
                    plain.sources(), plain.cadence(), new Stationery(
                            new Stationery.Look("serif", "", "", ""), false, new Stationery.Lines("", ""), "",
                            new Stationery.Sponsor("Rakes", web.at("/rakes").toString())));
            rows.article(sponsored, "How nerves heal", clock.instant().minusSeconds(5000));
            var scout = new Scout(open, URI.create("https://letters.example.org"), clock);
            var editor = editor(sponsored, null, scout);
            assertEquals(1, editor.assembleDue());
            var held = issues.list(sponsored.id(), 1).getFirst();
            assertEquals("HTML, <a href=" + web.at("/rakes") + ">: is not there (HTTP 404); give the address of what "
                    + "is, or take it away", held.reason());
            web.status("/rakes", 503);
            clock.pass(Duration.ofMinutes(1));
            assertEquals(Optional.empty(), editor.reset(sponsored, held.id()), "that may be over in a minute");
            assertEquals(IssueState.READY, issues.find(held.id()).orElseThrow().state());
        }
    }

    private Newsletter newsletter(@Nullable String cron, Missed missed) {
        return rows.newsletter("nerve-notes", new Cadence(
                cron == null ? null : Cron.parse(cron), ZoneId.of("Europe/Berlin"), Duration.ofMinutes(15), missed));
    }

    private Editor editor(Newsletter newsletter, @Nullable Path overrides) {
        return editor(newsletter, overrides, Lookout.NONE);
    }

    private Editor editor(Newsletter newsletter, @Nullable Path overrides, Lookout lookout) {
        var typesetter = new Typesetter(new Templates(overrides), LINKS);
        var desk = new Editor.Desk(
                database, new Newsletters(database), articles, issues, typesetter, LINKS, lookout, _ -> List.of());
        var proofreader = new Proofreader(new Sources(database), articles, fetcher, clock);
        var tracker = new Tracker(database, articles, new Promises(database), LINKS, clock);
        return new Editor(desk, tracker, proofreader, List.of(newsletter), clock);
    }

    private List<String> subjects(Newsletter newsletter) {
        return issues.list(newsletter.id(), 100).stream().map(Issue::subject).toList();
    }
}
