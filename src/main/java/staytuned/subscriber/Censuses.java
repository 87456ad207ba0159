package staytuned.subscriber;

import static staytuned.db.schema.Tables.SUBSCRIBERS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import staytuned.db.Database;

/** Counts readers, and finds one by how their address begins. */
public final class Censuses {
    private final Database database;

    public Censuses(Database database) {
        this.database = database;
    }

    /** How many subscriptions to a newsletter there are in each status. */
    public Map<Status, Integer> of(long newsletterId) {
        var counts = new EnumMap<Status, Integer>(Status.class);
        database.run(tx -> tx.sql().select(SUBSCRIPTIONS.STATUS, DSL.count())
                .from(SUBSCRIPTIONS)
                .where(SUBSCRIPTIONS.NEWSLETTER_ID.eq(newsletterId))
                .groupBy(SUBSCRIPTIONS.STATUS)
                .forEach(row -> counts.put(Status.of(row.value1()), row.value2())));
        return counts;
    }

    /** How many subscriptions were made on each day since then, of days on which there were any. */
    public Map<LocalDate, Integer> joined(Instant since) {
        var day = DSL.cast(SUBSCRIPTIONS.CREATED_AT, SQLDataType.LOCALDATE);
        var counts = new TreeMap<LocalDate, Integer>();
        database.run(tx -> tx.sql().select(day, DSL.count())
                .from(SUBSCRIPTIONS)
                .where(SUBSCRIPTIONS.CREATED_AT.ge(since))
                .groupBy(day)
                .forEach(row -> counts.put(row.value1(), row.value2())));
        return counts;
    }

    /** The addresses that begin so, in any case of letters, in their order, and no more than {@code limit}. */
    public List<String> beginning(String beginning, int limit) {
        return database.inTransaction(tx -> tx.sql().select(SUBSCRIBERS.EMAIL)
                .from(SUBSCRIBERS)
                .where(SUBSCRIBERS.EMAIL_KEY.startsWith(beginning.toLowerCase(Locale.ROOT)))
                .orderBy(SUBSCRIBERS.EMAIL_KEY)
                .limit(limit)
                .fetch(SUBSCRIBERS.EMAIL));
    }
}
