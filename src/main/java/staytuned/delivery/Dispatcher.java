package staytuned.delivery;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import staytuned.db.Database;
import staytuned.issue.Issue;
import staytuned.issue.IssueState;
import staytuned.issue.Issues;
import staytuned.newsletter.Newsletter;

/** Hands over what is due to the relays, all of them at the same time. */
public final class Dispatcher implements AutoCloseable {
    private final Desk desk;
    private final Ledger ledger;
    private final List<Carrier> carriers;
    private final Map<Long, Newsletter> newsletters;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** What the dispatcher works with. */
    public record Desk(
            Database database,
            Issues issues,
            Deliveries deliveries,
            Composer composer,
            Nodes nodes,
            Retry retry,
            InstantSource clock) {}

    /**
     * How a round ended.
     *
     * @param sent messages that a relay has accepted
     * @param problems one sentence for each relay that took no mail
     */
    public record Round(int sent, int deferred, int bounced, List<String> problems) {
        public static final Round NOTHING = new Round(0, 0, 0, List.of());

        /** Both rounds together. */
        public Round plus(Round other) {
            var all = Stream.concat(problems.stream(), other.problems.stream()).toList();
            return new Round(sent + other.sent, deferred + other.deferred, bounced + other.bounced, all);
        }
    }

    public Dispatcher(Desk desk, List<Carrier> carriers, List<Newsletter> newsletters) {
        this.desk = desk;
        this.ledger = new Ledger(desk.database, desk.deliveries, desk.nodes.id(), desk.clock);
        this.carriers = carriers;
        this.newsletters = newsletters.stream().collect(Collectors.toMap(Newsletter::id, Function.identity()));
    }

    /**
     * Sends what is due, and says how it went. A round takes half a minute at most: where it sent anything, more may be
     * due.
     */
    public Round dispatchDue() {
        var jobs = jobs();
        desk.composer.keepOnly(jobs.keySet());
        var shifts = new ArrayList<Shift>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var carrier : carriers) {
                var its = new HashMap<>(jobs);
                its.values().removeIf(job -> !job.newsletter().relay().equals(carrier.name()));
                if (its.isEmpty() || carrier.rests(desk.clock.instant())) continue;
                var shift = new Shift(desk, ledger, carrier, its, stopped);
                shifts.add(shift);
                for (var i = 0; i < carrier.connections(); i++) threads.execute(shift::work);
            }
        }
        return shifts.stream().map(Shift::round).reduce(Round.NOTHING, Round::plus);
    }

    /** The issues that are going out, by their id. One whose newsletter is no longer in the config rests. */
    private Map<Long, Job> jobs() {
        var jobs = new HashMap<Long, Job>();
        for (var issue : desk.issues.in(IssueState.SENDING)) {
            var newsletter = newsletters.get(issue.newsletterId());
            if (newsletter != null) jobs.put(issue.id(), new Job(issue, newsletter));
        }
        return jobs;
    }

    /** An issue that is going out. */
    record Job(Issue issue, Newsletter newsletter) {}

    /** Begins no further message; those under way are finished and recorded by the round that sends them. */
    public void stop() {
        stopped.countDown();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
