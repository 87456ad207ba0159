package staytuned.issue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.ARTICLES;
import static staytuned.db.schema.Tables.ISSUES;
import static staytuned.db.schema.Tables.ISSUE_ARTICLES;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.newsletter.Newsletter;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

@OnEachDatabase
class ArchivesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    private final Database database;
    private final Archives archives;
    private final Rows rows;
    private final Newsletter newsletter;

    ArchivesTest(Database database) {
        this.database = database;
        archives = new Archives(database);
        rows = new Rows(database, new SettableClock(NOW.toString()));
        newsletter = rows.newsletter("nerve-notes");
    }

    @Test
    void aPageOnceFullNeverChanges() {
        var other = rows.newsletter("other");
        for (var i = 1; i <= 60; i++) {
            published(rows.issue(newsletter, "Letter " + i));
            if (i % 20 == 0) published(rows.issue(other, "Another " + i));
        }
        rows.issue(newsletter, "Not out yet");
        var newest = archives.page(newsletter.id(), null).orElseThrow();
        assertEquals(35, newest.entries().size());
        assertEquals("Letter 60", newest.entries().getFirst().subject());
        assertEquals("Letter 26", newest.entries().getLast().subject());
        assertEquals(2, newest.pages());
        var first = archives.page(newsletter.id(), 1).orElseThrow();
        assertEquals(List.of("Letter 25", "Letter 1"),
                List.of(first.entries().getFirst().subject(), first.entries().getLast().subject()));
        for (var i = 61; i <= 100; i++) published(rows.issue(newsletter, "Letter " + i));
        assertEquals(first.entries(), archives.page(newsletter.id(), 1).orElseThrow().entries());
        assertEquals("Letter 50", archives.page(newsletter.id(), 2).orElseThrow().entries().getFirst().subject());
        assertEquals(25, archives.page(newsletter.id(), 4).orElseThrow().entries().size());
        assertTrue(archives.page(newsletter.id(), 5).isEmpty());
        assertTrue(archives.page(newsletter.id(), 0).isEmpty());
        assertEquals(2 + 1, archives.page(other.id(), 1).orElseThrow().entries().size());
    }

    @Test
    void anEmptyArchiveHasOneEmptyPage() {
        rows.issue(newsletter, "Not out yet");
        assertEquals(List.of(), archives.page(newsletter.id(), null).orElseThrow().entries());
        assertEquals(List.of(), archives.newest(newsletter.id(), 10));
        assertEquals(0, archives.count(List.of(newsletter.id())));
        assertEquals(0, archives.count(List.of()));
    }

    @Test
    void eachKnowsWhatStandsBesideIt() {
        var one = rows.issue(newsletter, "One");
        published(one);
        published(rows.issue(rows.newsletter("other"), "Elsewhere"));
        rows.issue(newsletter, "Not out yet");
        var two = rows.issue(newsletter, "Two");
        published(two);
        var beside = archives.neighbours(archives.find(one).orElseThrow());
        assertNull(beside.previous());
        assertEquals("Two", Objects.requireNonNull(beside.next()).subject());
        beside = archives.neighbours(archives.find(two).orElseThrow());
        assertEquals("One", Objects.requireNonNull(beside.previous()).subject());
        assertNull(beside.next());
    }

    @Test
    void findsWordsInSubjectAndTextInWhateverCase() {
        about(rows.issue(newsletter, "How Nerves Heal"), "Nerves", "Über den Schmerz, 100% sicher");
        about(rows.issue(newsletter, "On Sleep"), "Sleep", "The under_score and the nerve");
        published(rows.issue(newsletter, "50 Percent"));
        rows.issue(newsletter, "Nerves that are not out yet");
        published(rows.issue(rows.newsletter("other"), "Nerves elsewhere"));
        assertEquals(List.of("On Sleep", "How Nerves Heal"), found("NERVE"));
        assertEquals(List.of("How Nerves Heal"), found("heal nerves"));
        assertEquals(List.of("How Nerves Heal"), found("schmerz nerves"));
        assertEquals(List.of(), found("schmerz sleep"));
        assertEquals(List.of("50 Percent"), found("50"));
    }

    @Test
    void whatSqlTakesForAPatternIsOnlyText() {
        about(rows.issue(newsletter, "How Nerves Heal"), "Nerves", "100% sure");
        about(rows.issue(newsletter, "On Sleep"), "Sleep", "an under_score, and a \\ and a ! and a 'quote");
        assertEquals(List.of("How Nerves Heal"), found("%"));
        assertEquals(List.of("On Sleep"), found("_"));
        assertEquals(List.of("On Sleep"), found("r_s"));
        assertEquals(List.of(), found("n_rves"));
        assertEquals(List.of(), found("S%p"));
        assertEquals(List.of("On Sleep"), found("\\"));
        assertEquals(List.of("On Sleep"), found("!"));
        assertEquals(List.of("On Sleep"), found("'quote"));
        assertEquals(List.of(), found("'; drop table issues; --"));
        assertEquals(List.of(), found("   "));
        assertEquals(List.of(), found("nerves " + "x".repeat(100_000)));
    }

    @Test
    void anEditedArticleIsCalledWhatItIsCalledNow() {
        var id = rows.issue(newsletter, "How Nerves Heal");
        var article = about(id, "Nerves", "First words");
        assertFalse(archives.find(id).orElseThrow().revised());
        var edited = NOW.plusSeconds(3600);
        database.run(tx -> tx.sql().update(ARTICLES)
                .set(ARTICLES.TITLE, "How Nerves Heal, Slowly")
                .set(ARTICLES.REVISED_AT, edited)
                .where(ARTICLES.ID.eq(article))
                .execute());
        var entry = archives.find(id).orElseThrow();
        assertEquals("How Nerves Heal, Slowly", entry.title());
        assertEquals(edited, entry.updatedAt());
        assertEquals(NOW, entry.publishedAt());
        assertEquals(List.of("How Nerves Heal"), found("slowly"));
        var correction = rows.issue(newsletter, "Correction: How Nerves Heal, Slowly");
        published(correction);
        database.run(tx -> tx.sql().update(ISSUES)
                .set(ISSUES.CORRECTS, id).set(ISSUES.CORRECTIONS_BEFORE, 0)
                .where(ISSUES.ID.eq(correction))
                .execute());
        var its = archives.find(correction).orElseThrow();
        assertEquals("Correction: How Nerves Heal, Slowly", its.title());
        assertEquals(entry.articles(), its.articles());
    }

    private List<String> found(String query) {
        return archives.search(newsletter.id(), query).stream().map(Archives.Entry::subject).toList();
    }

    private long about(long issue, String title, String lead) {
        published(issue);
        var article = rows.article(newsletter, title, NOW);
        database.run(tx -> {
            tx.sql().update(ARTICLES)
                    .set(ARTICLES.LEAD, lead)
                    .set(ARTICLES.STATE, "issued")
                    .where(ARTICLES.ID.eq(article))
                    .execute();
            tx.sql().insertInto(ISSUE_ARTICLES)
                    .set(ISSUE_ARTICLES.ISSUE_ID, issue)
                    .set(ISSUE_ARTICLES.ARTICLE_ID, article)
                    .execute();
        });
        return article;
    }

    private void published(long issue) {
        database.run(tx -> tx.sql().update(ISSUES)
                .set(ISSUES.PUBLISHED_AT, NOW)
                .set(ISSUES.STATE, "sent")
                .where(ISSUES.ID.eq(issue))
                .execute());
    }
}
