package staytuned.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.schema.Tables;

/** Brings what a {@link Backup} holds into a database, in place of what is there: all of it, or nothing. */
public final class Restore implements AutoCloseable {
    private static final int ROWS_AT_ONCE = 500;

    private final Database database;
    private final ZipFile zip;
    private final ObjectMapper json = new ObjectMapper();
    private final JsonNode manifest;

    /** The file is no backup, or none for this version; the message says what to do. */
    public static final class Unfit extends RuntimeException {
        Unfit(String message) {
            super(message);
        }
    }

    public Restore(Database database, Path file) throws IOException {
        this.database = database;
        try {
            zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException e) {
            throw new Unfit(file + " is no backup: " + e.getMessage());
        }
        try {
            manifest = json.readTree(entry(Backup.MANIFEST));
            if (manifest.path("format").asInt() != Backup.FORMAT) {
                throw new Unfit(file + " is a backup of another kind: restore it with the version that made it");
            }
        } catch (JsonProcessingException e) {
            zip.close();
            throw new Unfit(file + " is damaged: its " + Backup.MANIFEST + " is no JSON");
        } catch (IOException | Unfit e) {
            zip.close();
            throw e;
        }
    }

    /** When the backup was made. */
    public String made() {
        return manifest.path("made").asText();
    }

    /** Whether the database holds anything that would be lost. */
    public boolean overwrites() {
        return database.inTransaction(tx -> tx.sql().fetchExists(Tables.SUBSCRIBERS)
                || tx.sql().fetchExists(Tables.ARTICLES));
    }

    /** Does it, and says how many rows there are now. No letter goes out before an admin lets it. */
    public long run() {
        check();
        long rows;
        try {
            rows = replace();
        } catch (DataAccessException e) {
            throw new Unfit(zip.getName() + " does not fit: " + String.valueOf(e.getMessage()).lines().findFirst()
                    .orElse(""));
        }
        database.run(tx -> Backup.tables().forEach(each -> count(tx.sql(), each)));
        return rows;
    }

    private long replace() {
        return database.inTransaction(tx -> {
            var tables = Backup.tables();
            tx.sql().deleteFrom(Tables.NODES).execute();
            for (var each : tables.reversed()) tx.sql().deleteFrom(each).execute();
            var count = 0L;
            for (var each : tables) count += load(tx.sql(), each);
            hold(tx);
            return count;
        });
    }

    private void check() {
        var ours = new TreeSet<>(database.migrations());
        var theirs = new TreeSet<String>();
        manifest.path("migrations").forEach(each -> theirs.add(each.asText()));
        if (ours.equals(theirs)) return;
        throw new Unfit(ours.containsAll(theirs)
                ? "the backup was made by an older version: restore it with that version, and upgrade then"
                : "the backup was made by a newer version: restore it with that one");
    }

    /** Letters that have gone out since the backup was made would go out again. */
    private void hold(Tx tx) {
        var why = "it was restored from a backup of " + made();
        var known = tx.sql().update(Tables.INSTANCES).set(Tables.INSTANCES.HELD, why).execute();
        if (known > 0) return;
        tx.sql().insertInto(Tables.INSTANCES)
                .set(Tables.INSTANCES.ID, UUID.randomUUID().toString())
                .set(Tables.INSTANCES.EPOCH, 1L)
                .set(Tables.INSTANCES.SEEN_AT, tx.databaseTime())
                .set(Tables.INSTANCES.ENDED, true)
                .set(Tables.INSTANCES.HELD, why)
                .execute();
    }

    private long load(DSLContext sql, Table<?> table) {
        var rows = 0L;
        try (var in = new BufferedReader(new InputStreamReader(
                entry(Backup.TABLES + table.getName() + ".jsonl"), StandardCharsets.UTF_8))) {
            var first = in.readLine();
            var fields = fields(table, first == null ? null : json.readTree(first));
            var some = new ArrayList<Record>();
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                some.add(row(sql, table, fields, json.readTree(line)));
                rows++;
                if (some.size() == ROWS_AT_ONCE) insert(sql, table, some);
            }
            insert(sql, table, some);
        } catch (IOException | DateTimeException e) {
            throw new Unfit(zip.getName() + " is damaged at " + table.getName() + ": " + e.getMessage());
        }
        return rows;
    }

    private static List<Field<?>> fields(Table<?> table, @Nullable JsonNode names) {
        var fields = new ArrayList<Field<?>>();
        if (names == null) throw new Unfit("the backup is damaged: " + table.getName() + " names no columns");
        for (var each : names) {
            var field = table.field(each.asText());
            if (field == null) throw new Unfit("the backup has a column that is not known: " + each.asText());
            fields.add(field);
        }
        return fields;
    }

    private static Record row(DSLContext sql, Table<?> table, List<Field<?>> fields, JsonNode values) {
        var row = sql.newRecord(table);
        for (var i = 0; i < fields.size(); i++) set(row, fields.get(i), values.path(i));
        return row;
    }

    private static <T> void set(Record row, Field<T> field, JsonNode value) {
        row.set(field, field.getType().cast(value(field.getType(), value)));
    }

    private static @Nullable Object value(Class<?> type, JsonNode value) {
        if (value.isNull() || value.isMissingNode()) return null;
        if (type == Long.class) return value.asLong();
        if (type == Integer.class) return value.asInt();
        if (type == Double.class) return value.asDouble();
        if (type == Boolean.class) return value.asBoolean();
        if (type == Instant.class) return Instant.parse(value.asText());
        if (type == LocalDate.class) return LocalDate.parse(value.asText());
        return value.asText();
    }

    private static void insert(DSLContext sql, Table<?> table, List<Record> rows) {
        if (rows.isEmpty()) return;
        var fields = List.of(table.fields());
        var marks = fields.stream().map(each -> DSL.param(each.getName(), each.getDataType())).toList();
        var batch = sql.batch(sql.insertInto(table).columns(fields).values(marks));
        for (var each : rows) batch = batch.bind(each.intoArray());
        batch.execute();
        rows.clear();
    }

    /** New rows are numbered behind those that came. (On the embedded database this would end the transaction.) */
    private static void count(DSLContext sql, Table<?> table) {
        var identity = table.getIdentity();
        if (identity == null) return;
        var field = identity.getField();
        var most = sql.select(DSL.max(field.cast(Long.class))).from(table).fetchSingle().value1();
        sql.execute("alter table {0} alter column {1} restart with {2}",
                DSL.name(table.getName()), DSL.name(field.getName()), DSL.inline(most == null ? 1L : most + 1));
    }

    private InputStream entry(String name) throws IOException {
        var entry = zip.getEntry(name);
        if (entry == null) throw new Unfit(zip.getName() + " is no backup of this service: it holds no " + name);
        return zip.getInputStream(entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
