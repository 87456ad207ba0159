package staytuned.delivery;

import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.time.Instant;
import java.util.Collection;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.subscriber.Choices;
import staytuned.subscriber.Status;

/** The readers of a newsletter, counted by whether they would get a letter now; one statement, however many. */
public final class Headcounts {
    private final Database database;

    /**
     * Readers by what a letter that goes out now would mean to them. Each is counted once.
     *
     * @param now get it as it is
     * @param later get its articles with others, in the letter of a day or a week that they chose
     * @param paused get nothing for a while
     * @param unmatched want other topics
     * @param unconfirmed have not confirmed yet
     * @param suppressed are never mailed again
     * @param unsubscribed have left
     */
    public record Headcount(
            int now, int later, int paused, int unmatched, int unconfirmed, int suppressed, int unsubscribed) {}

    public Headcounts(Database database) {
        this.database = database;
    }

    /**
     * The readers of a newsletter.
     *
     * @param tags of an article, as its source writes them; null for a letter that all topics are right for
     */
    public Headcount of(long newsletterId, @Nullable Collection<String> tags, Instant at) {
        var confirmed = SUBSCRIPTIONS.STATUS.eq(Status.CONFIRMED.column());
        var paused = SUBSCRIPTIONS.PAUSED_UNTIL.isNotNull().and(SUBSCRIPTIONS.PAUSED_UNTIL.gt(at));
        var wants = tags == null
                ? DSL.trueCondition()
                : Arrears.wants(tags.stream().map(Choices::topic).toList());
        // Topics may be null, and then so is what is compared with them.
        var wanted = SUBSCRIPTIONS.TOPICS.isNull().or(wants);
        var awake = confirmed.and(SUBSCRIPTIONS.PAUSED_UNTIL.isNull().or(SUBSCRIPTIONS.PAUSED_UNTIL.le(at)));
        var each = SUBSCRIPTIONS.CADENCE.isNull().or(SUBSCRIPTIONS.CADENCE.eq("each"));
        var together = SUBSCRIPTIONS.CADENCE.isNotNull().and(SUBSCRIPTIONS.CADENCE.ne("each"));
        return database.inTransaction(tx -> {
            var row = tx.sql().select(
                            count(awake.and(wanted).and(each)),
                            count(awake.and(wanted).and(together)),
                            count(confirmed.and(paused)),
                            count(awake.andNot(wanted)),
                            count(SUBSCRIPTIONS.STATUS.eq(Status.UNCONFIRMED.column())),
                            count(SUBSCRIPTIONS.STATUS.eq(Status.SUPPRESSED.column())),
                            count(SUBSCRIPTIONS.STATUS.eq(Status.UNSUBSCRIBED.column())))
                    .from(SUBSCRIPTIONS)
                    .where(SUBSCRIPTIONS.NEWSLETTER_ID.eq(newsletterId))
                    .fetchSingle();
            return new Headcount(
                    at(row, 0), at(row, 1), at(row, 2), at(row, 3), at(row, 4), at(row, 5), at(row, 6));
        });
    }

    private static Field<Integer> count(Condition which) {
        return DSL.count().filterWhere(which);
    }

    private static int at(Record row, int index) {
        return row.get(index, int.class);
    }
}
