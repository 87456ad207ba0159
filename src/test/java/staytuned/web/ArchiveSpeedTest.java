package staytuned.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.ARTICLES;
import static staytuned.db.schema.Tables.ISSUES;
import static staytuned.db.schema.Tables.ISSUE_ARTICLES;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.newsletter.Newsletter;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** How long a page takes of an archive of a thousand letters; readers are not asked for, however many there are. */
@OnEachDatabase
class ArchiveSpeedTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final int LETTERS = 1_000;
    private static final int TIMES = 9;

    private final Database database;
    private final Rows rows;
    private final Newsletter notes;

    ArchiveSpeedTest(Database database) {
        this.database = database;
        rows = new Rows(database, new SettableClock(NOW.toString()));
        notes = rows.newsletter("notes");
    }

    @Test
    void eachPageTakesLessThan50Milliseconds() throws Exception {
        fill();
        var all = "";
        try (var stand = new Newsstand(database, List.of(notes))) {
            for (var path : List.of("/archive/notes", "/archive/notes?page=1", "/archive/notes?page=20", "/issues/500",
                    "/archive/notes?q=letter+words", "/archive/notes?q=nowhere", "/archive/notes/feed.atom",
                    "/archive/notes/feed.json", "/sitemap.xml")) {
                var fastest = fastest(stand, path);
                all += path + " " + fastest.toMillis() + " ms\n";
                assertTrue(fastest.toMillis() < 50, all);
            }
        }
    }

    /** The fastest of some: the slower ones say what else the machine does. */
    private static Duration fastest(Newsstand stand, String path) throws Exception {
        for (var i = 0; i < TIMES; i++) assertEquals(200, stand.get(path).statusCode(), path);
        var times = new long[TIMES];
        for (var i = 0; i < TIMES; i++) {
            var start = System.nanoTime();
            stand.get(path);
            times[i] = System.nanoTime() - start;
        }
        return Duration.ofNanos(Arrays.stream(times).min().orElseThrow());
    }

    /** Letters of 10 KB, each about an article of its own. */
    private void fill() {
        var first = rows.article(notes, "Article 0", NOW);
        database.run(tx -> {
            var source = tx.sql().select(ARTICLES.SOURCE_ID).from(ARTICLES).fetchSingle(ARTICLES.SOURCE_ID);
            var body = "<p>" + "Words of a letter. ".repeat(500) + "</p>";
            tx.sql().deleteFrom(ARTICLES).where(ARTICLES.ID.eq(first)).execute();
            tx.sql().batch(IntStream.rangeClosed(1, LETTERS).mapToObj(i -> tx.sql().insertInto(ISSUES)
                            .set(ISSUES.ID, (long) i)
                            .set(ISSUES.NEWSLETTER_ID, notes.id())
                            .set(ISSUES.STATE, "sent")
                            .set(ISSUES.SENDER, notes.from().toString())
                            .set(ISSUES.SUBJECT, "Letter " + i)
                            .set(ISSUES.PREHEADER, "What it is about")
                            .set(ISSUES.LANGUAGE, "en")
                            .set(ISSUES.HTML, body)
                            .set(ISSUES.PLAIN, body)
                            .set(ISSUES.MARKER, Rows.MARKER)
                            .set(ISSUES.FROZEN_AT, NOW)
                            .set(ISSUES.PUBLISHED_AT, NOW))
                    .toList()).execute();
            tx.sql().batch(IntStream.rangeClosed(1, LETTERS).mapToObj(i -> tx.sql().insertInto(ARTICLES)
                            .set(ARTICLES.ID, (long) LETTERS + i)
                            .set(ARTICLES.NEWSLETTER_ID, notes.id())
                            .set(ARTICLES.SOURCE_ID, source)
                            .set(ARTICLES.IDENTITY, "a" + i)
                            .set(ARTICLES.STATE, "issued")
                            .set(ARTICLES.FOUND_AT, NOW)
                            .set(ARTICLES.VERSION, "1")
                            .set(ARTICLES.MEDIA_TYPE, "text/html")
                            .set(ARTICLES.CONTENT, body)
                            .set(ARTICLES.TITLE, "Letter " + i)
                            .set(ARTICLES.LANGUAGE, "en")
                            .set(ARTICLES.LEAD, "The first words of article " + i + ", and no more than these.")
                            .set(ARTICLES.MINUTES, 1))
                    .toList()).execute();
            tx.sql().batch(IntStream.rangeClosed(1, LETTERS).mapToObj(i -> tx.sql().insertInto(ISSUE_ARTICLES)
                            .set(ISSUE_ARTICLES.ISSUE_ID, (long) i)
                            .set(ISSUE_ARTICLES.ARTICLE_ID, (long) LETTERS + i))
                    .toList()).execute();
        });
    }
}
