package staytuned.article;

import static staytuned.db.schema.Tables.SOURCES;

import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.db.schema.tables.records.SourcesRecord;
import staytuned.newsletter.Newsletter;
import staytuned.text.Characters;

/** The table of sources: when each is polled next, and how the last poll went. */
public final class Sources {
    private final Database database;

    /**
     * How a source stands.
     *
     * @param succeededAt when it was last polled with success; null when never
     * @param failures how often in a row it has failed since
     * @param reason of the last failure; null after a success
     * @param movedTo where it is asked for; null where that is its location
     * @param endedAt since when it is gone for good; null where it is not
     * @param hub who pushes what is new; null where it announces nobody
     * @param pushedUntil until when the hub does; null where it does not
     */
    public record Standing(
            long id,
            String location,
            Instant nextPollAt,
            @Nullable Instant succeededAt,
            int failures,
            @Nullable String reason,
            @Nullable String movedTo,
            @Nullable Instant endedAt,
            @Nullable Hub hub,
            @Nullable Instant pushedUntil,
            @Nullable String etag,
            @Nullable String lastModified) {
        public State state() {
            if (endedAt != null) return State.ENDED;
            if (failures > 0) return State.FAILING;
            return succeededAt == null ? State.NEW : State.OK;
        }
    }

    /** How a source does. */
    public enum State {
        /** Was never polled. */
        NEW,
        OK,
        /** Could not be read the last time, and is tried again. */
        FAILING,
        /** Is gone for good, and polled no more. */
        ENDED
    }

    public Sources(Database database) {
        this.database = database;
    }

    /** Where a poll's outcome and its articles are written together. */
    Database database() {
        return database;
    }

    /** The sources that the newsletter has or had, by location. */
    public List<Standing> list(long newsletterId) {
        return database.inTransaction(tx -> tx.sql().selectFrom(SOURCES)
                .where(SOURCES.NEWSLETTER_ID.eq(newsletterId))
                .orderBy(SOURCES.LOCATION)
                .fetch(Sources::standing));
    }

    /** The rows of the newsletter's sources but this one. */
    Set<Long> others(Newsletter newsletter, Standing source) {
        var named = newsletter.sources().stream().map(Newsletter.Source::location).collect(Collectors.toSet());
        return list(newsletter.id()).stream()
                .filter(each -> each.id() != source.id() && named.contains(each.location()))
                .map(Standing::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The standing of a source, due at {@code now} when it is new. */
    Standing standing(Newsletter newsletter, Newsletter.Source source, Instant now) {
        return database.inTransaction(tx -> {
            var known = find(tx, newsletter, source);
            if (known.isPresent()) return known.get();
            tx.insertNew(tx.sql().insertInto(SOURCES)
                    .set(SOURCES.NEWSLETTER_ID, newsletter.id())
                    .set(SOURCES.LOCATION, source.location())
                    .set(SOURCES.NEXT_POLL_AT, now));
            return find(tx, newsletter, source).orElseThrow();
        });
    }

    private static Optional<Standing> find(Tx tx, Newsletter newsletter, Newsletter.Source source) {
        return tx.sql().selectFrom(SOURCES)
                .where(SOURCES.NEWSLETTER_ID.eq(newsletter.id()), SOURCES.LOCATION.eq(source.location()))
                .fetchOptional(Sources::standing);
    }

    /** Takes a due source until {@code until}; false when another node has taken it. */
    boolean claim(Standing source, Instant now, Instant until) {
        return database.inTransaction(tx -> tx.sql().update(SOURCES)
                        .set(SOURCES.NEXT_POLL_AT, until)
                        .where(SOURCES.ID.eq(source.id()), SOURCES.NEXT_POLL_AT.le(now))
                        .execute()
                == 1);
    }

    /** Has a source that does not fail polled as soon as may be. */
    void hurry(Standing source, Instant now) {
        database.run(tx -> tx.sql().update(SOURCES)
                .set(SOURCES.NEXT_POLL_AT, now)
                .where(SOURCES.ID.eq(source.id()), SOURCES.FAILURES.eq(0), SOURCES.NEXT_POLL_AT.gt(now))
                .execute());
    }

    /**
     * Holds all sources of the newsletter, so that one writer at a time keeps its articles; gives how they stand.
     *
     * @param movedTo where the source has moved for good; null where it has not
     */
    Peers lock(Tx tx, Newsletter newsletter, Newsletter.Source source, @Nullable URI movedTo) {
        var rows = tx.sql().selectFrom(SOURCES)
                .where(SOURCES.NEWSLETTER_ID.eq(newsletter.id()))
                .orderBy(SOURCES.ID)
                .forUpdate()
                .fetch();
        var folders = new HashSet<String>();
        var named = new HashSet<String>();
        for (var each : newsletter.sources()) {
            named.add(each.location());
            if (each instanceof Newsletter.Folder) folders.add(each.location());
        }
        var own = rows.stream().filter(row -> row.getLocation().equals(source.location())).findFirst().orElseThrow();
        var feed = source instanceof Newsletter.Feed at ? at.url() : null;
        return new Peers(
                own.getId(),
                own.getBaselineAt(),
                own.getSucceededAt(),
                ids(rows, row -> folders.contains(row.getLocation())),
                ids(rows, row -> row.getBaselineAt() != null && !named.contains(row.getLocation())),
                movedTo == null ? feed : movedTo,
                movedTo != null);
    }

    private static Set<Long> ids(List<SourcesRecord> rows, Predicate<SourcesRecord> which) {
        return rows.stream().filter(which).map(SourcesRecord::getId).collect(Collectors.toUnmodifiableSet());
    }

    void succeeded(Tx tx, long id, @Nullable URI movedTo, Instant now, Instant next) {
        var place = movedTo == null ? null : movedTo.toString();
        tx.sql().update(SOURCES)
                .set(SOURCES.MOVED_TO, place == null || place.length() > 1000 ? null : place)
                .set(SOURCES.SUCCEEDED_AT, now)
                .set(SOURCES.NEXT_POLL_AT, next)
                .set(SOURCES.FAILURES, 0)
                .setNull(SOURCES.REASON)
                .where(SOURCES.ID.eq(id))
                .execute();
    }

    /** Remembers what the answer said of itself; too long a mark is as good as none. */
    void remember(Tx tx, long id, @Nullable String etag, @Nullable String lastModified, Instant baseline) {
        tx.sql().update(SOURCES)
                .set(SOURCES.ETAG, etag == null || etag.length() > 1000 ? null : etag)
                .set(SOURCES.LAST_MODIFIED, lastModified == null || lastModified.length() > 100 ? null : lastModified)
                .set(SOURCES.BASELINE_AT, baseline)
                .where(SOURCES.ID.eq(id))
                .execute();
    }

    /** Remembers which hub it announces, null for none. */
    void announced(Tx tx, long id, @Nullable Hub hub) {
        tx.sql().update(SOURCES)
                .set(SOURCES.HUB, hub == null ? null : hub.url())
                .set(SOURCES.TOPIC, hub == null ? null : hub.topic())
                .where(SOURCES.ID.eq(id))
                .execute();
    }

    /** Its hub pushes what is new until then, so that it is polled less often; null for no more. */
    public void pushed(Tx tx, long id, @Nullable Instant until) {
        tx.sql().update(SOURCES).set(SOURCES.PUSHED_UNTIL, until).where(SOURCES.ID.eq(id)).execute();
    }

    /** It is polled as soon as may be, and answers in full. */
    void reread(Tx tx, long id, Instant now) {
        tx.sql().update(SOURCES)
                .setNull(SOURCES.ETAG)
                .setNull(SOURCES.LAST_MODIFIED)
                .set(SOURCES.NEXT_POLL_AT, DSL.when(SOURCES.FAILURES.eq(0), DSL.val(now, SOURCES.NEXT_POLL_AT))
                        .otherwise(SOURCES.NEXT_POLL_AT))
                .where(SOURCES.ID.eq(id))
                .execute();
    }

    /** It is polled as soon as may be, where it has not failed. */
    public void due(long id, Instant now) {
        database.run(tx -> tx.sql().update(SOURCES)
                .set(SOURCES.NEXT_POLL_AT, now)
                .where(SOURCES.ID.eq(id), SOURCES.FAILURES.eq(0))
                .execute());
    }

    void failed(Standing source, Instant next, String reason) {
        database.run(tx -> tx.sql().update(SOURCES)
                .set(SOURCES.NEXT_POLL_AT, next)
                .set(SOURCES.FAILURES, source.failures() + 1)
                .set(SOURCES.REASON, Characters.cut(reason, 1000))
                .where(SOURCES.ID.eq(source.id()))
                .execute());
    }

    /** It is gone for good, and polled no more. */
    void ended(Standing source, Instant now, String reason) {
        database.run(tx -> tx.sql().update(SOURCES)
                .set(SOURCES.ENDED_AT, now)
                .set(SOURCES.FAILURES, source.failures() + 1)
                .set(SOURCES.REASON, Characters.cut(reason, 1000))
                .where(SOURCES.ID.eq(source.id()))
                .execute());
    }

    private static Standing standing(Record row) {
        var hub = row.get(SOURCES.HUB);
        var topic = row.get(SOURCES.TOPIC);
        return new Standing(
                row.get(SOURCES.ID),
                row.get(SOURCES.LOCATION),
                row.get(SOURCES.NEXT_POLL_AT),
                row.get(SOURCES.SUCCEEDED_AT),
                row.get(SOURCES.FAILURES),
                row.get(SOURCES.REASON),
                row.get(SOURCES.MOVED_TO),
                row.get(SOURCES.ENDED_AT),
                hub == null || topic == null ? null : new Hub(hub, topic),
                row.get(SOURCES.PUSHED_UNTIL),
                row.get(SOURCES.ETAG),
                row.get(SOURCES.LAST_MODIFIED));
    }
}
