package staytuned.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.delivery.Dispatcher.Desk;
import staytuned.delivery.Dispatcher.Job;
import staytuned.delivery.Dispatcher.Round;
import staytuned.mail.Courier.Connection;
import staytuned.mail.Courier.RelayUnavailable;
import staytuned.mail.Message;
import staytuned.mail.Outcome;
import staytuned.mail.Reply;

/** All connections to one relay, from the first message that is due to the last. */
final class Shift {
    private static final Logger LOG = LoggerFactory.getLogger(Shift.class);

    /** How many deliveries are leased at a time. */
    private static final int BATCH = 500;
    /** When a connection breaks before the message was whole: that message waits this long, the others do not. */
    private static final Duration AFTER_BREAK = Duration.ofSeconds(10);
    /** When nobody knows whether the relay has a message: it may still be at work on it. */
    private static final Duration AFTER_DOUBT = Duration.ofMinutes(1);
    /** A relay that breaks off so many messages in a row, on one connection, takes no mail. */
    private static final int BREAKS = 3;
    /** A shift leases no more after this, so that the next one sees issues that came later. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Desk desk;
    private final Ledger ledger;
    private final Carrier carrier;
    private final Map<Long, Job> jobs;
    private final CountDownLatch stopped;
    private final ArrayDeque<Delivery> leased = new ArrayDeque<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger deferred = new AtomicInteger();
    private final AtomicInteger bounced = new AtomicInteger();
    private final Instant until;
    private @Nullable String problem;

    Shift(Desk desk, Ledger ledger, Carrier carrier, Map<Long, Job> jobs, CountDownLatch stopped) {
        this.desk = desk;
        this.ledger = ledger;
        this.carrier = carrier;
        this.jobs = jobs;
        this.stopped = stopped;
        this.until = desk.clock().instant().plus(LONGEST);
    }

    /** Sends one message after another over one connection, until none is due or the relay takes no more. */
    void work() {
        Connection connection = null;
        Settlement ended = null;
        var breaks = 0;
        try {
            while (true) {
                var next = next();
                if (next != null && connection == null) {
                    try {
                        connection = carrier.courier().connect();
                    } catch (RelayUnavailable e) {
                        rest(e);
                        giveBack(List.of(next));
                        next = null;
                    }
                }
                if (next != null && !paced()) {
                    giveBack(List.of(next));
                    next = null;
                }
                if (ended == null && next == null) return;
                var mayBegin = ledger.step(ended, next);
                ended = null;
                if (next == null || connection == null) return;
                if (!mayBegin) continue;
                try {
                    ended = settle(next, connection.send(message(next)));
                    breaks = 0;
                } catch (RelayUnavailable e) {
                    LOG.info("delivery {}: {}", next.id(), e.getMessage());
                    ended = again(next, e);
                    connection.close();
                    connection = null;
                    if (++breaks == BREAKS) rest(e);
                }
            }
        } catch (CancellationException e) {
            LOG.warn("relay {}: ended before the last result was recorded", carrier.name());
        } finally {
            if (connection != null) connection.close();
        }
    }

    /** How it went, once no connection works any more. */
    Round round() {
        giveBack(List.copyOf(leased));
        return new Round(sent.get(), deferred.get(), bounced.get(), problem == null ? List.of() : List.of(problem));
    }

    private synchronized @Nullable Delivery next() {
        if (stopped.getCount() == 0 || problem != null) return null;
        var now = desk.clock().instant();
        if (leased.isEmpty() && now.isBefore(until)) {
            leased.addAll(desk.deliveries().lease(desk.nodes().id(), jobs.keySet(), now, BATCH));
        }
        return leased.poll();
    }

    private synchronized void rest(RelayUnavailable e) {
        var until = carrier.rest(desk.clock().instant(), desk.retry());
        if (problem != null) return;
        problem = e.getMessage() + "; its letters wait, next try at " + until;
        LOG.warn("{}", problem);
    }

    private void giveBack(List<Delivery> unused) {
        if (unused.isEmpty()) return;
        desk.deliveries().release(desk.nodes().id(), unused.stream().map(Delivery::id).toList());
    }

    /** Waits for the relay's pace; false when the service stops first. */
    private boolean paced() {
        try {
            return !stopped.await(carrier.pace().reserve().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private Message message(Delivery delivery) {
        var job = job(delivery);
        return desk.composer().compose(delivery, job.issue(), job.newsletter());
    }

    private Job job(Delivery delivery) {
        return Objects.requireNonNull(jobs.get(delivery.issueId()));
    }

    private Settlement settle(Delivery delivery, Outcome outcome) {
        var now = desk.clock().instant();
        var attempts = delivery.attempts() + 1;
        var reply = outcome.reply();
        return switch (outcome) {
            case Outcome.Sent _ -> {
                carrier.works();
                sent.incrementAndGet();
                yield new Settlement(delivery.id(), DeliveryStatus.SENT, attempts, false, null, reply);
            }
            case Outcome.Bounced _ -> {
                bounced.incrementAndGet();
                LOG.info("delivery {}: bounced: {}", delivery.id(), reply);
                yield new Settlement(delivery.id(), DeliveryStatus.BOUNCED, attempts, false, null, reply);
            }
            case Outcome.Doubtful _ -> {
                deferred.incrementAndGet();
                LOG.warn("delivery {}: nobody knows whether the relay took it, it is sent again: {}",
                        delivery.id(), reply);
                var due = now.plus(desk.retry().jittered(AFTER_DOUBT));
                yield new Settlement(delivery.id(), DeliveryStatus.DOUBTFUL, attempts, true, due, reply);
            }
            case Outcome.Deferred _ -> {
                var published = Objects.requireNonNull(job(delivery).issue().publishedAt());
                var due = desk.retry().next(attempts, published, now);
                (due.isPresent() ? deferred : bounced).incrementAndGet();
                var status = due.isPresent() ? DeliveryStatus.DEFERRED : DeliveryStatus.BOUNCED;
                LOG.info("delivery {}: {}: {}", delivery.id(), status, reply);
                yield new Settlement(delivery.id(), status, attempts, false, due.orElse(null), reply);
            }
        };
    }

    /** The message was not handed over, and nobody refused it: it waits as if this had not been. */
    private Settlement again(Delivery delivery, RelayUnavailable e) {
        var due = desk.clock().instant().plus(desk.retry().jittered(AFTER_BREAK));
        var reply = Reply.none(String.valueOf(e.getMessage()));
        return new Settlement(delivery.id(), DeliveryStatus.QUEUED, delivery.attempts(), false, due, reply);
    }
}
