package staytuned.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
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
    /** The same where it says that it is too much, which is mostly the word of one receiver. */
    private static final int TOO_FAST_IN_A_ROW = 10;
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
    private final Map<Long, Edition> editions = new ConcurrentHashMap<>();
    private final Sorter sorter;
    private final Set<String> problems = new LinkedHashSet<>();
    private final ReentrantLock door = new ReentrantLock();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger deferred = new AtomicInteger();
    private final AtomicInteger bounced = new AtomicInteger();
    private volatile boolean proved;

    /**
     * @param turns the newsletters, the one whose turn it is first; kept from shift to shift
     */
    Shift(Dispatcher dispatcher, Ledger ledger, Map<Long, Job> jobs, SequencedSet<Long> turns) {
        this.dispatcher = dispatcher;
        this.desk = dispatcher.desk();
        this.ledger = ledger;
        this.carrier = dispatcher.carrier();
        this.sorter = new Sorter(dispatcher, ledger.holder(), jobs, turns, LONGEST);
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
        sorter.close();
        return new Round(sent.get(), deferred.get(), bounced.get(), List.copyOf(problems));
    }

    /** One connection, and how its last message ended, as long as that is not on the disk. */
    private final class Line {
        private @Nullable Connection connection;
        private @Nullable Settlement ended;
        private int breaks;
        private long took;
        private @Nullable Reply answer;

        /** Sends the next message, or waits until there may be one; false when there is none for this connection. */
        boolean advance() {
            var next = sorter.next();
            if (next == null) {
                record(); // what is known must not wait
                return sorter.await();
            }
            took = 0;
            answer = null;
            try {
                var copy = copy(next);
                if (!connected()) return false;
                if (mayBegin(next, copy)) send(next, copy);
                return true;
            } finally {
                if (door.isHeldByCurrentThread()) door.unlock();
                sorter.done(next, took, answer);
            }
        }

        /**
         * Whether the next message may be sent. The proof must be fresh when its first byte leaves: a node that was
         * frozen in between may have been given up, and its message taken over.
         */
        private boolean mayBegin(Delivery next, Copy copy) {
            if (!sorter.mayGo(next)) return false; // it has waited for its connection
            while (true) {
                var asked = desk.clock().instant();
                var noted = ledger.step(take(), next);
                Objects.requireNonNull(connection).prepare(copy); // while the disk works
                if (!noted.join()) return false;
                if (Duration.between(asked, desk.clock().instant()).abs().compareTo(Nodes.PROOF) < 0) return true;
            }
        }

        private void send(Delivery next, Copy copy) {
            var start = System.nanoTime();
            try {
                var outcome = Objects.requireNonNull(connection).send(copy);
                took = Math.max(1, System.nanoTime() - start);
                answer = outcome.reply();
                ended = settle(next, outcome);
                breaks = 0;
                proved();
            } catch (RelayUnavailable e) {
                answer = e.reply();
                var refused = e.reply().code() >= 400 && e.reply().code() != CLOSING;
                ended = refused ? refused(next, e.reply()) : broken(next, e);
                hangUp();
                if (refused) return;
                var most = carrier.isHealthy() ? e.reply().isTooFast() ? TOO_FAST_IN_A_ROW : BREAKS_IN_A_ROW : 1;
                if (++breaks >= most) rest(e);
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
            if (sorter.isOver()) return false;
            try {
                connection = carrier.courier().connect();
            } catch (RelayUnavailable e) {
                rest(e);
                return false;
            }
            carrier.logbook().opened();
            if (carrier.isHealthy()) proved();
            return true;
        }

        private void proved() {
            proved = true;
            if (door.isHeldByCurrentThread()) door.unlock();
        }

        private @Nullable Settlement take() {
            var taken = ended;
            ended = null;
            if (taken != null) {
                var newsletter = sorter.job(taken.batch().issueId()).newsletterId();
                carrier.logbook().note(newsletter, taken.status());
            }
            return taken;
        }

        private void record() {
            if (ended != null) ledger.step(take(), null).join();
        }

        private void hangUp() {
            if (connection == null) return;
            carrier.logbook().closed();
            connection.close();
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

    private InDoubt inDoubt(long issueId) {
        return sorter.job(issueId).route().inDoubt();
    }

    private Copy copy(Delivery delivery) {
        return desk.composer().compose(delivery, editions.computeIfAbsent(delivery.issueId(), this::edition));
    }

    private Edition edition(long issueId) {
        var job = sorter.job(issueId);
        var issues = desk.issues();
        return desk.composer().edition(
                job.issue(), issues.letter(issueId), issues.variants(issueId), job.route().newsletter());
    }

    private void rest(RelayUnavailable e) {
        var hopeless = e.reply().code() == LOGIN_REFUSED;
        var next = carrier.rest(desk.clock().instant(), desk.retry(), hopeless);
        sorter.end();
        problem(e.getMessage() + "; its letters wait, next try at " + next);
    }

    /** Something on our side failed, the database mostly: the round ends, and the next one finds what it left. */
    private void failed(RuntimeException e) {
        sorter.end();
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
        var issue = sorter.job(delivery.issueId()).issue();
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
