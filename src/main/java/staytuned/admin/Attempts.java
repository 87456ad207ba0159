package staytuned.admin;

import static staytuned.db.schema.Tables.ADMIN_ATTEMPTS;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import staytuned.db.Tx;

/**
 * The table of failed attempts. After five the next is heard only after a second, then after two, and so on up to a
 * quarter of an hour: somebody who guesses gets nowhere, and somebody who mistypes hardly notices.
 */
final class Attempts {
    private static final int FREE = 5;
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private Attempts() {}

    /** When one of these is heard again; a time that has passed where they are heard now. */
    static Instant heard(Tx tx, List<String> who) {
        return tx.sql().selectFrom(ADMIN_ATTEMPTS)
                .where(ADMIN_ATTEMPTS.WHO.in(who.stream().map(Hashes::of).toList()))
                .fetch(row -> row.getLastAt().plus(wait(row.getFailures())))
                .stream()
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    static Duration wait(int failures) {
        if (failures < FREE) return Duration.ZERO;
        var doubled = Duration.ofSeconds(1L << Math.min(failures - FREE, 20));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    static void failed(Tx tx, List<String> who, Instant now) {
        tx.sql().deleteFrom(ADMIN_ATTEMPTS).where(ADMIN_ATTEMPTS.LAST_AT.lt(now.minus(FORGOTTEN))).execute();
        for (var each : who) {
            var row = ADMIN_ATTEMPTS.WHO.eq(Hashes.of(each));
            tx.insertNew(tx.sql().insertInto(ADMIN_ATTEMPTS)
                    .set(ADMIN_ATTEMPTS.WHO, Hashes.of(each))
                    .set(ADMIN_ATTEMPTS.FAILURES, 0)
                    .set(ADMIN_ATTEMPTS.LAST_AT, now));
            tx.sql().update(ADMIN_ATTEMPTS)
                    .set(ADMIN_ATTEMPTS.FAILURES, ADMIN_ATTEMPTS.FAILURES.plus(1))
                    .set(ADMIN_ATTEMPTS.LAST_AT, now)
                    .where(row)
                    .execute();
        }
    }

    static void forget(Tx tx, List<String> who) {
        tx.sql().deleteFrom(ADMIN_ATTEMPTS)
                .where(ADMIN_ATTEMPTS.WHO.in(who.stream().map(Hashes::of).toList()))
                .execute();
    }
}
