package staytuned.delivery;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Database;
import staytuned.delivery.Batches.Holder;
import staytuned.mail.Address;

/**
 * Writes down, before a connection goes on, how its last message ended and which one it begins.
 *
 * <p>A message is on the disk as being sent before its first byte leaves, and how it ended is on the disk before the
 * next one begins. So after a crash at most one message of each open connection is in doubt, and a message whose
 * beginning cannot be recorded is not sent. One commit takes along whatever all connections have to say at that moment:
 * a transaction for each message would be the slowest part of sending.
 *
 * <p>While the database does not answer, everybody waits here: the steps are kept and their commit is tried again.
 */
final class Ledger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final long RETRY_SECONDS = 1;

    private final Database database;
    private final Deliveries deliveries;
    private final Holder holder;
    private final InstantSource clock;
    private final LinkedBlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread writer;

    private record Step(
            @Nullable Settlement ended, @Nullable Delivery next, CompletableFuture<Boolean> mayBegin) {}

    Ledger(Database database, Deliveries deliveries, Holder holder, InstantSource clock) {
        this.database = database;
        this.deliveries = deliveries;
        this.holder = holder;
        this.clock = clock;
        // One alone: where two write, each commit takes along half as much, and all of it costs more.
        this.writer = Thread.ofPlatform().daemon().name("ledger").start(this::write);
    }

    /** For whom it writes. */
    Holder holder() {
        return holder;
    }

    /**
     * Records how a connection's last message ended, if there was one, and that the next one begins, if there is one.
     *
     * @return whether the next one may be sent, once that is on the disk; cancelled where the ledger was closed before
     *     it could be recorded
     */
    CompletableFuture<Boolean> step(@Nullable Settlement ended, @Nullable Delivery next) {
        var step = new Step(ended, next, new CompletableFuture<>());
        steps.add(step);
        if (closed.getCount() == 0 && steps.remove(step)) step.mayBegin.cancel(false);
        return step.mayBegin;
    }

    private void write() {
        var batch = new ArrayList<Step>();
        try {
            while (true) {
                if (batch.isEmpty()) batch.add(steps.take());
                steps.drainTo(batch);
                if (commit(batch)) {
                    batch.clear();
                } else if (closed.await(RETRY_SECONDS, TimeUnit.SECONDS)) {
                    throw new InterruptedException();
                }
            }
        } catch (InterruptedException e) {
            steps.drainTo(batch);
            batch.forEach(step -> step.mayBegin.cancel(false));
        }
    }

    private boolean commit(List<Step> batch) {
        try {
            var ended = batch.stream().map(Step::ended).filter(Objects::nonNull).toList();
            var next = batch.stream().map(Step::next).filter(Objects::nonNull).toList();
            var begun = database.inTransaction(tx -> {
                deliveries.settle(tx, holder, ended, clock.instant());
                return deliveries.begin(tx, holder, next);
            });
            for (var step : batch) step.mayBegin.complete(step.next != null && begun.contains(step.next.id()));
            return true;
        } catch (RuntimeException e) {
            var why = String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            LOG.error("results cannot be recorded; nothing more is sent until they can: {}", Address.oneLine(why, 300));
            return false;
        }
    }

    /** Ends the ledger. What is not on the disk by then is in doubt, and the next start finds it so. */
    @Override
    public void close() {
        closed.countDown();
        writer.interrupt();
    }
}
