package staytuned.testing;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.impl.DSL;
import staytuned.db.Database;

/** All that stands in a database, table by table, to see whether anything has changed, or something is still there. */
public final class Dump {
    /** They change by themselves while a node is alive. */
    private static final Set<String> HEARTBEATS = Set.of("nodes", "instances");

    private Dump() {}

    /** The rows of each table as text, in an order that depends on nothing but them. */
    public static Map<String, String> of(Database database) {
        var tables = new TreeMap<String, String>();
        database.run(tx -> tx.sql().fetch("select table_name from information_schema.tables "
                        + "where lower(table_schema) = 'public' and table_type = 'BASE TABLE'")
                .map(row -> row.get(0, String.class))
                .forEach(name -> {
                    var plain = name.toLowerCase(Locale.ROOT);
                    if (HEARTBEATS.contains(plain) || plain.startsWith("flyway")) return;
                    var rows = tx.sql().selectFrom(DSL.table(DSL.name(name))).fetch();
                    tables.put(plain, String.join("\n", rows.stream().map(row -> row.formatCSV()).sorted().toList()));
                }));
        return tables;
    }
}
