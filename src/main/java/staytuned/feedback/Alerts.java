package staytuned.feedback;

import static staytuned.db.schema.Tables.ALERTS;

import java.time.Duration;
import java.time.Instant;
import staytuned.db.Database;

/** The table of alerts: what an admin was told of last, so that no two nodes tell it, and none tells it all day. */
final class Alerts {
    private static final Duration DAY = Duration.ofDays(1);

    private final Database database;

    Alerts(Database database) {
        this.database = database;
    }

    /** Whether it is to be told at {@code now}; who is told yes has to tell it. */
    boolean claim(long newsletterId, String subject, Instant now) {
        return database.inTransaction(tx -> {
            var again = tx.sql().update(ALERTS)
                    .set(ALERTS.TOLD_AT, now)
                    .where(ALERTS.NEWSLETTER_ID.eq(newsletterId), ALERTS.SUBJECT.eq(subject))
                    .and(ALERTS.TOLD_AT.le(now.minus(DAY)))
                    .execute();
            return again == 1 || tx.insertNew(tx.sql().insertInto(ALERTS)
                    .set(ALERTS.NEWSLETTER_ID, newsletterId)
                    .set(ALERTS.SUBJECT, subject)
                    .set(ALERTS.TOLD_AT, now));
        });
    }

    /** It could not be told, and is to be told again after {@code pause}. */
    void putOff(long newsletterId, String subject, Instant now, Duration pause) {
        database.run(tx -> tx.sql().update(ALERTS)
                .set(ALERTS.TOLD_AT, now.minus(DAY).plus(pause))
                .where(ALERTS.NEWSLETTER_ID.eq(newsletterId), ALERTS.SUBJECT.eq(subject))
                .execute());
    }
}
