package staytuned.delivery;

import static staytuned.db.schema.Tables.NODES;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Database;

/**
 * The processes that send, this one among them. A node says again and again that it is alive; what one that no longer
 * says so had in hand is taken back.
 */
public final class Nodes {
    /** How long a node is believed to be alive after it last said so. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);

    private final Database database;
    private final Deliveries deliveries;
    private final InstantSource clock;
    private final String id = UUID.randomUUID().toString();
    private volatile @Nullable Instant lastBeat;

    public Nodes(Database database, Deliveries deliveries, InstantSource clock) {
        this.database = database;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /** This node's name. */
    String id() {
        return id;
    }

    /**
     * Makes this node known.
     *
     * @param alone whether no other process can have the database open, so that every other node is dead
     */
    public void join(boolean alone) {
        if (alone) database.run(tx -> tx.sql().deleteFrom(NODES).execute());
        beat();
    }

    /**
     * Says that this node is alive, and takes back what dead ones had in hand. Due every ten seconds.
     *
     * <p>A node that could not say so for a while calls nobody dead: perhaps the database was away, and the others
     * could not say so either.
     */
    public void beat() {
        var now = clock.instant();
        var late = lastBeat != null && lastBeat.plus(LEASE).isBefore(now);
        var back = database.inTransaction(tx -> {
            var known = tx.sql().update(NODES)
                    .set(NODES.ALIVE_UNTIL, now.plus(LEASE))
                    .where(NODES.ID.eq(id))
                    .execute();
            if (known == 0) {
                tx.sql().insertInto(NODES).set(NODES.ID, id).set(NODES.ALIVE_UNTIL, now.plus(LEASE)).execute();
            }
            if (late) return 0;
            var lost = deliveries.takeBack(tx, now);
            tx.sql().deleteFrom(NODES).where(NODES.ALIVE_UNTIL.le(now)).execute();
            return lost;
        });
        lastBeat = now;
        if (back > 0) LOG.warn("took back {} deliveries from a node that has died", back);
    }

    /** Says that this node has ended. */
    public void leave() {
        database.run(tx -> tx.sql().deleteFrom(NODES).where(NODES.ID.eq(id)).execute());
    }
}
