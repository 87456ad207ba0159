package staytuned.article;

import static staytuned.db.schema.Tables.HABITS;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import staytuned.db.Tx;

/** The table of habits: what was learnt of each source. */
final class SourceHabits {
    private SourceHabits() {}

    static Lessons lessons(Tx tx, long sourceId) {
        Map<Lessons.Key, Lessons.Count> counts = new HashMap<>();
        for (var row : tx.sql().selectFrom(HABITS).where(HABITS.SOURCE_ID.eq(sourceId)).fetch()) {
            var kind = Lessons.Kind.valueOf(row.get(HABITS.KIND).toUpperCase(Locale.ROOT));
            counts.put(new Lessons.Key(kind, row.get(HABITS.MARK)),
                    new Lessons.Count(row.get(HABITS.ARTICLES), row.get(HABITS.SAID)));
        }
        return new Lessons(counts);
    }

    /** Writes them in place of those that were; whoever calls holds the source. */
    static void keep(Tx tx, long sourceId, Lessons lessons) {
        var old = lessons.before();
        var now = lessons.counts();
        var gone = old.keySet().stream().filter(each -> !now.containsKey(each)).toList();
        tx.sql().batch(gone.stream().map(each -> tx.sql().deleteFrom(HABITS)
                .where(HABITS.SOURCE_ID.eq(sourceId), HABITS.KIND.eq(column(each)), HABITS.MARK.eq(each.mark())))
                .toList()).execute();
        tx.sql().batch(now.entrySet().stream()
                .filter(each -> old.containsKey(each.getKey()) && !each.getValue().equals(old.get(each.getKey())))
                .map(each -> tx.sql().update(HABITS)
                        .set(HABITS.ARTICLES, each.getValue().articles())
                        .set(HABITS.SAID, each.getValue().said())
                        .where(HABITS.SOURCE_ID.eq(sourceId), HABITS.KIND.eq(column(each.getKey())),
                                HABITS.MARK.eq(each.getKey().mark())))
                .toList()).execute();
        tx.sql().batch(now.entrySet().stream()
                .filter(each -> !old.containsKey(each.getKey()))
                .map(each -> tx.sql().insertInto(HABITS)
                        .set(HABITS.SOURCE_ID, sourceId)
                        .set(HABITS.KIND, column(each.getKey()))
                        .set(HABITS.MARK, each.getKey().mark())
                        .set(HABITS.ARTICLES, each.getValue().articles())
                        .set(HABITS.SAID, each.getValue().said()))
                .toList()).execute();
    }

    private static String column(Lessons.Key key) {
        return key.kind().name().toLowerCase(Locale.ROOT);
    }
}
