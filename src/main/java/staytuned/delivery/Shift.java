package staytuned.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.delivery.Composer.Edition;
import staytuned.delivery.Dispatcher.Desk;
import staytuned.delivery.Dispatcher.Job;
import staytuned.delivery.Dispatcher.Round;
import staytuned.mail.Copy;
import staytuned.mail.Courier.Connection;
import staytuned.mail.Courier.RelayUnavailable;
import staytuned.mail.Outcome;
import staytuned.mail.Reply;
import staytuned.schedule.Hours;

/** All connections to one relay for one round, from the first message that is due to the last. */
final class Shift {
    private static final Logger LOG = LoggerFactory.getLogger(Shift.class);

    /** A shift begins no message after this, so that the next one sees issues that came later. */
    private static final Duration LONGEST = Duration.ofSeconds(30);
    /** When a connection breaks before the message was whole: that message waits this long, the others do not. */
    private static final Duration AFTER_BREAK = Duration.ofSeconds(10);
    /** When nobody knows whether the relay has a message: it may still be at work on it. */
    private static final Duration AFTER_DOUBT = Duration.ofMinutes(1);
    /** A relay that so often takes a message and does not say so has perhaps delivered it each time. */
    private static final int DOUBTS = 3;
    /** A relay that breaks off so many messages in a row, on one connection, takes no mail. */
    private static final int BREAKS_IN_A_ROW = 3;
    /** A message that has broken off so often may be the reason itself: from then on each is an attempt. */
    private static final int BREAKS_OF_ONE = 10;
    /** RFC 4954 section 6: the user or the password is wrong, and stays so. */
    private static final int LOGIN_REFUSED = 535;

    /** RFC 5321 section 3.8: the server closes the connection. */
    private static final int CLOSING = 421;

    private final Dispatcher dispatcher;
    private final Desk desk;
    private final Ledger ledger;
    private final Carrier carrier;
    private final Map<Long, Job> jobs;
    private final Instant until;
    private final Map<Long, Edition> editions = new ConcurrentHashMap<>();
    private final ArrayDeque<Long> turns;
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    private final Set<Batch> inHand = new LinkedHashSet<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private final ReentrantLock door = new ReentrantLock();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger deferred = new AtomicInteger();
    private final AtomicInteger bounced = new AtomicInteger();
    private volatile boolean proved;
    private volatile boolean over;

    Shift(Dispatcher dispatcher, Desk desk, Ledger ledger, Carrier carrier, Map<Long, Job> jobs) {
        this.dispatcher = dispatcher;
        this.desk = desk;
        this.ledger = ledger;
        this.carrier = carrier;
        this.jobs = jobs;
        this.turns = new ArrayDeque<>(jobs.keySet());
        this.until = desk.clock().instant().plus(LONGEST);
    }

    /** Sends one message after another over one connection, until none is due or the relay takes no more. */
    void work() {
        var line = new Line();
        try {
            var more = true;
            while (more) more = line.advance();
        } catch (RuntimeException e) {
            failed(e);
        } finally {
            line.end();
        }
    }

    /** How it went, once no connection works any more. */
    Round round() {
        desk.deliveries().release(ledger.holder(), inHand);
        for (var each : waiting) {
            dispatcher.shares(Objects.requireNonNull(jobs.get(each.issueId()))).took(carrier, -1);
        }
        return new Round(sent.get(), deferred.get(), bounced.get(), List.copyOf(problems));
    }

    /** One connection, and how its last message ended, as long as that is not on the disk. */
    private final class Line {
        private @Nullable Connection connection;
        private @Nullable Settlement ended;
        private int breaks;

        /** Sends the next message; false when there is none for this connection. */
        boolean advance() {
            var next = next();
            if (next == null) return false;
            var copy = copy(next);
            try {
                if (!connected() || !paced()) return false;
                if (mayBegin(next)) send(next, copy);
                return true;
            } finally {
                if (door.isHeldByCurrentThread()) door.unlock();
            }
        }

        /**
         * Whether the next message may be sent. The proof must be fresh when its first byte leaves: a node that was
         * frozen in between may have been given up, and its message taken over.
         */
        private boolean mayBegin(Delivery next) {
            if (rests(next, desk.clock().instant())) return false; // it has waited for the relay's pace
            while (true) {
                var asked = desk.clock().instant();
                if (!ledger.step(take(), next)) return false;
                if (Duration.between(asked, desk.clock().instant()).abs().compareTo(Nodes.PROOF) < 0) return true;
            }
        }

        private void send(Delivery next, Copy copy) {
            try {
                ended = settle(next, Objects.requireNonNull(connection).send(copy));
                breaks = 0;
                proved();
            } catch (RelayUnavailable e) {
                var refused = e.reply().code() >= 400 && e.reply().code() != CLOSING;
                ended = refused ? refused(next, e.reply()) : broken(next, e);
                hangUp();
                if (!refused && (++breaks == BREAKS_IN_A_ROW || !carrier.isHealthy())) rest(e);
            } catch (RuntimeException e) {
                LOG.error("delivery {}: failed, and is tried again", next.id(), e);
                ended = defer(next, Reply.none(String.valueOf(e)));
                hangUp();
            }
        }

        /**
         * The first connection opens alone: a wrong password is tried once, not by all. To a relay that has rested it
         * carries its first message before another opens.
         */
        private boolean connected() {
            if (connection != null) return true;
            if (!proved) door.lock();
            if (over) return false;
            try {
                connection = carrier.courier().connect();
            } catch (RelayUnavailable e) {
                rest(e);
                return false;
            }
            if (carrier.isHealthy()) proved();
            return true;
        }

        private void proved() {
            proved = true;
            if (door.isHeldByCurrentThread()) door.unlock();
        }

        /** Waits for the relay's pace; false when that lasts longer than the shift, or the service stops. */
        private boolean paced() {
            var left = Duration.between(desk.clock().instant(), until);
            var wait = carrier.pace().reserve(left).orElse(null);
            if (wait == null) {
                over = true;
                return false;
            }
            if (wait.isZero()) return true;
            record(); // what is known must not wait
            return dispatcher.pause(wait);
        }

        private @Nullable Settlement take() {
            var taken = ended;
            ended = null;
            return taken;
        }

        private void record() {
            if (ended != null) ledger.step(take(), null);
        }

        private void hangUp() {
            if (connection != null) connection.close();
            connection = null;
        }

        void end() {
            try {
                record();
            } catch (CancellationException e) {
                LOG.warn("relay {}: ended before the last result was recorded", carrier.name());
            } finally {
                hangUp();
            }
        }
    }

    private synchronized @Nullable Delivery next() {
        var now = desk.clock().instant();
        if (over || dispatcher.isStopped() || !now.isBefore(until)) return null;
        var next = waiting.poll();
        while (next != null || claim(now)) {
            if (next != null && !rests(next, now)) return next;
            next = waiting.poll();
        }
        return null;
    }

    /** Takes more in hand, from the issue whose turn it is; false where nothing is due. */
    private boolean claim(Instant now) {
        var most = carrier.pace().within(Duration.between(now, until), Batches.SIZE);
        for (var i = 0; most > 0 && i < turns.size(); i++) {
            var issue = turns.removeFirst();
            turns.addLast(issue);
            var job = Objects.requireNonNull(jobs.get(issue));
            var shares = dispatcher.shares(job);
            if (dispatcher.rests(issue) || !job.mayGo(now) || !shares.mayTake(carrier, now, System.nanoTime())) continue;
            var hours = job.times().local() ? job.times().hours() : Hours.ALWAYS;
            var claimed = desk.deliveries()
                    .claim(ledger.holder(), issue, now, most, inDoubt(issue), hours);
            for (var each : claimed) inHand.add(each.batch());
            waiting.addAll(claimed);
            shares.took(carrier, claimed.size());
            if (!claimed.isEmpty()) return true;
        }
        return false;
    }

    /** Whether a letter's issue is left alone, or quiet hours have begun for it. */
    private boolean rests(Delivery delivery, Instant now) {
        var issue = delivery.issueId();
        return dispatcher.rests(issue) || !Objects.requireNonNull(jobs.get(issue)).mayGo(now, delivery);
    }

    private InDoubt inDoubt(long issueId) {
        return Objects.requireNonNull(jobs.get(issueId)).route().inDoubt();
    }

    private Copy copy(Delivery delivery) {
        return desk.composer().compose(delivery, editions.computeIfAbsent(delivery.issueId(), this::edition));
    }

    private Edition edition(long issueId) {
        var job = Objects.requireNonNull(jobs.get(issueId));
        return desk.composer().edition(job.issue(), desk.issues().letter(issueId), job.route().newsletter());
    }

    private void rest(RelayUnavailable e) {
        var hopeless = e.reply().code() == LOGIN_REFUSED;
        var next = carrier.rest(desk.clock().instant(), desk.retry(), hopeless);
        over = true;
        problem(e.getMessage() + "; its letters wait, next try at " + next);
    }

    /** Something on our side failed, the database mostly: the round ends, and the next one finds what it left. */
    private void failed(RuntimeException e) {
        over = true;
        LOG.error("relay {}: the round failed, and the next one goes on", carrier.name(), e);
        problem("relay " + carrier.name() + ": " + e.getMessage());
    }

    private synchronized void problem(String says) {
        if (problems.add(says)) LOG.warn("{}", says);
    }

    private Settlement settle(Delivery delivery, Outcome outcome) {
        var reply = outcome.reply();
        return switch (outcome) {
            case Outcome.Sent _ -> {
                carrier.works();
                sent.incrementAndGet();
                guard(delivery, Reception.TAKEN);
                yield Settlement.sent(delivery, reply);
            }
            case Outcome.Bounced _ when reply.blamesSender() -> refused(delivery, reply);
            case Outcome.Bounced _ -> {
                guard(delivery, Reception.BOUNCED);
                yield bounce(delivery, reply);
            }
            case Outcome.Doubtful _ -> doubt(delivery, reply);
            case Outcome.Deferred _ -> defer(delivery, reply);
        };
    }

    /** Counts how a letter was received, and says so where its issue is paused for that. */
    private void guard(Delivery delivery, Reception one) {
        var issue = Objects.requireNonNull(jobs.get(delivery.issueId())).issue();
        desk.guard().note(issue, one).ifPresent(this::problem);
    }

    private Settlement bounce(Delivery delivery, Reply reply) {
        bounced.incrementAndGet();
        LOG.info("delivery {}: bounced: {}", delivery.id(), reply);
        return Settlement.bounced(delivery, reply);
    }

    private Settlement doubt(Delivery delivery, Reply reply) {
        if (delivery.doubts() + 1 == DOUBTS && inDoubt(delivery.issueId()) == InDoubt.RESEND) {
            LOG.warn("delivery {}: {} times nobody knew whether the relay took it; it is not sent again: {}",
                    delivery.id(), DOUBTS, reply);
            return bounce(delivery, reply);
        }
        deferred.incrementAndGet();
        var then = inDoubt(delivery.issueId()) == InDoubt.HOLD ? "an admin decides" : "it is sent again";
        LOG.warn("delivery {}: nobody knows whether the relay took it, {}: {}", delivery.id(), then, reply);
        return Settlement.doubtful(delivery, after(AFTER_DOUBT), reply);
    }

    private Settlement defer(Delivery delivery, Reply reply) {
        var due = desk.retry().next(delivery.attempts() + 1, desk.clock().instant());
        if (due.isEmpty()) return bounce(delivery, reply);
        deferred.incrementAndGet();
        LOG.info("delivery {}: deferred: {}", delivery.id(), reply);
        return Settlement.deferred(delivery, due.get(), reply);
    }

    /** The relay refuses the sender or the content: no reader is to blame, and the issue is left alone for a while. */
    private Settlement refused(Delivery delivery, Reply reply) {
        if (reply.code() >= 500) guard(delivery, Reception.REFUSED);
        var next = dispatcher.rest(delivery.issueId());
        problem("issue " + delivery.issueId() + ": relay " + carrier.name() + " refuses its sender or its content ("
                + reply + "); its letters wait, next try at " + next);
        return Settlement.untried(delivery, next, reply);
    }

    /** The connection broke before the message was whole, which costs no attempt, unless it is always this message. */
    private Settlement broken(Delivery delivery, RelayUnavailable e) {
        LOG.info("delivery {}: {}", delivery.id(), e.getMessage());
        var reply = Reply.none(String.valueOf(e.getMessage()));
        if (delivery.breaks() >= BREAKS_OF_ONE) return defer(delivery, reply);
        return Settlement.broken(delivery, after(AFTER_BREAK), reply);
    }

    private Instant after(Duration pause) {
        return desk.clock().instant().plus(desk.retry().jittered(pause));
    }
}
