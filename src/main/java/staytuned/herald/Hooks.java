package staytuned.herald;

import static staytuned.db.schema.Tables.WEBHOOKS;

import java.net.URI;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Record;
import staytuned.db.Database;
import staytuned.db.Tx;

/** The table of those who are told. */
public final class Hooks {
    private final Database database;
    private final InstantSource clock;

    public Hooks(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** One that the config names. */
    public record Wanted(URI url, Set<Happening> events, Secret secret) {}

    /** Takes over what the config says: those that it names no longer are told no more. */
    public void configure(List<Wanted> wanted) {
        database.run(tx -> {
            var kept = new HashSet<Long>();
            for (var each : wanted) kept.add(configure(tx, each));
            tx.sql().update(WEBHOOKS)
                    .set(WEBHOOKS.REMOVED_AT, clock.instant())
                    .where(WEBHOOKS.IN_CONFIG.eq(true), WEBHOOKS.REMOVED_AT.isNull(), WEBHOOKS.ID.notIn(kept))
                    .execute();
        });
    }

    private long configure(Tx tx, Wanted wanted) {
        var here = WEBHOOKS.IN_CONFIG.eq(true).and(WEBHOOKS.URL.eq(wanted.url.toString()));
        var known = hooks(tx, here.and(WEBHOOKS.REMOVED_AT.isNull()));
        if (known.isEmpty()) return add(tx, wanted, true);
        tx.sql().update(WEBHOOKS)
                .set(WEBHOOKS.EVENTS, words(wanted.events))
                .set(WEBHOOKS.SECRET, wanted.secret.shown())
                .where(WEBHOOKS.ID.eq(known.getFirst().id()))
                .execute();
        return known.getFirst().id();
    }

    /** Adds one that the config does not name. */
    public Hook add(Wanted wanted) {
        return database.inTransaction(tx -> {
            var id = add(tx, wanted, false);
            return hooks(tx, WEBHOOKS.ID.eq(id)).getFirst();
        });
    }

    private long add(Tx tx, Wanted wanted, boolean inConfig) {
        return tx.sql().insertInto(WEBHOOKS)
                .set(WEBHOOKS.URL, wanted.url.toString())
                .set(WEBHOOKS.EVENTS, words(wanted.events))
                .set(WEBHOOKS.SECRET, wanted.secret.shown())
                .set(WEBHOOKS.IN_CONFIG, inConfig)
                .set(WEBHOOKS.CREATED_AT, clock.instant())
                .returningResult(WEBHOOKS.ID)
                .fetchSingle(WEBHOOKS.ID);
    }

    /** Those that are told, in their order. */
    public List<Hook> list() {
        return database.inTransaction(tx -> hooks(tx, WEBHOOKS.REMOVED_AT.isNull()));
    }

    public Optional<Hook> find(long id) {
        return database.inTransaction(tx -> hooks(tx, WEBHOOKS.ID.eq(id))).stream().findFirst();
    }

    /** Tells one no more, in force at once; false where it was not told. */
    public boolean remove(long id) {
        return database.inTransaction(tx -> tx.sql().update(WEBHOOKS)
                        .set(WEBHOOKS.REMOVED_AT, clock.instant())
                        .where(WEBHOOKS.ID.eq(id), WEBHOOKS.REMOVED_AT.isNull())
                        .execute()
                == 1);
    }

    static List<Hook> told(Tx tx) {
        return hooks(tx, WEBHOOKS.REMOVED_AT.isNull());
    }

    private static List<Hook> hooks(Tx tx, Condition which) {
        return tx.sql().selectFrom(WEBHOOKS).where(which).orderBy(WEBHOOKS.ID).fetch(Hooks::hook);
    }

    private static String words(Set<Happening> events) {
        return events.stream().map(Happening::word).sorted().collect(Collectors.joining(" "));
    }

    private static Hook hook(Record row) {
        return new Hook(
                row.get(WEBHOOKS.ID),
                URI.create(row.get(WEBHOOKS.URL)),
                Arrays.stream(row.get(WEBHOOKS.EVENTS).split(" ")).map(Happening::of)
                        .collect(Collectors.toUnmodifiableSet()),
                Secret.of(row.get(WEBHOOKS.SECRET)),
                row.get(WEBHOOKS.IN_CONFIG),
                row.get(WEBHOOKS.CREATED_AT),
                row.get(WEBHOOKS.REMOVED_AT));
    }
}
