package staytuned.outlook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.ARTICLES;
import static staytuned.db.schema.Tables.SUBSCRIBERS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.article.ArticleState;
import staytuned.article.Articles;
import staytuned.article.Inquiries;
import staytuned.article.Sources;
import staytuned.db.Database;
import staytuned.delivery.Deliveries;
import staytuned.delivery.Headcounts;
import staytuned.delivery.Headcounts.Headcount;
import staytuned.delivery.Instances;
import staytuned.delivery.Outbox;
import staytuned.delivery.Tallies;
import staytuned.issue.Issues;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.outlook.Explanation.Verdict;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** On real rows, on each database: who would get a letter, what an article is called, what became of it. */
@OnEachDatabase
class ForecasterTest {
    private final SettableClock clock = new SettableClock("2026-03-02T10:00:00Z");

    @TempDir
    private Path data;

    private Database database;
    private Rows rows;
    private Newsletter newsletter;
    private Issues issues;
    private Forecaster forecaster;
    private Explainer explainer;

    @BeforeEach
    void open(Database database) {
        this.database = database;
        rows = new Rows(database, clock);
        newsletter = rows.newsletter("notes",
                new Newsletter.Feed(URI.create("https://example.org/feed"), Duration.ofMinutes(10), true, 0));
        issues = new Issues(database);
        var articles = new Inquiries(database);
        var sources = new Sources(database);
        forecaster = new Forecaster(
                new Forecaster.Desk(
                        new Newsletters(database), articles, sources, issues, new Headcounts(database),
                        new Instances(database, issues, data), _ -> List.of(ZoneId.of("Asia/Tokyo"))),
                clock);
        explainer = new Explainer(
                new Explainer.Desk(articles, sources, issues, new Tallies(database), forecaster), List.of(newsletter));
    }

    @Test
    void countsEachReaderOnce() {
        rows.readers(newsletter, 9);
        choose(1, Map.of("cadence", "daily"));
        choose(2, Map.of("cadence", "each", "topics", "walls,lime kilns"));
        choose(3, Map.of("topics", "stars"));
        choose(4, Map.of("topics", "stars", "cadence", "weekly"));
        choose(5, Map.of("paused_until", Instant.parse("2026-03-03T00:00:00Z"), "topics", "stars"));
        choose(6, Map.of("paused_until", Instant.parse("2026-03-02T00:00:00Z")));
        choose(7, Map.of("status", "unconfirmed"));
        choose(8, Map.of("status", "suppressed"));
        choose(9, Map.of("status", "unsubscribed"));
        var headcounts = new Headcounts(database);
        var now = clock.instant();
        assertEquals(new Headcount(3, 2, 1, 0, 1, 1, 1), headcounts.of(newsletter.id(), null, now));
        assertEquals(new Headcount(2, 1, 1, 2, 1, 1, 1), headcounts.of(newsletter.id(), Set.of("Walls"), now));
        assertEquals(new Headcount(1, 1, 1, 3, 1, 1, 1), headcounts.of(newsletter.id(), Set.of(), now));
        assertEquals(new Headcount(0, 0, 0, 0, 0, 0, 0), headcounts.of(newsletter.id() + 1, Set.of("%'"), now));
    }

    private void choose(int reader, Map<String, Object> values) {
        var email = "reader" + (reader - 1) + "@example.net";
        database.run(tx -> {
            var update = tx.sql().update(SUBSCRIPTIONS).set(SUBSCRIPTIONS.SOURCE, "test");
            values.forEach((column, value) -> update.set(DSL.field(DSL.name(column), Object.class), value));
            update.where(SUBSCRIPTIONS.SUBSCRIBER_ID.in(tx.sql().select(SUBSCRIBERS.ID)
                            .from(SUBSCRIBERS).where(SUBSCRIBERS.EMAIL.eq(email))))
                    .execute();
        });
    }

    @Test
    void tellsOfArticlesInEachState() {
        rows.readers(newsletter, 2);
        var waits = rows.article(newsletter, "Waits", clock.instant());
        for (var state : ArticleState.values()) {
            var id = rows.article(newsletter, "Is " + state, clock.instant().minusSeconds(60));
            database.run(tx -> tx.sql().update(ARTICLES)
                    .set(ARTICLES.STATE, state.name().toLowerCase(Locale.ROOT))
                    .set(ARTICLES.REASON, "because")
                    .set(ARTICLES.LINK, "https://example.org/" + state + "/")
                    .set(ARTICLES.PUBLISHED_AT, Instant.parse("2026-03-05T00:00:00Z"))
                    .where(ARTICLES.ID.eq(id))
                    .execute());
            var told = explainer.explain(state + "/").getFirst();
            assertEquals(id, told.found().article().id());
            assertEquals(
                    switch (state) {
                        case WAITING, SCHEDULED -> Verdict.WAITS;
                        case HELD -> Verdict.HELD;
                        case BASELINE, ISSUED, SKIPPED, UNREADABLE, WITHDRAWN -> Verdict.NOT_SENT;
                    },
                    told.verdict(), state.name());
        }
        assertEquals(List.of(waits), explainer.explain(" waits ").stream()
                .map(each -> each.found().article().id()).toList());
        assertEquals(2, explainer.explain("" + waits).getFirst().readers());
        var forecast = forecaster.of(newsletter, Duration.ofDays(7));
        assertEquals(List.of("DUE", "DUE", "HELD", "SCHEDULED"),
                forecast.waiting().stream().map(each -> each.why().name()).sorted().toList());
        assertEquals(3, forecast.sends().stream().mapToInt(Forecast.Send::articles).sum());
        database.run(tx -> tx.sql().execute(
                "insert into instances (id, epoch, seen_at, ended, held) values ('x', 1, now(), false, 'it is old')"));
        assertTrue(explainer.explain("waits").getFirst().cure().contains("resume --after-restore"));
    }

    @Test
    void tellsOfAnIssueAtEachStep() {
        rows.readers(newsletter, 3);
        var article = rows.article(newsletter, "Walls", clock.instant());
        var issue = rows.issue(newsletter, "Walls");
        database.run(tx -> {
            new Articles(database).issue(tx, article);
            tx.sql().execute(
                    "insert into issue_articles (issue_id, article_id) values (" + issue + ", " + article + ")");
        });
        var outbox = new Outbox(database, issues, new Deliveries(database), clock);
        says(Verdict.WAITS, "is in issue " + issue + ", which is ready and goes out at once");
        outbox.hold(issue, "an admin");
        says(Verdict.HELD, "which is held by an admin");
        outbox.approve(issue, "an admin");
        outbox.publishDue();
        says(Verdict.SENDING, "which is going out: 0 of 3 readers have got it, 3 queued");
        outbox.pause(issue);
        says(Verdict.HELD, "which is paused: an admin said so; 0 of 3 readers have got it");
        outbox.cancel(issue);
        says(Verdict.NOT_SENT, "which an admin has ended: 0 of 3");
    }

    private void says(Verdict verdict, String why) {
        var told = explainer.explain("walls").getFirst();
        assertEquals(verdict, told.verdict());
        assertTrue(told.why().contains(why), told.why());
    }

    @Test
    void whatIsUnknownIsExplainedByTheSources() {
        assertTrue(why("https://other.example/a").contains("which no source covers: they are on example.org"));
        assertTrue(why("https://www.example.org/a").contains("was not shown by https://example.org/feed: "));
        for (var hostile : List.of("", "'; drop table articles; --", "%", "_", "\u0000", "http://[", "9".repeat(30),
                "x".repeat(5000), "../../etc/passwd", "\uD800")) {
            assertEquals(Verdict.UNKNOWN, explainer.explain(hostile).getFirst().verdict(), hostile);
        }
    }

    private String why(String wanted) {
        return explainer.explain(wanted).getFirst().why();
    }

    @Test
    void whatAServiceTookUpIsKept() {
        var settings = new RunningSettings(database);
        assertTrue(settings.latest().isEmpty());
        settings.takeUp(Map.of("a", "1", "b[x].c", "2"), clock.instant());
        clock.pass(Duration.ofHours(1));
        settings.takeUp(Map.of("b[x].c", "2", "a", "1"), clock.instant());
        assertEquals(Instant.parse("2026-03-02T10:00:00Z"), settings.latest().orElseThrow().at());
        settings.takeUp(Map.of("a", "3"), clock.instant());
        assertEquals(
                new RunningSettings.Taken(Instant.parse("2026-03-02T11:00:00Z"), Map.of("a", "3")),
                settings.latest().orElseThrow());
    }
}
