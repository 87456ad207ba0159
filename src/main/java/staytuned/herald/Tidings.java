package staytuned.herald;

import static staytuned.db.schema.Tables.TIDINGS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.db.Tx;

/** The table of what is to be told: it is the queue. Its times are the database's, which all nodes share. */
public final class Tidings {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPEN = "open";
    private static final String TOLD = "told";
    private static final String GIVEN_UP = "given-up";
    private static final int LONGEST_REASON = 500;
    /** So long what is settled can be looked at. */
    private static final Duration KEPT = Duration.ofDays(7);

    private final Database database;

    public Tidings(Database database) {
        this.database = database;
    }

    /**
     * One call to be made, or made.
     *
     * @param attempts how often it was tried
     * @param dueAt when it is tried next; without meaning where it is not open
     * @param reason why it could not be told the last time; null where it could, or was not tried
     */
    public record Tiding(
            long id,
            long hookId,
            String event,
            String body,
            String state,
            int attempts,
            Instant dueAt,
            Instant createdAt,
            @Nullable String reason) {
        /** By which its receiver knows it again. */
        String messageId() {
            return "msg_" + id;
        }
    }

    /**
     * Notes what happened, in the transaction in which it does, for each who wants to be told.
     *
     * @param data few fields, and nothing secret; asked for only where somebody wants them
     */
    public static void note(Tx tx, Happening what, Supplier<? extends Map<String, ?>> data) {
        var hooks = Hooks.told(tx).stream().filter(each -> each.events().contains(what)).toList();
        if (hooks.isEmpty()) return;
        var fields = data.get();
        for (var each : hooks) add(tx, each.id(), what, fields);
    }

    /** Has one told that it is heard, whatever else it wants to hear. */
    public void test(long hookId) {
        database.run(tx -> add(tx, hookId, Happening.TEST, Map.of("webhook", hookId)));
    }

    private static void add(Tx tx, long hookId, Happening what, Map<String, ?> data) {
        var now = tx.databaseTime();
        var body = new LinkedHashMap<String, Object>();
        body.put("type", what.word());
        body.put("timestamp", now.toString());
        body.put("data", data);
        tx.sql().insertInto(TIDINGS)
                .set(TIDINGS.WEBHOOK_ID, hookId)
                .set(TIDINGS.EVENT, what.word())
                .set(TIDINGS.BODY, json(body))
                .set(TIDINGS.STATE, OPEN)
                .set(TIDINGS.ATTEMPTS, 0)
                .set(TIDINGS.DUE_AT, now)
                .set(TIDINGS.CREATED_AT, now)
                .execute();
    }

    private static String json(Map<String, Object> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes at most {@code limit} that are due; no other node takes them before {@code lease} is over. */
    List<Tiding> claim(int limit, Duration lease) {
        return database.inTransaction(tx -> {
            var now = tx.databaseTime();
            var due = tx.sql().selectFrom(TIDINGS)
                    .where(TIDINGS.STATE.eq(OPEN), TIDINGS.DUE_AT.le(now))
                    .orderBy(TIDINGS.DUE_AT)
                    .limit(limit)
                    .forUpdate()
                    .skipLocked()
                    .fetch(Tidings::tiding);
            tx.sql().update(TIDINGS)
                    .set(TIDINGS.DUE_AT, now.plus(lease))
                    .where(TIDINGS.ID.in(due.stream().map(Tiding::id).toList()))
                    .execute();
            return due;
        });
    }

    /** It was told. */
    void told(Tiding tiding) {
        end(tiding, TOLD, null);
    }

    /** It is told no more. */
    void giveUp(Tiding tiding, String reason) {
        end(tiding, GIVEN_UP, reason);
    }

    private void end(Tiding tiding, String state, @Nullable String reason) {
        database.run(tx -> tx.sql().update(TIDINGS)
                .set(TIDINGS.STATE, state)
                .set(TIDINGS.ATTEMPTS, tiding.attempts + 1)
                .set(TIDINGS.REASON, cut(reason))
                .where(TIDINGS.ID.eq(tiding.id), TIDINGS.STATE.eq(OPEN))
                .execute());
    }

    /** It is told again after this time. */
    void later(Tiding tiding, Duration wait, String reason) {
        database.run(tx -> tx.sql().update(TIDINGS)
                .set(TIDINGS.DUE_AT, tx.databaseTime().plus(wait))
                .set(TIDINGS.ATTEMPTS, tiding.attempts + 1)
                .set(TIDINGS.REASON, cut(reason))
                .where(TIDINGS.ID.eq(tiding.id), TIDINGS.STATE.eq(OPEN))
                .execute());
    }

    /** Forgets what was settled long ago. */
    void forget() {
        database.run(tx -> tx.sql().deleteFrom(TIDINGS)
                .where(TIDINGS.STATE.ne(OPEN), TIDINGS.CREATED_AT.lt(tx.databaseTime().minus(KEPT)))
                .execute());
    }

    /** At most {@code limit} that one was or is to be told, before the one with the id {@code before}, newest first. */
    public List<Tiding> page(long hookId, long before, int limit) {
        return database.inTransaction(tx -> tx.sql().selectFrom(TIDINGS)
                .where(TIDINGS.WEBHOOK_ID.eq(hookId), TIDINGS.ID.lt(before))
                .orderBy(TIDINGS.ID.desc())
                .limit(limit)
                .fetch(Tidings::tiding));
    }

    private static @Nullable String cut(@Nullable String reason) {
        return reason == null || reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }

    private static Tiding tiding(Record row) {
        return new Tiding(
                row.get(TIDINGS.ID),
                row.get(TIDINGS.WEBHOOK_ID),
                row.get(TIDINGS.EVENT),
                row.get(TIDINGS.BODY),
                row.get(TIDINGS.STATE),
                row.get(TIDINGS.ATTEMPTS),
                row.get(TIDINGS.DUE_AT),
                row.get(TIDINGS.CREATED_AT),
                row.get(TIDINGS.REASON));
    }
}
