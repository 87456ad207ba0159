package staytuned.newsletter;

import static staytuned.db.schema.Tables.NEWSLETTERS;

import java.time.Instant;
import staytuned.db.Database;
import staytuned.db.Tx;

/** The table of newsletters: what each has already done. */
public final class Newsletters {
    private final Database database;

    public Newsletters(Database database) {
        this.database = database;
    }

    /** The row of the newsletter {@code key}, made at {@code now} where there is none yet. */
    public long register(String key, Instant now) {
        return database.inTransaction(tx -> {
            tx.sql().insertInto(NEWSLETTERS)
                    .set(NEWSLETTERS.NEWSLETTER_KEY, key)
                    .set(NEWSLETTERS.CREATED_AT, now)
                    .set(NEWSLETTERS.SLOT_AT, now)
                    .onConflictDoNothing()
                    .execute();
            return tx.sql().select(NEWSLETTERS.ID)
                    .from(NEWSLETTERS)
                    .where(NEWSLETTERS.NEWSLETTER_KEY.eq(key))
                    .fetchSingle(NEWSLETTERS.ID);
        });
    }

    /** The key of a newsletter, whether it still stands in the config or not. */
    public static String key(Tx tx, long id) {
        return tx.sql().select(NEWSLETTERS.NEWSLETTER_KEY)
                .from(NEWSLETTERS)
                .where(NEWSLETTERS.ID.eq(id))
                .fetchSingle(NEWSLETTERS.NEWSLETTER_KEY);
    }

    /** The last time of its cron that {@code newsletter} has handled. */
    public Instant slot(Newsletter newsletter) {
        return database.inTransaction(tx -> tx.sql().select(NEWSLETTERS.SLOT_AT)
                .from(NEWSLETTERS)
                .where(NEWSLETTERS.ID.eq(newsletter.id()))
                .fetchSingle(NEWSLETTERS.SLOT_AT));
    }

    /** Keeps other nodes that ask for the same from going on, until this transaction ends. */
    public void hold(Tx tx, Newsletter newsletter) {
        tx.sql().update(NEWSLETTERS)
                .set(NEWSLETTERS.SLOT_AT, NEWSLETTERS.SLOT_AT)
                .where(NEWSLETTERS.ID.eq(newsletter.id()))
                .execute();
    }

    /** Takes the time {@code slot} for this transaction; false when some node has taken it before. */
    public boolean take(Tx tx, Newsletter newsletter, Instant slot) {
        return tx.sql().update(NEWSLETTERS)
                        .set(NEWSLETTERS.SLOT_AT, slot)
                        .where(NEWSLETTERS.ID.eq(newsletter.id()), NEWSLETTERS.SLOT_AT.lt(slot))
                        .execute()
                == 1;
    }

    /** Its schedule is another one from {@code now} on: the times that this would have had before count as handled. */
    public void reschedule(Newsletter newsletter, Instant now) {
        database.run(tx -> take(tx, newsletter, now));
    }
}
