package staytuned.db;

import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Insert;
import org.jooq.InsertSetMoreStep;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.SelectForUpdateStep;
import org.jooq.Table;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * One open transaction. Doers pass it from one table's class to the next, so that what belongs together is kept
 * together; only the classes that own a table look inside.
 */
public record Tx(DSLContext sql) {
    /** SQLSTATE: a unique key holds such a row already. */
    private static final String UNIQUE_VIOLATION = "23505";

    /** Inserts a row that a unique key may already hold, and says whether it was new. */
    public boolean insertNew(InsertSetMoreStep<?> row) {
        try {
            return newRow(row).execute() == 1;
        } catch (IntegrityConstraintViolationException e) {
            // On the embedded database, where a failed statement leaves the transaction as it was.
            if (UNIQUE_VIOLATION.equals(e.sqlState())) return false;
            throw e;
        }
    }

    /**
     * The statement of {@link #insertNew}, for a batch of rows that are most likely new. On the embedded database "on
     * conflict" reads the whole table for each row, so there it fails where a row is known.
     */
    public Insert<?> newRow(InsertSetMoreStep<?> row) {
        return sql.family() == SQLDialect.H2 ? row : row.onConflictDoNothing();
    }

    /** The time by the database's own clock: the one clock that all nodes share. */
    public Instant databaseTime() {
        return sql.select(now()).fetchSingle().value1();
    }

    /**
     * {@link #databaseTime} inside a statement. (What jOOQ makes of its currentInstant passes through the session's wall
     * clock, which is ambiguous for an hour in autumn.)
     */
    public static Field<Instant> now() {
        return DSL.currentOffsetDateTime().coerce(SQLDataType.INSTANT);
    }

    /**
     * From now on in this transaction rows are found one by one, by their keys. A PostgreSQL knows nothing yet of a table
     * that is just being filled, and would read all of it again and again.
     */
    public void byKeys() {
        if (sql.family() != SQLDialect.POSTGRES) return;
        for (var each : List.of("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "jit")) {
            sql.execute("set local " + each + " = off");
        }
    }

    /** Keeps the rows that {@code select} finds as they are until this transaction ends. */
    public Select<?> keep(SelectForUpdateStep<?> select) {
        return sql.family() == SQLDialect.H2 ? select.forUpdate() : select.forShare();
    }

    /** Whether one statement can change many rows, each in its own way (UPDATE … FROM). The embedded database cannot. */
    public boolean updatesFrom() {
        return sql.family() == SQLDialect.POSTGRES;
    }

    /**
     * Lets the database look at a table that has just grown much. PostgreSQL otherwise goes on by what it knew before,
     * for up to a minute: statements by number would read the whole table. The embedded one needs no telling.
     */
    public void hasGrown(Table<?> table) {
        if (sql.family() == SQLDialect.POSTGRES) sql.query("analyze {0}", table).execute();
    }
}
