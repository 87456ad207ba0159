package staytuned.issue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.ARTICLES;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.article.Articles;
import staytuned.article.Proofreader;
import staytuned.article.Sources;
import staytuned.db.Database;
import staytuned.fetch.Fetcher;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.template.Templates;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

@OnEachDatabase
class TrackerTest {
    private static final SiteLinks LINKS = new SiteLinks("https://letters.example.org");
    private static final String ASKED = "You asked to stay tuned";

    private final Database database;
    private final SettableClock clock = new SettableClock("2026-03-11T09:00:00Z");
    private final Rows rows;
    private final Articles articles;
    private final Issues issues;
    private final Promises promises;
    private final Newsletter newsletter;
    private final Fetcher fetcher =
            new Fetcher(URI.create("https://letters.example.org"), Set.of(), Fetcher.Limits.USUAL, clock);

    TrackerTest(Database database) {
        this.database = database;
        this.rows = new Rows(database, clock);
        this.articles = new Articles(database);
        this.issues = new Issues(database);
        this.promises = new Promises(database);
        this.newsletter = rows.newsletter("nerve-notes");
    }

    @AfterEach
    void close() {
        fetcher.close();
    }

    @Test
    void aLetterLeavesAnOpenPromise() {
        var article = article("Walls, part 1", "In the next part we look at mortar, in May.");
        assertEquals(1, editor(null).assembleDue());
        var promise = only();
        assertEquals(PromiseState.OPEN, promise.state());
        assertEquals(article, promise.articleId());
        assertEquals("mortar", promise.topic());
        assertEquals(LocalDate.of(2026, 5, 31), promise.dueOn());
    }

    @Test
    void theNextPartKeepsItAndItsLetterOpensWithThat() {
        article("Walls, part 1", "In the next part we look at mortar.");
        var editor = editor(null);
        editor.assembleDue();
        var part = article("Walls, part 2", null);
        editor.assembleDue();
        var promise = only();
        assertEquals(PromiseState.KEPT, promise.state());
        assertEquals(part, promise.keptBy());
        assertEquals("certain", promise.tier());
        var issue = newest();
        var letter = issues.letter(issue.id());
        assertTrue(letter.plain().contains(ASKED + ":\nWalls, part 1 [1]\n"));
        assertTrue(letter.plain().contains("\n[1] " + LINKS.issue(newsletter.id(), promise.issueId()) + "\n"));
        assertTrue(letter.html().contains(ASKED) && letter.html().contains(LINKS.issue(newsletter.id(), promise.issueId())));
        assertTrue(letter.plain().contains("In the next part we look at mortar."));
        assertEquals(promise.issueId(), issue.follows());
        assertEquals(issues.letter(promise.issueId()).idSuffix(), issue.thread());
    }

    @Test
    void whatIsOnlyLikelyWaitsForAnAdmin() {
        var editor = editor(null);
        article("The kitchen", "I will write about lime kilns soon.");
        editor.assembleDue();
        article("Lime kilns", null);
        editor.assembleDue();
        var letter = issues.letter(newest().id());
        assertEquals(PromiseState.SUGGESTED, only().state());
        assertTrue(letter.plain().contains("Related earlier:\nThe kitchen [2]\n"), letter.plain());
        assertFalse(letter.plain().contains(ASKED) || letter.plain().contains("I will write about lime kilns"));
        assertEquals(null, newest().follows());
        assertTrue(promises.confirm(only().id(), clock.instant()), "too late for the letter, and right in the books");
        assertEquals("admin", only().tier());
        assertFalse(promises.confirm(only().id(), clock.instant()));
    }

    @Test
    void aSuggestionThatIsConfirmedInTimeOpensTheLetter() {
        var editor = editor(null);
        var tracker = tracker();
        article("The kitchen", "I will write about lime kilns soon.");
        editor.assembleDue();
        article("Lime kilns", null);
        tracker.look(newsletter.id());
        assertTrue(promises.confirm(only().id(), clock.instant()));
        editor.assembleDue();
        assertTrue(issues.letter(newest().id()).plain().contains(ASKED + ":\nThe kitchen [1]\n"));
        assertEquals(only().issueId(), newest().follows());
    }

    @Test
    void whatAnAdminHasRefusedIsNotSuggestedAgain() {
        var tracker = tracker();
        article("The kitchen", "I will write about lime kilns soon.");
        editor(null).assembleDue();
        var article = article("Lime kilns", null);
        tracker.look(newsletter.id());
        assertTrue(promises.reopen(only().id(), clock.instant()));
        assertFalse(promises.reopen(only().id(), clock.instant()));
        set(article, "2");
        tracker.look(newsletter.id());
        editor(null).assembleDue();
        assertEquals(PromiseState.OPEN, only().state());
        assertFalse(issues.letter(newest().id()).plain().contains("The kitchen"));
    }

    @Test
    void frontMatterSaysWhatItFollows() {
        article("The kitchen", "I will write about lime kilns soon.");
        editor(null).assembleDue();
        var article = article("On burning stone", null);
        database.run(tx -> tx.sql().update(ARTICLES).set(ARTICLES.FOLLOWS, "the kitchen")
                .where(ARTICLES.ID.eq(article)).execute());
        editor(null).assembleDue();
        assertEquals("certain", only().tier());
    }

    @Test
    void afterTwoYearsAPromiseIsOver() {
        article("Walls, part 1", "In the next part we look at mortar.");
        editor(null).assembleDue();
        clock.pass(Duration.ofDays(732));
        article("Walls, part 2", null);
        editor(null).assembleDue();
        assertEquals(PromiseState.EXPIRED, only().state());
        assertFalse(issues.letter(newest().id()).plain().contains(ASKED));
        assertTrue(promises.reopen(only().id(), clock.instant()));
        editor(null).assembleDue();
        assertEquals(PromiseState.OPEN, only().state(), "for two years more");
    }

    @Test
    void aLetterThatCannotBeSetKeepsNothing(@TempDir Path overrides) throws Exception {
        article("Walls, part 1", "In the next part we look at mortar.");
        editor(null).assembleDue();
        article("Walls, part 2", "More on lime soon.");
        var template = overrides.resolve("letter/letter.ftl");
        Files.createDirectories(template.getParent());
        Files.writeString(template, "${article.titel}");
        assertEquals(0, editor(overrides).assembleDue());
        assertEquals(PromiseState.OPEN, only().state());
        Files.delete(template);
        assertEquals(1, editor(overrides).assembleDue());
        assertEquals(2, promises.list(newsletter.id(), null, 10).size());
        assertEquals(1, promises.list(newsletter.id(), PromiseState.KEPT, 10).size());
    }

    @Test
    void twoNodesKeepAPromiseOnce() throws Exception {
        for (int i = 0; i < 8; i++) article("Row " + i + ", part 1", "Stay tuned!");
        editor(null).assembleDue();
        for (int i = 0; i < 8; i++) article("Row " + i + ", part 2", null);
        var one = editor(null);
        var two = editor(null);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(one::assembleDue);
            var second = threads.submit(two::assembleDue);
            first.get();
            second.get();
        }
        one.assembleDue();
        assertEquals(8, promises.list(newsletter.id(), PromiseState.KEPT, 100).size());
        for (var issue : issues.list(newsletter.id(), 8)) assertTrue(issue.follows() != null, issue.subject());
    }

    @Test
    void partsOfOneDayGoOutByTheirNumbers() {
        article("Walls, part 2", null);
        article("A word between", null);
        article("Walls, part 1", "In the next part we look at mortar.");
        editor(null).assembleDue();
        assertEquals(List.of("Walls, part 2", "A word between", "Walls, part 1"),
                issues.list(newsletter.id(), 3).stream().map(Issue::subject).toList(), "newest first");
        assertEquals(PromiseState.KEPT, only().state());
    }

    @Test
    void aHostilePromiseIsInert() {
        var hostile = "In the next part: <script>alert(1)</script> ${1+1} <#stop>\r\nBcc: all@example.com";
        article("Walls, part 1", hostile);
        editor(null).assembleDue();
        article("Walls, part 2", null);
        editor(null).assembleDue();
        var letter = issues.letter(newest().id());
        assertTrue(letter.html().contains("&lt;script&gt;alert(1)&lt;/script&gt; ${1+1} &lt;#stop&gt; Bcc:"));
        assertFalse(letter.html().contains("<script"));
        assertTrue(letter.plain().contains("${1+1}") && !letter.plain().contains("\r"));
        assertEquals("Walls, part 2", letter.subject());
        assertTrue(String.valueOf(newest().thread()).matches("[0-9a-f]{16}@example\\.org"));
    }

    private long article(String title, @Nullable String promise) {
        var id = rows.article(newsletter, title, clock.instant());
        database.run(tx -> tx.sql().update(ARTICLES).set(ARTICLES.PROMISE, promise).where(ARTICLES.ID.eq(id))
                .execute());
        return id;
    }

    private void set(long article, String version) {
        database.run(tx -> tx.sql().update(ARTICLES).set(ARTICLES.VERSION, version).where(ARTICLES.ID.eq(article))
                .execute());
    }

    private Promise only() {
        var all = promises.list(newsletter.id(), null, 10);
        assertEquals(1, all.size());
        return all.getFirst();
    }

    private Issue newest() {
        return issues.list(newsletter.id(), 1).getFirst();
    }

    private Tracker tracker() {
        return new Tracker(database, articles, promises, LINKS, clock);
    }

    private Editor editor(@Nullable Path overrides) {
        var typesetter = new Typesetter(new Templates(overrides), LINKS);
        var desk = new Editor.Desk(database, new Newsletters(database), articles, issues, typesetter, LINKS);
        var proofreader = new Proofreader(new Sources(database), articles, fetcher, clock);
        return new Editor(desk, tracker(), proofreader, List.of(newsletter), clock);
    }
}
