package staytuned.health;

import static staytuned.db.schema.Tables.ARTICLES;
import static staytuned.db.schema.Tables.BATCHES;
import static staytuned.db.schema.Tables.ISSUES;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;
import static staytuned.db.schema.Tables.SUPPRESSIONS;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.issue.IssueState;

/** How many rows the tables of the stages hold, by newsletter and state. */
final class Counts {
    private final Database database;

    /** A newsletter's row in the database, and a state as it is stored. */
    record Group(long newsletterId, String state) {}

    /**
     * What of a newsletter is not settled yet. It is read off the batches, of which there are few.
     *
     * @param letters how many, give or take those of a batch that is half sent
     * @param undecided those in doubt about which an admin must decide
     * @param since when the first of their issues was published; null where there is none
     * @param due since when the first of them is due, of issues that go out; null where none is
     */
    record Backlog(long letters, long undecided, @Nullable Instant since, @Nullable Instant due) {
        static final Backlog NONE = new Backlog(0, 0, null, null);
    }

    Counts(Database database) {
        this.database = database;
    }

    /** By the newsletter's id; none where nothing waits. */
    Map<Long, Backlog> backlogs() {
        var size = BATCHES.LAST_ID.minus(BATCHES.FIRST_ID).plus(1L);
        var goesOut = ISSUES.STATE.eq(IssueState.SENDING.column());
        return database.inTransaction(tx -> {
            var found = new HashMap<Long, Backlog>();
            tx.sql().select(
                            ISSUES.NEWSLETTER_ID,
                            DSL.sum(size),
                            DSL.sum(size).filterWhere(BATCHES.DUE_AT.isNull()),
                            DSL.min(ISSUES.PUBLISHED_AT),
                            DSL.min(BATCHES.DUE_AT).filterWhere(goesOut))
                    .from(BATCHES)
                    .join(ISSUES).on(ISSUES.ID.eq(BATCHES.ISSUE_ID))
                    .groupBy(ISSUES.NEWSLETTER_ID)
                    .forEach(row -> found.put(row.value1(), new Backlog(
                            whole(row.value2()), whole(row.value3()), row.value4(), row.value5())));
            return found;
        });
    }

    private static long whole(@Nullable BigDecimal sum) {
        return sum == null ? 0 : sum.longValue();
    }

    Map<Group, Integer> issues() {
        return groups(ISSUES, ISSUES.NEWSLETTER_ID, ISSUES.STATE);
    }

    Map<Group, Integer> articles() {
        return groups(ARTICLES, ARTICLES.NEWSLETTER_ID, ARTICLES.STATE);
    }

    Map<Group, Integer> subscriptions() {
        return groups(SUBSCRIPTIONS, SUBSCRIPTIONS.NEWSLETTER_ID, SUBSCRIPTIONS.STATUS);
    }

    private Map<Group, Integer> groups(Table<?> table, Field<Long> newsletter, Field<String> state) {
        return database.inTransaction(tx -> tx.sql().select(newsletter, state, DSL.count())
                .from(table)
                .groupBy(newsletter, state)
                .fetchMap(row -> new Group(row.value1(), row.value2()), row -> row.value3()));
    }

    /** By their reason. */
    Map<String, Integer> suppressions() {
        return database.inTransaction(tx -> tx.sql().select(SUPPRESSIONS.REASON, DSL.count())
                .from(SUPPRESSIONS)
                .groupBy(SUPPRESSIONS.REASON)
                .fetchMap(row -> row.value1(), row -> row.value2()));
    }
}
