package staytuned.delivery;

import static staytuned.db.schema.Tables.NODES;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Database;
import staytuned.db.Tx;

/**
 * The processes that send, this one among them. A node says again and again that it is alive; what one that no longer
 * says so had in hand is taken back.
 *
 * <p>Whether a node is alive is asked of the database's clock, which is the same for all. What notes that a message
 * begins asks, in the same statement, whether the node will be believed to be alive for {@link #PROOF} more, and the
 * message's first byte leaves within that time or not at all: so a node that was frozen and wakes after others have given
 * it up begins nothing. One that was given up goes on under another name, so that what it had before is not its own.
 */
public final class Nodes {
    /** How long a node is believed to be alive after it last said so. */
    static final Duration LEASE = Duration.ofSeconds(30);
    /** So long is the proof good that a message is still this node's. */
    static final Duration PROOF = LEASE.dividedBy(3);
    /** A node that seems dead may just be frozen inside a message: others wait so long before they send it again. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);

    private final Database database;
    private final Deliveries deliveries;
    private final InstantSource clock;
    private volatile String id = UUID.randomUUID().toString();
    private boolean joined;

    public Nodes(Database database, Deliveries deliveries, InstantSource clock) {
        this.database = database;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /** This node's name, until it is given up. */
    String id() {
        return id;
    }

    /**
     * Makes this node known.
     *
     * @param alone whether no other process can have the database open, so that every other node is dead
     */
    public void join(boolean alone) {
        // The others have surely ended, so that none of them is inside a message: it may go out again at once.
        if (alone) database.run(tx -> bury(tx, DSL.trueCondition(), Duration.ZERO));
        beat();
    }

    /**
     * Says that this node is alive, and takes back what dead ones had in hand. Due every ten seconds.
     *
     * <p>A node that could not say so for a while calls nobody dead: perhaps the database was away, and the others
     * could not say so either.
     */
    public synchronized void beat() {
        database.run(tx -> {
            var now = tx.databaseTime();
            var until = tx.sql().select(NODES.ALIVE_UNTIL)
                    .from(NODES)
                    .where(NODES.ID.eq(id))
                    .forUpdate()
                    .fetchOne(NODES.ALIVE_UNTIL);
            if (until == null) {
                if (joined) id = UUID.randomUUID().toString();
                tx.sql().insertInto(NODES).set(NODES.ID, id).set(NODES.ALIVE_UNTIL, now.plus(LEASE)).execute();
            } else {
                tx.sql().update(NODES)
                        .set(NODES.ALIVE_UNTIL, now.plus(LEASE))
                        .where(NODES.ID.eq(id))
                        .execute();
            }
            var late = until == null ? joined : until.isBefore(now);
            if (!late) bury(tx, NODES.ALIVE_UNTIL.lt(now), GRACE);
        });
        joined = true;
    }

    /**
     * First the node's row goes, for which its transactions that prove themselves are waited for; then what it had.
     */
    private void bury(Tx tx, Condition dead, Duration grace) {
        tx.sql().deleteFrom(NODES).where(dead).execute();
        var known = Set.copyOf(tx.sql().select(NODES.ID).from(NODES).fetch(NODES.ID));
        var due = clock.instant().plus(grace);
        for (var node : deliveries.holders(tx)) {
            if (known.contains(node)) continue;
            var batches = deliveries.takeBack(tx, node, due);
            LOG.warn("took back {} batches from node {}, which has died", batches, node);
        }
    }

    /** Whether {@code node} is believed to be alive; if so, nobody takes anything from it before {@code tx} ends. */
    static boolean prove(Tx tx, String node) {
        var alive = tx.sql().selectOne().from(NODES).where(NODES.ID.eq(node), NODES.ALIVE_UNTIL.gt(Tx.now()));
        return !tx.keep(alive).fetch().isEmpty();
    }

    /** Whether {@code node} will be believed to be alive for {@code time} more. */
    static Condition alive(Field<String> node, Duration time) {
        var then = Tx.now().add(DSL.inline(DayToSecond.valueOf(time)));
        return DSL.exists(DSL.selectOne().from(NODES).where(NODES.ID.eq(node), NODES.ALIVE_UNTIL.gt(then)));
    }

    /** Whether {@code node} has not been given up. */
    static Condition known(Field<String> node) {
        return DSL.exists(DSL.selectOne().from(NODES).where(NODES.ID.eq(node)));
    }

    /** Whether some node is at work on this database now. */
    static boolean anyAlive(Tx tx) {
        return tx.sql().fetchExists(NODES, NODES.ALIVE_UNTIL.gt(Tx.now()));
    }

    /** Whether some process sends, or seemed to half a minute ago. */
    public boolean anyAtWork() {
        return database.inTransaction(Nodes::anyAlive);
    }

    /** Says that this node has ended. */
    public void leave() {
        database.run(tx -> tx.sql().deleteFrom(NODES).where(NODES.ID.eq(id)).execute());
    }
}
