package staytuned.outlook;

import static staytuned.db.schema.Tables.RUNNING_SETTINGS;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import staytuned.db.Database;

/** The table of what each key of the config says in effect, as a service took it up last. */
public final class RunningSettings {
    private final Database database;

    /**
     * What a service took up.
     *
     * @param values by key, such as {@code newsletters[notes].send.when}
     */
    public record Taken(Instant at, Map<String, String> values) {}

    public RunningSettings(Database database) {
        this.database = database;
    }

    /** A service works by these from now on; when they are those of before, it has done so since then. */
    public void takeUp(Map<String, String> values, Instant now) {
        if (latest().filter(each -> each.values().equals(values)).isPresent()) return;
        database.run(tx -> {
            tx.sql().deleteFrom(RUNNING_SETTINGS).execute();
            var rows = values.entrySet().stream()
                    .map(each -> {
                        var row = tx.sql().newRecord(RUNNING_SETTINGS);
                        row.setSettingKey(each.getKey());
                        row.setSettingValue(each.getValue());
                        row.setTakenUpAt(now);
                        return row;
                    })
                    .toList();
            tx.sql().batchInsert(rows).execute();
        });
    }

    /** What was taken up last; empty where no service ever ran on this database. */
    public Optional<Taken> latest() {
        return database.inTransaction(tx -> {
            var rows = tx.sql().selectFrom(RUNNING_SETTINGS).orderBy(RUNNING_SETTINGS.SETTING_KEY).fetch();
            if (rows.isEmpty()) return Optional.empty();
            return Optional.of(new Taken(
                    rows.getFirst().getTakenUpAt(),
                    rows.intoMap(RUNNING_SETTINGS.SETTING_KEY, RUNNING_SETTINGS.SETTING_VALUE)));
        });
    }
}
