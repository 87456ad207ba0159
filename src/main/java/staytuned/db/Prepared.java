package staytuned.db;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;

/**
 * A statement that runs thousands of times a second: jOOQ writes its SQL once, for one database, and what is different
 * each time is bound to its parameters in their order. (Writing it anew costs more than running it.)
 */
public final class Prepared {
    private final Function<DSLContext, Query> statement;
    private volatile @Nullable String text;

    /** @param statement with a {@code DSL.param} for each value */
    public Prepared(Function<DSLContext, Query> statement) {
        this.statement = statement;
    }

    /** Runs it for each of these, in one round trip, and says how many rows each has changed. */
    public int[] executeAll(Tx tx, Collection<@Nullable Object[]> rows) {
        return tx.sql().connectionResult(connection -> {
            try (var prepared = connection.prepareStatement(text(tx))) {
                for (var values : rows) {
                    bind(prepared, values);
                    prepared.addBatch();
                }
                return prepared.executeBatch();
            }
        });
    }

    private String text(Tx tx) {
        var known = text;
        if (known == null) text = known = statement.apply(tx.sql()).getSQL();
        return known;
    }

    private static void bind(PreparedStatement prepared, @Nullable Object[] values) throws SQLException {
        for (var i = 0; i < values.length; i++) {
            // JDBC knows no Instant.
            prepared.setObject(i + 1, values[i] instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : values[i]);
        }
    }
}
