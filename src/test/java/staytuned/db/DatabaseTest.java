package staytuned.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static staytuned.db.schema.Tables.NODES;

import java.time.Instant;
import org.junit.jupiter.api.Test;
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

    private static void insert(Tx tx, String id) {
        tx.sql().insertInto(NODES).set(NODES.ID, id).set(NODES.ALIVE_UNTIL, Instant.EPOCH).execute();
    }

    private int count() {
        return database.inTransaction(tx -> tx.sql().fetchCount(NODES));
    }
}
