package staytuned.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Database;
import staytuned.delivery.Dispatcher.Round;
import staytuned.delivery.Notices.Ended;
import staytuned.mail.Courier.Connection;
import staytuned.mail.Courier.RelayUnavailable;
import staytuned.mail.Message;
import staytuned.mail.Outcome;
import staytuned.mail.Reply;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.Status;
import staytuned.subscriber.Subscribers;
import staytuned.subscriber.Subscription;

/**
 * Hands over notices, one after another, by a connection of its own beside those of the letters, so that they wait
 * behind none of them; what their relays allow counts for both together.
 */
public final class Messenger {
    private static final Logger LOG = LoggerFactory.getLogger(Messenger.class);
    private static final int AT_ONCE = 200;
    /** After this it begins none, so that the next round sees what came later. */
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration AFTER_BREAK = Duration.ofSeconds(10);
    private static final Duration AFTER_DOUBT = Duration.ofMinutes(1);
    private static final int DOUBTS = 3;
    private static final Duration MEMORY = Duration.ofDays(30);
    private static final int LOGIN_REFUSED = 535;
    private static final int CLOSING = 421;

    private final Desk desk;
    private final Fleet fleet;
    private final Map<Long, Newsletter> newsletters;
    private final Limits limits;
    private final Silences silences;
    private volatile boolean stopped;

    /** What it works with. */
    public record Desk(
            Database database,
            Notices notices,
            Scribe scribe,
            Subscribers subscribers,
            Nodes nodes,
            Outbox.Readers readers,
            Retry retry,
            InstantSource clock) {}

    public Messenger(Desk desk, Fleet fleet) {
        this.desk = desk;
        this.fleet = fleet;
        this.newsletters = desk.readers.newsletters().stream()
                .collect(Collectors.toMap(Newsletter::id, Function.identity()));
        this.limits = new Limits(desk.database);
        this.silences = new Silences(desk.database);
    }

    /** Begins no further notice. */
    public void stop() {
        stopped = true;
    }

    /** Sends what is due, and says how it went. Not for two threads at once. */
    public Round sendDue() {
        var start = desk.clock.instant();
        var left = desk.notices.takeBack(desk.nodes.id(), AFTER_DOUBT);
        if (left > 0) LOG.warn("took back {} notices that were being sent when something failed", left);
        var due = desk.notices.due(start, AT_ONCE);
        if (due.isEmpty()) return Round.NOTHING;
        var held = desk.database.inTransaction(Instances::held);
        if (held.isPresent()) return new Round(0, 0, 0, List.of(held.get()));
        try (var walk = new Walk()) {
            for (var notice : due) {
                if (stopped || Duration.between(start, desk.clock.instant()).compareTo(LONGEST) > 0) break;
                try {
                    walk.take(notice);
                } catch (RuntimeException e) { // a template, mostly: the others go on
                    LOG.error("notice {}: failed, and is tried again", notice.id(), e);
                    desk.notices.postpone(notice, after(AFTER_DOUBT));
                }
            }
            return walk.round();
        }
    }

    /** Forgets those that were settled a month ago. */
    public void forgetOld() {
        desk.notices.forget(desk.clock.instant().minus(MEMORY));
    }

    /** Whether it still makes sense to send it. */
    private boolean isWanted(Notice notice) {
        if (notice.kind().isMove()) return true;
        var status = desk.subscribers.find(notice.subscriptionId())
                .map(Subscription::status)
                .orElse(Status.SUPPRESSED);
        return notice.kind() == Notice.Kind.CONFIRMATION
                ? status == Status.UNCONFIRMED || status == Status.UNSUBSCRIBED
                : status == Status.CONFIRMED;
    }

    /** One round: the connections that are open, and how it went. */
    private final class Walk implements AutoCloseable {
        private final Map<Carrier, Connection> connections = new HashMap<>();
        private final List<String> problems = new ArrayList<>();
        private int sent;
        private int deferred;
        private int bounced;

        void take(Notice notice) {
            var newsletter = newsletters.get(notice.newsletterId());
            if (newsletter == null) return; // it rests, as the letters of one that is no longer in the config do
            if (!isWanted(notice) || notice.doubts() >= DOUBTS) {
                desk.notices.cancel(notice);
                return;
            }
            var receiver = desk.readers.receivers().of(notice.to().domain());
            var carrier = carrier(notice, receiver);
            if (carrier.isEmpty()) return;
            var message = desk.scribe.write(notice, newsletter);
            var connection = connection(carrier.get());
            if (connection == null || !mayGo(carrier.get(), receiver)) return;
            send(notice, message, carrier.get(), connection);
        }

        /** A relay of the newsletter that works; the one that has the largest share of its letters first. */
        private Optional<Carrier> carrier(Notice notice, String receiver) {
            return fleet.inOrder(notice.newsletterId()).stream()
                    .filter(each -> !each.rests(desk.clock.instant()))
                    .filter(each -> !silences.of(each.name()).containsKey(receiver))
                    .findFirst();
        }

        /** Whether the relay's limits have room for one more; where that is a matter of a moment, it is waited for. */
        private boolean mayGo(Carrier carrier, String receiver) {
            var its = carrier.limits().get(receiver);
            return (its == null || take(its)) && take(carrier.limit());
        }

        private boolean take(Limit limit) {
            if (limit.isNone()) return true;
            var grant = limits.take(limit, 1);
            if (grant.letters() == 0) return false;
            try {
                Thread.sleep(grant.in());
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private @Nullable Connection connection(Carrier carrier) {
            var open = connections.get(carrier);
            if (open != null) return open;
            try {
                var fresh = carrier.courier().connect();
                connections.put(carrier, fresh);
                return fresh;
            } catch (RelayUnavailable e) {
                rest(carrier, e);
                return null;
            }
        }

        private void rest(Carrier carrier, RelayUnavailable e) {
            var next = carrier.rest(desk.clock.instant(), desk.retry, e.reply().code() == LOGIN_REFUSED);
            problem(e.getMessage() + "; its mail waits, next try at " + next);
        }

        private void problem(String says) {
            if (problems.contains(says)) return;
            problems.add(says);
            LOG.warn("{}", says);
        }

        private void send(Notice notice, Message message, Carrier carrier, Connection connection) {
            var node = desk.nodes.id();
            var asked = desk.clock.instant();
            if (!desk.notices.begin(notice, node)) return;
            Ended ended;
            if (Duration.between(asked, desk.clock.instant()).abs().compareTo(Nodes.PROOF) >= 0) {
                ended = later(notice, Duration.ZERO, Reply.none("this node was frozen"));
            } else {
                try {
                    var outcome = connection.send(message);
                    ended = ended(notice, outcome);
                    if (outcome instanceof Outcome.Sent) carrier.works();
                } catch (RelayUnavailable e) {
                    hangUp(carrier);
                    var refused = e.reply().code() >= 400 && e.reply().code() != CLOSING;
                    if (!refused) problem(String.valueOf(e.getMessage()));
                    ended = refused ? deferred(notice, e.reply())
                            : later(notice, AFTER_BREAK, Reply.none(String.valueOf(e.getMessage())));
                }
            }
            count(notice, ended);
            desk.notices.settle(notice, node, ended);
        }

        private void hangUp(Carrier carrier) {
            var open = connections.remove(carrier);
            if (open != null) open.close();
        }

        private void count(Notice notice, Ended ended) {
            switch (ended.status()) {
                case SENT -> sent++;
                case BOUNCED -> bounced++;
                default -> deferred++;
            }
            if (ended.status() != DeliveryStatus.SENT) {
                LOG.info("notice {}: {}: {}", notice.id(), ended.status().column(), ended.reply());
            }
        }

        Round round() {
            return new Round(sent, deferred, bounced, List.copyOf(problems));
        }

        @Override
        public void close() {
            connections.values().forEach(Connection::close);
        }
    }

    private Ended ended(Notice notice, Outcome outcome) {
        var reply = outcome.reply();
        var answered = notice.attempts() + 1;
        return switch (outcome) {
            case Outcome.Sent _ -> new Ended(DeliveryStatus.SENT, answered, notice.doubts(), null, reply);
            case Outcome.Bounced _ when !reply.blamesSender() ->
                new Ended(DeliveryStatus.BOUNCED, answered, notice.doubts(), null, reply);
            case Outcome.Bounced _, Outcome.Deferred _ -> deferred(notice, reply);
            case Outcome.Doubtful _ when notice.doubts() + 1 >= DOUBTS ->
                new Ended(DeliveryStatus.BOUNCED, answered, notice.doubts() + 1, null, reply);
            case Outcome.Doubtful _ ->
                new Ended(DeliveryStatus.DOUBTFUL, answered, notice.doubts() + 1, after(AFTER_DOUBT), reply);
        };
    }

    private Ended deferred(Notice notice, Reply reply) {
        var answered = notice.attempts() + 1;
        return desk.retry.next(answered, desk.clock.instant())
                .map(due -> new Ended(DeliveryStatus.DEFERRED, answered, notice.doubts(), due, reply))
                .orElseGet(() -> new Ended(DeliveryStatus.BOUNCED, answered, notice.doubts(), null, reply));
    }

    /** As if it had not been tried. */
    private Ended later(Notice notice, Duration pause, Reply reply) {
        return new Ended(DeliveryStatus.QUEUED, notice.attempts(), notice.doubts(), after(pause), reply);
    }

    private Instant after(Duration pause) {
        return desk.clock.instant().plus(desk.retry.jittered(pause));
    }
}
