package staytuned.delivery;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.delivery.Arrears.Contents;
import staytuned.issue.Issue;
import staytuned.issue.IssueState;
import staytuned.issue.Issues;
import staytuned.issue.Proposals;
import staytuned.newsletter.Newsletter;
import staytuned.schedule.Times;
import staytuned.subscriber.Choices;
import staytuned.subscriber.Subscribers;

/** Queues each frozen issue for its readers, and closes it when the last of them is settled. */
public final class Outbox {
    /** Of a newsletter that is no longer in the config. */
    private static final Times ONE_CLOCK = new Times(null, ZoneOffset.UTC);
    /** So many new rows make what a database knows of a small table wrong. */
    private static final int MANY = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Database database;
    private final Issues issues;
    private final Deliveries deliveries;
    private final Audiences audiences;
    private final Arrears arrears = new Arrears();
    private final Proposals proposals;
    private final Tallies tallies;
    private final Results results = new Results();
    private final Receptions receptions = new Receptions();
    private final Map<Long, Times> times;
    private final InstantSource clock;

    /**
     * What is known of readers before an issue is queued for them.
     *
     * @param newsletters of which it is known whose clock counts
     * @param receivers who runs their mailboxes
     */
    public record Readers(List<Newsletter> newsletters, Receivers receivers) {}

    /** One for whose readers one clock counts, and no receivers but the known ones. */
    public Outbox(Database database, Issues issues, Deliveries deliveries, InstantSource clock) {
        this(database, issues, deliveries, new Readers(List.of(), Receivers.KNOWN), clock);
    }

    public Outbox(Database database, Issues issues, Deliveries deliveries, Readers readers, InstantSource clock) {
        this.times = readers.newsletters().stream()
                .collect(Collectors.toUnmodifiableMap(Newsletter::id, each -> each.cadence().times()));
        this.database = database;
        this.issues = issues;
        this.deliveries = deliveries;
        this.audiences = new Audiences(readers.receivers());
        this.proposals = new Proposals(database, issues);
        this.tallies = new Tallies(database);
        this.clock = clock;
    }

    /** Queues every issue that is ready, and says how many readers that makes. */
    public int publishDue() {
        database.run(tx -> Subscribers.endPauses(tx, clock.instant()));
        proposals.settleDue(clock.instant());
        var queued = 0;
        for (var issue : issues.in(IssueState.READY)) queued += publish(issue);
        return queued;
    }

    private int publish(Issue issue) {
        var readers = queue(issue);
        if (readers >= MANY) database.run(deliveries::grown);
        return readers;
    }

    private int queue(Issue issue) {
        return database.inTransaction(tx -> {
            if (!issues.publish(tx, issue.id(), clock.instant())) return 0;
            var readers = queue(tx, issue, departures(tx, issue));
            LOG.info("issue {}: queued for {} readers", issue.id(), readers);
            return readers;
        });
    }

    private int queue(Tx tx, Issue issue, Departures departures) {
        var id = issue.id();
        var corrected = issues.corrects(tx, id);
        if (corrected.isPresent()) return audiences.queueCorrection(tx, id, corrected.get(), departures);
        if (issue.digest()) {
            var readers = audiences.queueDigest(tx, id, departures);
            arrears.putBack(tx, id);
            return readers;
        }
        // Where nobody has chosen anything, which is so almost always, a million rows are not asked what they want.
        if (!arrears.anyChoice(tx, issue.newsletterId())) {
            return audiences.queue(tx, id, issue.newsletterId(), issue.follows(), departures);
        }
        var topics = new HashMap<Long, List<String>>();
        issues.tags(tx, id).forEach((article, tags) -> topics.put(article, tags.stream().map(Choices::topic).toList()));
        var contents = new Contents(id, issue.newsletterId(), topics);
        var readers = audiences.queue(tx, contents, issue.follows(), departures);
        var later = arrears.owe(tx, contents, clock.instant());
        if (later > 0) LOG.info("issue {}: {} articles go to readers who want them later", id, later);
        return readers;
    }

    private Departures departures(Tx tx, Issue issue) {
        var by = times.getOrDefault(issue.newsletterId(), ONE_CLOCK);
        return new Departures(by, by.local() ? issues.wallTime(tx, issue.id()) : null, clock.instant());
    }

    /** Stops an issue: no message of it begins after this, on no node. False where it is not going out. */
    public boolean pause(long issueId) {
        var going = Set.of(IssueState.READY, IssueState.SENDING);
        return database.inTransaction(tx -> issues.change(tx, issueId, going, IssueState.PAUSED));
    }

    /** Keeps an issue from going out until it is approved. False where it is on its way already, or held. */
    public boolean hold(long issueId, String by) {
        return database.inTransaction(tx -> proposals.hold(tx, issueId, by, clock.instant()));
    }

    /** Lets an issue go out as it is that is held, or waits for its editors. False where it does neither. */
    public boolean approve(long issueId, String by) {
        return database.inTransaction(tx -> proposals.approve(tx, issueId, by, clock.instant()));
    }

    /** Lets an issue go on where it was paused. False where it is not. */
    public boolean resume(long issueId) {
        return database.inTransaction(tx -> {
            var published = issues.find(issueId).filter(each -> each.publishedAt() != null).isPresent();
            var to = published ? IssueState.SENDING : IssueState.READY;
            if (!issues.change(tx, issueId, Set.of(IssueState.PAUSED), to)) return false;
            receptions.restart(tx, issueId, clock.instant()); // not to be stopped for the same old letters
            return true;
        });
    }

    /** Ends an issue: who has not got it by now does not get it. False where it is over already. */
    public boolean cancel(long issueId) {
        var open = Set.of(
                IssueState.READY, IssueState.PROPOSED, IssueState.HELD, IssueState.SENDING, IssueState.PAUSED);
        return database.inTransaction(tx -> {
            if (!issues.change(tx, issueId, open, IssueState.CANCELLED)) return false;
            deliveries.cancel(tx, issueId, clock.instant());
            arrears.drop(tx, issueId);
            return true;
        });
    }

    /** Sends an issue again to those who were refused or given up, and says how many they are. */
    public int resendFailed(long issueId) {
        return database.inTransaction(tx -> {
            var done = Set.of(IssueState.SENT, IssueState.SENDING);
            if (!issues.change(tx, issueId, done, IssueState.SENDING)) return 0;
            tallies.drop(tx, issueId);
            results.drop(tx, issueId);
            return deliveries.resendFailed(tx, issueId, clock.instant());
        });
    }

    /** Closes the issues that have no open reader any more. */
    public void finishDue() {
        for (var issue : issues.in(IssueState.SENDING)) {
            database.run(tx -> {
                if (!deliveries.anyOpen(tx, issue.id()) && !waits(tx, issue)) finish(tx, issue.id());
            });
        }
        for (var id : issues.cancelledUnfinished()) {
            database.run(tx -> {
                if (!deliveries.anyOpen(tx, id)) finish(tx, id);
            });
        }
    }

    private void finish(Tx tx, long issueId) {
        if (!issues.finish(tx, issueId, clock.instant())) return;
        tallies.keep(tx, issueId);
        results.keep(tx, issueId);
    }

    /** Whether somebody may still get, or has just got, what this issue corrects. */
    private boolean waits(Tx tx, Issue issue) {
        var corrected = issues.corrects(tx, issue.id());
        if (corrected.isEmpty()) return false;
        return deliveries.anyOpen(tx, corrected.get())
                || arrears.digests(tx, corrected.get()).stream().anyMatch(each -> deliveries.anyOpen(tx, each))
                || audiences.queueCorrection(tx, issue.id(), corrected.get(), departures(tx, issue)) > 0;
    }
}
