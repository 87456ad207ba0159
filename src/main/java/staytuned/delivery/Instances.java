package staytuned.delivery;

import static staytuned.db.schema.Tables.INSTANCES;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.issue.IssueState;
import staytuned.issue.Issues;

/**
 * Which database this is, and how far it has come: a restored backup does not know what has been sent since, and so
 * mails nothing before an admin has said that it may.
 *
 * <p>The database has a name and an epoch, which grows with every beat of every node. A file in the data folder keeps
 * the name and the last epoch that this node has seen. It is written after the database, so it is never ahead of it,
 * unless the database is a backup.
 */
public final class Instances {
    private static final Logger LOG = LoggerFactory.getLogger(Instances.class);
    private static final Pattern FILE = Pattern.compile("([0-9a-f-]{36}) ([0-9]{1,18})\\s*");
    /** A service that was killed in the middle of an issue is back by then; later an admin is asked. */
    private static final Duration LONGEST_GONE = Duration.ofHours(6);

    private final Database database;
    private final Issues issues;
    private final Path file;

    private record Known(String id, long epoch) {}

    /**
     * @param data the data folder of this node
     */
    public Instances(Database database, Issues issues, Path data) {
        this.database = database;
        this.issues = issues;
        this.file = data.resolve("instance");
    }

    /** Compares the database with what this node's data folder remembers. Before anything is sent. */
    public void start() {
        var remembered = remembered();
        var sending = !issues.in(IssueState.SENDING).isEmpty();
        database.run(tx -> {
            var now = tx.databaseTime();
            var row = tx.sql().selectFrom(INSTANCES).forUpdate().fetchOne();
            if (row == null) {
                if (sending) make(tx, now, "it comes from a version that kept no record of it, or from elsewhere");
                else make(tx, now, null);
                return;
            }
            if (row.getHeld() != null || !sending || Nodes.anyAlive(tx)) return;
            var why = suspicion(remembered, new Known(row.getId(), row.getEpoch()));
            if (why == null && !row.getEnded() && row.getSeenAt().plus(LONGEST_GONE).isBefore(now)) {
                why = "it was last at work at " + row.getSeenAt() + " and did not end as it should";
            }
            if (why != null) tx.sql().update(INSTANCES).set(INSTANCES.HELD, why).execute();
        });
        held().ifPresentOrElse(why -> LOG.error("{}", why), this::advance);
    }

    private static @Nullable String suspicion(@Nullable Known remembered, Known found) {
        if (remembered == null || !remembered.id.equals(found.id)) {
            return "this data folder has never served it, and no other node is at work";
        }
        return remembered.epoch > found.epoch ? "it is older than this data folder remembers" : null;
    }

    private static void make(Tx tx, Instant now, @Nullable String held) {
        tx.sql().insertInto(INSTANCES)
                .set(INSTANCES.ID, UUID.randomUUID().toString())
                .set(INSTANCES.EPOCH, 1L)
                .set(INSTANCES.SEEN_AT, now)
                .set(INSTANCES.ENDED, false)
                .set(INSTANCES.HELD, held)
                .execute();
    }

    /** Notes that this node is at work, in the database and then in the data folder. Due every ten seconds. */
    public void advance() {
        note(false);
    }

    /** Notes that this node ends as it should. */
    public void end() {
        note(true);
    }

    private void note(boolean ended) {
        var known = database.inTransaction(tx -> {
            tx.sql().update(INSTANCES)
                    .set(INSTANCES.EPOCH, INSTANCES.EPOCH.plus(1))
                    .set(INSTANCES.SEEN_AT, tx.databaseTime())
                    .set(INSTANCES.ENDED, ended)
                    .where(INSTANCES.HELD.isNull())
                    .execute();
            return tx.sql().selectFrom(INSTANCES)
                    .where(INSTANCES.HELD.isNull())
                    .fetchOptional(row -> new Known(row.getId(), row.getEpoch()));
        });
        known.ifPresent(this::remember);
    }

    /** Why nothing is sent, as a sentence with its cure; none where nothing stands against it. */
    public Optional<String> held() {
        return database.inTransaction(Instances::held);
    }

    static Optional<String> held(Tx tx) {
        return tx.sql().select(INSTANCES.HELD)
                .from(INSTANCES)
                .where(INSTANCES.HELD.isNotNull())
                .fetchOptional(INSTANCES.HELD)
                .map(why -> "the database seems to be a restored backup: " + why + ". Letters that have gone out since "
                        + "it was made would go out again, so nothing is sent until \"staytuned resume "
                        + "--after-restore\"");
    }

    /** An admin says that letters may go out; false where nothing stood against it. */
    public boolean resume() {
        var remembered = remembered();
        var least = remembered == null ? 0 : remembered.epoch;
        var held = database.inTransaction(tx -> tx.sql().update(INSTANCES)
                .set(INSTANCES.EPOCH, DSL.greatest(INSTANCES.EPOCH, DSL.val(least)).plus(1))
                .set(INSTANCES.SEEN_AT, tx.databaseTime())
                .setNull(INSTANCES.HELD)
                .where(INSTANCES.HELD.isNotNull())
                .execute());
        if (held == 0) return false;
        advance();
        return true;
    }

    /** What the file says; null where there is none, or none that makes sense. */
    private @Nullable Known remembered() {
        try {
            if (!Files.exists(file)) return null;
            var said = FILE.matcher(Files.readString(file));
            return said.matches() ? new Known(said.group(1), Long.parseLong(said.group(2))) : null;
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void remember(Known known) {
        try {
            var next = file.resolveSibling("instance.new");
            Files.writeString(next, known.id + " " + known.epoch + "\n");
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
