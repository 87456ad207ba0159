package staytuned.testing;

import static staytuned.db.schema.Tables.ARTICLES;
import static staytuned.db.schema.Tables.DELIVERIES;
import static staytuned.db.schema.Tables.ISSUES;
import static staytuned.db.schema.Tables.LIMITS;
import static staytuned.db.schema.Tables.LIMIT_COUNTS;
import static staytuned.db.schema.Tables.NODES;
import static staytuned.db.schema.Tables.SILENCES;
import static staytuned.db.schema.Tables.SOURCES;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import staytuned.db.Database;
import staytuned.mail.Address;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.subscriber.Subscribers;

/** Rows that stand in front of the stage under test. */
public final class Rows {
    public static final String MARKER = "https://unsubscribe.invalid/0123456789abcdef0123456789abcdef";

    private static final Cadence AT_ONCE =
            new Cadence(null, ZoneOffset.UTC, Duration.ZERO, Cadence.Missed.SEND_NOW);

    private final Database database;
    private final InstantSource clock;

    public Rows(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    public Newsletter newsletter(String key, Cadence cadence) {
        return newsletter(key, cadence, List.of());
    }

    /** One that has these sources. */
    public Newsletter newsletter(String key, Newsletter.Source... sources) {
        return newsletter(key, AT_ONCE, List.of(sources));
    }

    private Newsletter newsletter(String key, Cadence cadence, List<Newsletter.Source> sources) {
        var id = new Newsletters(database).register(key, clock.instant());
        return new Newsletter(
                id, key, "Nerve Notes", new Address("notes@example.org", "Nerve Notes"), "1 Example Street", "en",
                sources, cadence);
    }

    /** Confirmed readers: reader0@example.net and so on. */
    public void readers(Newsletter newsletter, int count) {
        var people = IntStream.range(0, count)
                .mapToObj(i -> new Address("reader" + i + "@example.net", "Reader " + i))
                .toList();
        new Subscribers(database, clock).add(newsletter.id(), people, true, "test");
    }

    /** An issue that is ready to be published. */
    public long issue(Newsletter newsletter, String subject) {
        return database.inTransaction(tx -> tx.sql().insertInto(ISSUES)
                .set(ISSUES.NEWSLETTER_ID, newsletter.id())
                .set(ISSUES.STATE, "ready")
                .set(ISSUES.SENDER, newsletter.from().toString())
                .set(ISSUES.SUBJECT, subject)
                .set(ISSUES.PREHEADER, "What it is about")
                .set(ISSUES.LANGUAGE, "en")
                .set(ISSUES.HTML, "<p>" + subject + " <a href=\"" + MARKER + "\">Unsubscribe</a></p>")
                .set(ISSUES.PLAIN, subject + "\n\nUnsubscribe:\n" + MARKER + "\n")
                .set(ISSUES.MARKER, MARKER)
                .set(ISSUES.FROZEN_AT, clock.instant())
                .returningResult(ISSUES.ID)
                .fetchSingle(ISSUES.ID));
    }

    /** An article that waits to be mailed, found at {@code found}. */
    public long article(Newsletter newsletter, String title, Instant found) {
        return database.inTransaction(tx -> {
            var source = tx.sql().select(SOURCES.ID).from(SOURCES)
                    .where(SOURCES.NEWSLETTER_ID.eq(newsletter.id()))
                    .fetchOptional(SOURCES.ID)
                    .orElseGet(() -> tx.sql().insertInto(SOURCES)
                            .set(SOURCES.NEWSLETTER_ID, newsletter.id())
                            .set(SOURCES.LOCATION, "articles")
                            .set(SOURCES.NEXT_POLL_AT, found)
                            .returningResult(SOURCES.ID)
                            .fetchSingle(SOURCES.ID));
            return tx.sql().insertInto(ARTICLES)
                    .set(ARTICLES.NEWSLETTER_ID, newsletter.id())
                    .set(ARTICLES.SOURCE_ID, source)
                    .set(ARTICLES.IDENTITY, title)
                    .set(ARTICLES.STATE, "waiting")
                    .set(ARTICLES.FOUND_AT, found)
                    .set(ARTICLES.VERSION, "1")
                    .set(ARTICLES.MEDIA_TYPE, "text/plain")
                    .set(ARTICLES.CONTENT, title + "\nThe first words of this article, and no more than these.")
                    .set(ARTICLES.TITLE, title)
                    .set(ARTICLES.LANGUAGE, "en")
                    .set(ARTICLES.LEAD, "The first words of this article, and no more than these.")
                    .set(ARTICLES.MINUTES, 1)
                    .returningResult(ARTICLES.ID)
                    .fetchSingle(ARTICLES.ID);
        });
    }

    /** A mailed article has another title now, and its letter would show it. */
    public void edit(long article, String title, Instant now) {
        database.run(tx -> tx.sql().update(ARTICLES)
                .set(ARTICLES.TITLE, title)
                .set(ARTICLES.EDITED_AT, now)
                .where(ARTICLES.ID.eq(article))
                .execute());
    }

    /** The database's clock runs on by {@code time}, as far as the nodes' leases go. */
    public void leasesAge(Duration time) {
        database.run(tx -> tx.sql().selectFrom(NODES).fetch().forEach(node -> tx.sql().update(NODES)
                .set(NODES.ALIVE_UNTIL, node.getAliveUntil().minus(time))
                .where(NODES.ID.eq(node.getId()))
                .execute()));
    }

    /** The database's clock runs on by {@code time}, as far as limits and silences go. */
    public void limitsAge(Duration time) {
        database.run(tx -> {
            var limits = tx.sql().selectFrom(LIMITS).fetch();
            limits.forEach(each -> each.setFreeAt(each.getFreeAt().minus(time)));
            tx.sql().batchUpdate(limits).execute();
            // Oldest first, so that none takes the place of another.
            for (var each : tx.sql().selectFrom(LIMIT_COUNTS).orderBy(LIMIT_COUNTS.SINCE).fetch()) {
                tx.sql().update(LIMIT_COUNTS)
                        .set(LIMIT_COUNTS.SINCE, each.getSince().minus(time))
                        .where(LIMIT_COUNTS.NAME.eq(each.getName()), LIMIT_COUNTS.SPAN.eq(each.getSpan()))
                        .and(LIMIT_COUNTS.SINCE.eq(each.getSince()))
                        .execute();
            }
            var silences = tx.sql().selectFrom(SILENCES).fetch();
            silences.forEach(each -> each.setUntilAt(each.getUntilAt().minus(time)));
            tx.sql().batchUpdate(silences).execute();
        });
    }

    /** What stands in the table: each reader's address with the status of an issue's delivery. */
    public Map<String, String> statuses(long issueId) {
        return database.inTransaction(tx -> tx.sql().select(DELIVERIES.EMAIL, DELIVERIES.STATUS)
                .from(DELIVERIES)
                .where(DELIVERIES.ISSUE_ID.eq(issueId))
                .fetchMap(DELIVERIES.EMAIL, DELIVERIES.STATUS));
    }
}
