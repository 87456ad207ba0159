package staytuned.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static staytuned.db.schema.Tables.NODES;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.testing.OnEachDatabase;

@OnEachDatabase
class DatabaseTest {
    private final Database database;

    DatabaseTest(Database database) {
        this.database = database;
    }

    @Test
    void keepsAllOfATransaction() {
        database.run(tx -> insert(tx, "a"));
        assertEquals(1, count());
    }

    @Test
    void keepsNothingOfATransactionThatThrows() {
        assertThrows(ArithmeticException.class, () -> database.run(tx -> {
            insert(tx, "a");
            throw new ArithmeticException();
        }));
        assertEquals(0, count());
    }

    /** H2's own default acknowledges commits that a crash then loses. */
    @Test
    void theEmbeddedDatabaseWritesBeforeItAcknowledges(@TempDir Path folder) {
        try (var embedded = Database.embedded(folder)) {
            var delay = embedded.inTransaction(tx -> tx.sql().fetchValue(
                    "select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'"));
            assertEquals("0", String.valueOf(delay));
        }
    }

    private static void insert(Tx tx, String id) {
        tx.sql().insertInto(NODES).set(NODES.ID, id).set(NODES.ALIVE_UNTIL, Instant.EPOCH).execute();
    }

    private int count() {
        return database.inTransaction(tx -> tx.sql().fetchCount(NODES));
    }
}
