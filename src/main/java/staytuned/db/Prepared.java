package staytuned.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
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

    /** Runs it once, and gives the number that stands first in each row of its result. */
    public List<Long> numbers(Tx tx, @Nullable Object... values) {
        return tx.sql().connectionResult(connection -> {
            try (var prepared = connection.prepareStatement(text(tx))) {
                bind(connection, prepared, values);
                var numbers = new ArrayList<Long>();
                try (var rows = prepared.executeQuery()) {
                    while (rows.next()) numbers.add(rows.getLong(1));
                }
                return numbers;
            }
        });
    }

    /** Runs it once, and says how many rows it has changed. */
    public int execute(Tx tx, @Nullable Object... values) {
        return tx.sql().connectionResult(connection -> {
            try (var prepared = connection.prepareStatement(text(tx))) {
                bind(connection, prepared, values);
                return prepared.executeUpdate();
            }
        });
    }

    /** Runs it for each of these, in one round trip, and says how many rows each has changed. */
    public int[] executeAll(Tx tx, Collection<@Nullable Object[]> rows) {
        return tx.sql().connectionResult(connection -> {
            try (var prepared = connection.prepareStatement(text(tx))) {
                for (var values : rows) {
                    bind(connection, prepared, values);
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

    private static void bind(Connection connection, PreparedStatement prepared, @Nullable Object[] values)
            throws SQLException {
        for (var i = 0; i < values.length; i++) {
            prepared.setObject(i + 1, switch (values[i]) {
                case Instant time -> time.atOffset(ZoneOffset.UTC); // JDBC knows no Instant.
                case Long[] numbers -> connection.createArrayOf("bigint", numbers);
                case Integer[] numbers -> connection.createArrayOf("integer", numbers);
                case Boolean[] flags -> connection.createArrayOf("boolean", flags);
                case String[] texts -> connection.createArrayOf("varchar", texts);
                case null, default -> values[i];
            });
        }
    }

    /** Whether {@code field} is one of the numbers that are bound to a parameter. (jOOQ takes the array apart on H2.) */
    public static Condition isAny(Field<Long> field) {
        return DSL.condition("{0} = any ({1})", field, DSL.raw("?"));
    }

    /**
     * Rows that are handed over with the statement: a table with these columns, each of them a parameter that a
     * {@code String[]} is bound to.
     */
    public static Table<?> handed(String name, List<String> columns) {
        var arrays = String.join(", ", Collections.nCopies(columns.size(), "cast({0} as varchar array)"));
        return DSL.table("unnest(" + arrays + ") as " + name + " (" + String.join(", ", columns) + ")", DSL.raw("?"));
    }

    /** A time, from a parameter or a column that holds it as text. */
    public static Field<Instant> time(Field<?> text) {
        return DSL.field("cast({0} as timestamp with time zone)", SQLDataType.INSTANT, text);
    }

    /** A parameter. */
    public static Field<Object> value() {
        return DSL.field("{0}", DSL.raw("?"));
    }
}
