package staytuned.feedback;

import static staytuned.db.schema.Tables.REFUSALS;

import java.time.InstantSource;
import java.util.List;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.delivery.Histories;
import staytuned.delivery.Histories.Finished;
import staytuned.delivery.Histories.Refusal;
import staytuned.mail.Reply;

/**
 * Takes in what relays said while letters were handed over: when an issue is finished, its refusals are events like
 * those that come by mail. The table says which issues have been looked through, and as of when they were finished.
 */
public final class Refusals {
    private static final String SOURCE = "relay";
    private static final int PAGE = 500;

    private final Database database;
    private final Events events;
    private final Policy policy;
    private final InstantSource clock;
    private final Histories histories = new Histories();

    public Refusals(Database database, Events events, Suppressions suppressions, InstantSource clock) {
        this.database = database;
        this.events = events;
        this.policy = new Policy(events, suppressions);
        this.clock = clock;
    }

    /** Looks through every issue that was finished since, and says how many readers that suppressed. */
    public int takeDue() {
        var suppressed = 0;
        for (var issue : database.inTransaction(this::due)) {
            var last = 0L;
            for (var page = page(issue, last); !page.isEmpty(); page = page(issue, last)) {
                for (var each : page) if (take(each)) suppressed++;
                last = page.getLast().deliveryId();
            }
            done(issue);
        }
        return suppressed;
    }

    private List<Finished> due(Tx tx) {
        var known = tx.sql().select(REFUSALS.ISSUE_ID, REFUSALS.FINISHED_AT)
                .from(REFUSALS)
                .fetchMap(REFUSALS.ISSUE_ID, REFUSALS.FINISHED_AT);
        return histories.finished(tx).stream().filter(each -> !each.at().equals(known.get(each.issueId()))).toList();
    }

    private List<Refusal> page(Finished issue, long after) {
        return database.inTransaction(tx -> histories.refusals(tx, issue.issueId(), after, PAGE));
    }

    private boolean take(Refusal refusal) {
        return database.inTransaction(tx -> {
            var reader = histories.recipient(tx, refusal.deliveryId());
            if (reader.isEmpty()) return false;
            var reply = refusal.reply();
            var verdict = verdict(reply, reader.get().address().email());
            var event = new Event(
                    0, SOURCE, refusal.deliveryId(), reader.get().subscriberId(), verdict, clock.instant());
            var fingerprint = Suppressions.hash(SOURCE + " " + refusal.deliveryId() + " " + reply);
            return events.keep(tx, fingerprint, event) && policy.act(tx, reader.get(), verdict, SOURCE);
        });
    }

    private static Verdict verdict(Reply reply, String recipient) {
        return new Verdict(
                reply.blamesReader() ? Kind.HARD : Kind.SOFT, recipient,
                reply.status().isEmpty() ? null : reply.status(), reply.toString(), reply.blamesSender());
    }

    private void done(Finished issue) {
        database.run(tx -> {
            tx.sql().deleteFrom(REFUSALS).where(REFUSALS.ISSUE_ID.eq(issue.issueId())).execute();
            tx.insertNew(tx.sql().insertInto(REFUSALS)
                    .set(REFUSALS.ISSUE_ID, issue.issueId())
                    .set(REFUSALS.FINISHED_AT, issue.at()));
        });
    }
}
