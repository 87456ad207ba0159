package staytuned.delivery;

import static staytuned.db.schema.Tables.SILENCES;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import staytuned.db.Database;

/** The table of receivers that a relay is not to be asked for, for a while: all nodes keep to it. */
final class Silences {
    private final Database database;

    Silences(Database database) {
        this.database = database;
    }

    /** From now on {@code relay} is not asked for this receiver. */
    void begin(String relay, String receiver, Duration time) {
        database.run(tx -> {
            var until = tx.databaseTime().plus(time).truncatedTo(ChronoUnit.MICROS);
            var its = SILENCES.RELAY.eq(relay).and(SILENCES.RECEIVER.eq(receiver));
            var known = tx.sql().update(SILENCES).set(SILENCES.UNTIL_AT, until).where(its).execute();
            if (known > 0) return;
            tx.insertNew(tx.sql().insertInto(SILENCES)
                    .set(SILENCES.RELAY, relay)
                    .set(SILENCES.RECEIVER, receiver)
                    .set(SILENCES.UNTIL_AT, until));
        });
    }

    /** The receivers that {@code relay} is not asked for, and for how long yet. */
    Map<String, Duration> of(String relay) {
        return database.inTransaction(tx -> {
            var now = tx.databaseTime();
            var left = new HashMap<String, Duration>();
            tx.sql().select(SILENCES.RECEIVER, SILENCES.UNTIL_AT)
                    .from(SILENCES)
                    .where(SILENCES.RELAY.eq(relay), SILENCES.UNTIL_AT.gt(now))
                    .forEach(row -> left.put(row.value1(), Duration.between(now, row.value2())));
            return left;
        });
    }
}
