package staytuned.delivery;

import static staytuned.db.schema.Tables.RECEPTIONS;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import staytuned.db.Tx;
import staytuned.db.schema.tables.records.ReceptionsRecord;

/** The table of receptions: how the letters of each issue were received since it last began to go out. */
final class Receptions {
    /** Adds to what is known of an issue. */
    void add(Tx tx, long issueId, Reception more) {
        if (more.equals(Reception.NONE) || increase(tx, issueId, more)) return;
        var first = tx.insertNew(tx.sql().insertInto(RECEPTIONS)
                .set(RECEPTIONS.ISSUE_ID, issueId)
                .set(RECEPTIONS.TAKEN, more.taken())
                .set(RECEPTIONS.BOUNCED, more.bounced())
                .set(RECEPTIONS.REFUSED, more.refused())
                .set(RECEPTIONS.COMPLAINED, more.complained()));
        if (!first) increase(tx, issueId, more); // another node was faster
    }

    private static boolean increase(Tx tx, long issueId, Reception more) {
        return tx.sql().update(RECEPTIONS)
                        .set(RECEPTIONS.TAKEN, RECEPTIONS.TAKEN.plus(more.taken()))
                        .set(RECEPTIONS.BOUNCED, RECEPTIONS.BOUNCED.plus(more.bounced()))
                        .set(RECEPTIONS.REFUSED, RECEPTIONS.REFUSED.plus(more.refused()))
                        .set(RECEPTIONS.COMPLAINED, RECEPTIONS.COMPLAINED.plus(more.complained()))
                        .where(RECEPTIONS.ISSUE_ID.eq(issueId))
                        .execute()
                == 1;
    }

    /** Counts what is told later of a letter that was settled at {@code settled}, unless before the last start. */
    void later(Tx tx, long issueId, @Nullable Instant settled, Reception how) {
        var since = tx.sql().select(RECEPTIONS.SINCE)
                .from(RECEPTIONS)
                .where(RECEPTIONS.ISSUE_ID.eq(issueId))
                .fetchOne(RECEPTIONS.SINCE);
        if (since == null || (settled != null && !settled.isBefore(since))) add(tx, issueId, how);
    }

    /** An admin lets the issue go on at {@code now}: what was before counts no more. */
    void restart(Tx tx, long issueId, Instant now) {
        tx.sql().deleteFrom(RECEPTIONS).where(RECEPTIONS.ISSUE_ID.eq(issueId)).execute();
        tx.sql().insertInto(RECEPTIONS)
                .set(RECEPTIONS.ISSUE_ID, issueId)
                .set(RECEPTIONS.TAKEN, 0)
                .set(RECEPTIONS.BOUNCED, 0)
                .set(RECEPTIONS.REFUSED, 0)
                .set(RECEPTIONS.COMPLAINED, 0)
                .set(RECEPTIONS.SINCE, now)
                .execute();
    }

    /** What is known of these issues; nothing of those whose letters nobody has answered. */
    Map<Long, Reception> of(Tx tx, Collection<Long> issueIds) {
        var known = new HashMap<Long, Reception>();
        tx.sql().selectFrom(RECEPTIONS)
                .where(RECEPTIONS.ISSUE_ID.in(issueIds))
                .forEach(row -> known.put(row.getIssueId(), reception(row)));
        return known;
    }

    private static Reception reception(ReceptionsRecord row) {
        return new Reception(row.getTaken(), row.getBounced(), row.getRefused(), row.getComplained());
    }
}
