package staytuned.delivery;

import java.time.InstantSource;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.issue.Issue;
import staytuned.issue.IssueState;
import staytuned.issue.Issues;

/** Queues each frozen issue for its readers, and closes it when the last of them is settled. */
public final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Database database;
    private final Issues issues;
    private final Deliveries deliveries;
    private final Audiences audiences = new Audiences();
    private final InstantSource clock;

    public Outbox(Database database, Issues issues, Deliveries deliveries, InstantSource clock) {
        this.database = database;
        this.issues = issues;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /** Queues every issue that is ready, and says how many readers that makes. */
    public int publishDue() {
        var queued = 0;
        for (var issue : issues.in(IssueState.READY)) queued += publish(issue);
        return queued;
    }

    private int publish(Issue issue) {
        return database.inTransaction(tx -> {
            var now = clock.instant();
            if (!issues.publish(tx, issue.id(), now)) return 0;
            var corrected = issues.corrects(tx, issue.id());
            var readers = corrected.isEmpty()
                    ? audiences.queue(tx, issue.id(), issue.newsletterId(), issue.follows(), now)
                    : audiences.queueCorrection(tx, issue.id(), corrected.get(), now);
            LOG.info("issue {}: queued for {} readers", issue.id(), readers);
            return readers;
        });
    }

    /** Stops an issue: no message of it begins after this, on no node. False where it is not going out. */
    public boolean pause(long issueId) {
        var going = Set.of(IssueState.READY, IssueState.SENDING);
        return database.inTransaction(tx -> issues.change(tx, issueId, going, IssueState.PAUSED));
    }

    /** Keeps an issue from going out until it is approved. False where it is on its way already. */
    public boolean hold(long issueId, String reason) {
        return database.inTransaction(tx -> issues.hold(tx, issueId, reason));
    }

    /** Lets an issue that is held go out as it is. False where it is not held. */
    public boolean approve(long issueId) {
        return database.inTransaction(tx -> issues.approve(tx, issueId));
    }

    /** Lets an issue go on where it was paused. False where it is not. */
    public boolean resume(long issueId) {
        return database.inTransaction(tx -> {
            var published = issues.find(issueId).filter(each -> each.publishedAt() != null).isPresent();
            var to = published ? IssueState.SENDING : IssueState.READY;
            return issues.change(tx, issueId, Set.of(IssueState.PAUSED), to);
        });
    }

    /** Ends an issue: who has not got it by now does not get it. False where it is over already. */
    public boolean cancel(long issueId) {
        var open = Set.of(IssueState.READY, IssueState.HELD, IssueState.SENDING, IssueState.PAUSED);
        return database.inTransaction(tx -> {
            if (!issues.change(tx, issueId, open, IssueState.CANCELLED)) return false;
            deliveries.cancel(tx, issueId, clock.instant());
            return true;
        });
    }

    /** Sends an issue again to those who were refused or given up, and says how many they are. */
    public int resendFailed(long issueId) {
        return database.inTransaction(tx -> {
            var done = Set.of(IssueState.SENT, IssueState.SENDING);
            if (!issues.change(tx, issueId, done, IssueState.SENDING)) return 0;
            return deliveries.resendFailed(tx, issueId, clock.instant());
        });
    }

    /** Closes the issues that have no open reader any more. */
    public void finishDue() {
        for (var issue : issues.in(IssueState.SENDING)) {
            database.run(tx -> {
                if (!deliveries.anyOpen(tx, issue.id()) && !waits(tx, issue)) {
                    issues.finish(tx, issue.id(), clock.instant());
                }
            });
        }
    }

    /** Whether somebody may still get, or has just got, what this issue corrects. */
    private boolean waits(Tx tx, Issue issue) {
        var corrected = issues.corrects(tx, issue.id());
        if (corrected.isEmpty()) return false;
        return deliveries.anyOpen(tx, corrected.get())
                || audiences.queueCorrection(tx, issue.id(), corrected.get(), clock.instant()) > 0;
    }
}
