package staytuned.holiday;

import static staytuned.db.schema.Tables.CALENDARS;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;

/** The table of calendars: the last good copy of each. */
final class Calendars {
    private final Database database;

    Calendars(Database database) {
        this.database = database;
    }

    /**
     * A calendar as it is kept.
     *
     * @param content null where there was no good one yet
     * @param readAt when that was found; null where there was none
     */
    record Kept(@Nullable String content, @Nullable Instant readAt, Instant triedAt) {
        boolean failed() {
            return readAt == null || readAt.isBefore(triedAt);
        }
    }

    Optional<Kept> find(String source) {
        return database.inTransaction(tx -> tx.sql().selectFrom(CALENDARS)
                .where(CALENDARS.SOURCE.eq(source))
                .fetchOptional(row -> new Kept(row.getContent(), row.getReadAt(), row.getTriedAt())));
    }

    /** Whether this node is to look at it now; false where another is faster. */
    boolean claim(String source, @Nullable Kept before, Instant now) {
        return database.inTransaction(tx -> before == null
                ? tx.insertNew(tx.sql().insertInto(CALENDARS)
                        .set(CALENDARS.SOURCE, source)
                        .set(CALENDARS.TRIED_AT, now))
                : tx.sql().update(CALENDARS)
                                .set(CALENDARS.TRIED_AT, now)
                                .where(CALENDARS.SOURCE.eq(source), CALENDARS.TRIED_AT.eq(before.triedAt))
                                .execute()
                        == 1);
    }

    void keep(String source, String content, Instant now) {
        database.run(tx -> tx.sql().update(CALENDARS)
                .set(CALENDARS.CONTENT, content)
                .set(CALENDARS.READ_AT, now)
                .where(CALENDARS.SOURCE.eq(source))
                .execute());
    }
}
