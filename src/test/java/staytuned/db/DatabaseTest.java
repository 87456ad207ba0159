package staytuned.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static staytuned.db.schema.Tables.NODES;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jooq.InsertSetMoreStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.db.schema.tables.records.NodesRecord;
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

    @Test
    void aRowThatIsKnownIsNotNew() {
        var both = database.inTransaction(tx -> List.of(tx.insertNew(row(tx, "a")), tx.insertNew(row(tx, "a"))));
        assertEquals(List.of(true, false), both);
        assertEquals(1, count());
    }

    @Test
    void ofManyWhoInsertOneRowAtOnceItIsNewForOne() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> insert = () -> database.inTransaction(tx -> tx.insertNew(row(tx, "a")));
            var answers = threads.invokeAll(Collections.nCopies(8, insert));
            assertEquals(1, answers.stream().filter(each -> each.resultNow()).count());
        }
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
        row(tx, id).execute();
    }

    private static InsertSetMoreStep<NodesRecord> row(Tx tx, String id) {
        return tx.sql().insertInto(NODES).set(NODES.ID, id).set(NODES.ALIVE_UNTIL, Instant.EPOCH);
    }

    private int count() {
        return database.inTransaction(tx -> tx.sql().fetchCount(NODES));
    }
}
