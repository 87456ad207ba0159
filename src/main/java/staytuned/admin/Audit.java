package staytuned.admin;

import static staytuned.db.schema.Tables.AUDIT;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import staytuned.db.Database;
import staytuned.db.Tx;

/**
 * The table of what was done by whom: rows are added, and none is ever changed. So no address of a reader stands in one.
 */
public final class Audit {
    private static final int LONGEST_DETAIL = 1000;
    private static final int LONGEST_THING = 200;

    private final Database database;
    private final InstantSource clock;

    /**
     * One line of it.
     *
     * @param actor the admin's address, a program's name, or {@code command line}
     * @param action a verb, such as {@code pause}
     * @param thing what it was done to, such as {@code issue 12}
     */
    public record Line(long id, Instant at, String actor, String action, String thing, String detail) {}

    public Audit(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    public void note(String actor, String action, String thing, String detail) {
        database.run(tx -> note(tx, actor, action, thing, detail));
    }

    /** Notes it together with what is done in this transaction. */
    public void note(Tx tx, String actor, String action, String thing, String detail) {
        tx.sql().insertInto(AUDIT)
                .set(AUDIT.AT, clock.instant())
                .set(AUDIT.ACTOR, actor)
                .set(AUDIT.ACTION, action)
                .set(AUDIT.THING, cut(thing, LONGEST_THING))
                .set(AUDIT.DETAIL, cut(detail, LONGEST_DETAIL))
                .execute();
    }

    /** At most {@code limit} lines, the latest first, of those before the line {@code before}. */
    public List<Line> lines(long before, int limit) {
        return database.inTransaction(tx -> tx.sql().selectFrom(AUDIT)
                .where(AUDIT.ID.lt(before))
                .orderBy(AUDIT.ID.desc())
                .limit(limit)
                .fetch(row -> new Line(
                        row.getId(), row.getAt(), row.getActor(), row.getAction(), row.getThing(), row.getDetail())));
    }

    private static String cut(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }
}
