package staytuned.db;

import org.jooq.DSLContext;
import org.jooq.Insert;
import org.jooq.InsertSetMoreStep;
import org.jooq.SQLDialect;

/**
 * One open transaction. Doers pass it from one table's class to the next, so that what belongs together is kept
 * together; only the classes that own a table look inside.
 */
public record Tx(DSLContext sql) {
    /**
     * Inserts a row that a unique key may already hold, and says whether it was new. On the embedded database "on
     * conflict" reads the whole table for each row: there, the caller has looked before, and no other process can have
     * come in between.
     */
    public boolean insertNew(InsertSetMoreStep<?> row) {
        return newRow(row).execute() == 1;
    }

    /** The statement of {@link #insertNew}, for a batch. */
    public Insert<?> newRow(InsertSetMoreStep<?> row) {
        return sql.family() == SQLDialect.H2 ? row : row.onConflictDoNothing();
    }
}
