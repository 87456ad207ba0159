package staytuned.db;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import staytuned.db.schema.DefaultSchema;
import staytuned.db.schema.Tables;

/**
 * All tables in one file, as they are at one moment, for either database: a ZIP with a file for each table, of one JSON
 * array on each line, the first of which names the columns; a manifest; and what else is given along.
 */
public final class Backup {
    static final String MANIFEST = "manifest.json";
    static final String TABLES = "tables/";
    static final String FILES = "files/";
    static final int FORMAT = 1;
    private static final int ROWS_AT_ONCE = 1000;

    private final Database database;
    private final ObjectMapper json = new ObjectMapper().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    public Backup(Database database) {
        this.database = database;
    }

    /**
     * Writes the backup, and says how many rows it has.
     *
     * @param made what the clock shows
     * @param files are put beside the tables, by the name that each has there
     */
    public long write(OutputStream out, Instant made, Map<String, byte[]> files) throws IOException {
        try (var zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            var rows = database.atOneMoment(sql -> {
                try {
                    return write(zip, sql, made);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            for (var each : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(FILES + each.getKey()));
                zip.write(each.getValue());
                zip.closeEntry();
            }
            return rows;
        }
    }

    private long write(ZipOutputStream zip, DSLContext sql, Instant made) throws IOException {
        var manifest = new LinkedHashMap<String, Object>();
        manifest.put("format", FORMAT);
        manifest.put("made", made.toString());
        manifest.put("migrations", database.migrations());
        zip.putNextEntry(new ZipEntry(MANIFEST));
        json.writeValue(zip, manifest);
        zip.closeEntry();
        var rows = 0L;
        for (var table : tables()) {
            zip.putNextEntry(new ZipEntry(TABLES + table.getName() + ".jsonl"));
            rows += write(zip, sql, table);
            zip.closeEntry();
        }
        return rows;
    }

    private long write(ZipOutputStream zip, DSLContext sql, Table<?> table) throws IOException {
        line(zip, List.of(table.fields()).stream().map(Field::getName).toList());
        var rows = 0L;
        // Who stands in the other's table must come first: a row names older ones of its own table at most.
        var ordered = sql.selectFrom(table).orderBy(keys(table)).fetchSize(ROWS_AT_ONCE);
        try (var cursor = ordered.fetchLazy()) {
            while (cursor.hasNext()) {
                for (var row : cursor.fetchNext(ROWS_AT_ONCE)) {
                    line(zip, values(row));
                    rows++;
                }
            }
        }
        return rows;
    }

    private static List<@Nullable Object> values(Record row) {
        var values = new ArrayList<@Nullable Object>();
        for (var i = 0; i < row.size(); i++) {
            var value = row.get(i);
            values.add(value == null || value instanceof Number || value instanceof Boolean ? value : value.toString());
        }
        return values;
    }

    private void line(ZipOutputStream zip, List<? extends @Nullable Object> values) throws IOException {
        json.writeValue(zip, values);
        zip.write('\n');
    }

    private static List<Field<?>> keys(Table<?> table) {
        var key = table.getPrimaryKey();
        return key == null ? List.of() : List.copyOf(key.getFields());
    }

    /** Every table but that of the processes at work, each behind those that it refers to. */
    static List<Table<?>> tables() {
        var left = new ArrayList<Table<?>>(DefaultSchema.DEFAULT_SCHEMA.getTables());
        left.removeIf(each -> each.equals(Tables.NODES));
        var ordered = new ArrayList<Table<?>>();
        while (!left.isEmpty()) {
            var next = left.stream()
                    .filter(each -> each.getReferences().stream()
                            .map(key -> key.getKey().getTable())
                            .allMatch(other -> other.equals(each) || ordered.contains(other)))
                    .toList();
            if (next.isEmpty()) throw new IllegalStateException("these tables refer to one another: " + left);
            ordered.addAll(next);
            left.removeAll(next);
        }
        return ordered;
    }
}
