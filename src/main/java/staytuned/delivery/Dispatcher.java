package staytuned.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Database;
import staytuned.delivery.Batches.Holder;
import staytuned.issue.Issue;
import staytuned.issue.IssueState;
import staytuned.issue.Issues;
import staytuned.schedule.Times;

/** Hands over to one relay what is due. Each relay has a dispatcher of its own, so that a slow one slows no other. */
public final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** How long an issue whose sender or content the relay refuses is left alone. */
    private static final Duration REFUSED = Duration.ofMinutes(15);

    private final Desk desk;
    private final Carrier carrier;
    private final Fleet fleet;
    private final Map<Long, Route> routes;
    private final Limits limits;
    private final Silences silences;
    private final LinkedHashSet<Long> turns = new LinkedHashSet<>();
    private final Map<Long, Instant> resting = new ConcurrentHashMap<>();
    private volatile boolean stopped;
    private volatile @Nullable Ledger ledger;

    /** What the dispatcher works with. */
    public record Desk(
            Database database,
            Issues issues,
            Deliveries deliveries,
            Composer composer,
            Nodes nodes,
            Guard guard,
            Retry retry,
            InstantSource clock) {
        /** One whose issues stop by the usual rule. */
        public Desk(
                Database database,
                Issues issues,
                Deliveries deliveries,
                Composer composer,
                Nodes nodes,
                Retry retry,
                InstantSource clock) {
            this(database, issues, deliveries, composer, nodes, new Guard(database, issues, Map.of()), retry, clock);
        }
    }

    /**
     * How a round ended.
     *
     * @param sent messages that the relay has accepted
     * @param problems one sentence for each thing that kept mail from going out
     */
    public record Round(int sent, int deferred, int bounced, List<String> problems) {
        public static final Round NOTHING = new Round(0, 0, 0, List.of());

        /** Both rounds together. */
        public Round plus(Round other) {
            var all = Stream.concat(problems.stream(), other.problems.stream()).toList();
            return new Round(sent + other.sent, deferred + other.deferred, bounced + other.bounced, all);
        }
    }

    /** An issue that is going out. */
    record Job(Issue issue, Route route) {
        long newsletterId() {
            return route.newsletter().id();
        }

        Times times() {
            return route.newsletter().cadence().times();
        }

        /** Whether its letters may go at this hour; where the readers' own clocks count, some may. */
        boolean mayGo(Instant now) {
            return times().local() || times().hours().areOpen(now, times().zone());
        }

        /** Whether this one of its letters may go at this hour. */
        boolean mayGo(Instant now, Delivery delivery) {
            var zone = times().local() ? delivery.batch().zone() : null;
            return times().hours().areOpen(now, zone == null ? times().zone() : zone);
        }
    }

    public Dispatcher(Desk desk, Carrier carrier, Fleet fleet) {
        this.desk = desk;
        this.carrier = carrier;
        this.fleet = fleet;
        this.routes = fleet.of(carrier);
        this.limits = new Limits(desk.database);
        this.silences = new Silences(desk.database);
    }

    /** The relay's name. */
    public String relay() {
        return carrier.name();
    }

    /** How its letters ended since this process began. */
    public Logbook logbook() {
        return carrier.logbook();
    }

    /** Whether the relay is left alone now, because it takes no mail. */
    public boolean rests() {
        return carrier.rests(desk.clock.instant());
    }

    /**
     * Sends what is due, and says how it went. A round begins no message after half a minute: where it sent anything,
     * more may be due. Not for two threads at once.
     */
    public Round dispatchDue() {
        var now = desk.clock.instant();
        var jobs = jobs();
        if (jobs.isEmpty() || carrier.rests(now)) return Round.NOTHING;
        var held = desk.database.inTransaction(Instances::held);
        if (held.isPresent()) return new Round(0, 0, 0, List.of(held.get()));
        // Nobody works here now: what this node still has in hand was left behind when something failed.
        var holder = new Holder(desk.nodes.id(), carrier.name());
        var left = desk.deliveries.takeBack(holder, now);
        if (left > 0) LOG.warn("relay {}: took back {} batches after a failure", carrier.name(), left);
        try (var open = new Ledger(desk.database, desk.deliveries, holder, desk.clock)) {
            ledger = open;
            var shift = new Shift(this, open, jobs, turns);
            try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("smtp-", 1).factory())) {
                for (var i = 0; i < carrier.connections(); i++) threads.execute(shift::work);
            }
            return shift.round();
        }
    }

    /** The issues that are going out, by their id. One whose newsletter is no longer in the config rests. */
    Map<Long, Job> jobs() {
        var now = desk.clock.instant();
        resting.values().removeIf(until -> !until.isAfter(now));
        var jobs = new HashMap<Long, Job>();
        for (var issue : desk.issues.in(IssueState.SENDING)) {
            var route = routes.get(issue.newsletterId());
            if (route == null || rests(issue.id())) continue;
            var job = new Job(issue, route);
            if (job.mayGo(now)) jobs.put(issue.id(), job);
        }
        return jobs;
    }

    /** The relay refuses an issue for its own sake: it is left alone for a while. Gives the end of that. */
    Instant rest(long issueId) {
        return resting.computeIfAbsent(issueId, _ -> desk.clock.instant().plus(desk.retry.jittered(REFUSED)));
    }

    /** How this relay and the others divide the letters of a job. */
    Shares shares(Job job) {
        return fleet.shares(job.newsletterId());
    }

    Desk desk() {
        return desk;
    }

    Carrier carrier() {
        return carrier;
    }

    Limits limits() {
        return limits;
    }

    Silences silences() {
        return silences;
    }

    boolean rests(long issueId) {
        return resting.containsKey(issueId);
    }

    boolean isStopped() {
        return stopped;
    }

    /** Begins no further message; those under way are finished and recorded by the round that sends them. */
    public void stop() {
        stopped = true;
    }

    /** Gives up what is under way: what is not on the disk by now is in doubt. */
    @Override
    public void close() {
        stop();
        var open = ledger;
        if (open != null) open.close();
    }
}
