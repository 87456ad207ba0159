package staytuned.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.delivery.Deliveries;
import staytuned.delivery.Outbox;
import staytuned.herald.Hook;
import staytuned.herald.Hooks;
import staytuned.herald.Secret;
import staytuned.herald.Tidings;
import staytuned.issue.Issues;
import staytuned.newsletter.Newsletter;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** What happens in the stages is what programs of others are told. */
@OnEachDatabase
class TellingTest {
    private final SettableClock clock = new SettableClock("2026-03-02T09:00:00Z");
    private final Database database;
    private final Hooks hooks;
    private final Rows rows;
    private final Outbox outbox;
    private Newsletter newsletter;

    TellingTest(Database database) {
        this.database = database;
        this.hooks = new Hooks(database, clock);
        this.rows = new Rows(database, clock);
        this.outbox = new Outbox(database, new Issues(database), new Deliveries(database), clock);
    }

    @BeforeEach
    void listen() {
        hooks.configure(List.of(new Hooks.Wanted(
                URI.create("https://a.example"), Hook.everything(), Secret.random(RandomGenerator.getDefault()))));
        newsletter = rows.newsletter("notes");
    }

    @Test
    void anIssueIsFollowedFromItsQueueToItsEnd() {
        var issue = rows.issue(newsletter, "Leaves");
        outbox.hold(issue, "an admin");
        outbox.approve(issue, "an admin");
        outbox.publishDue();
        outbox.pause(issue);
        outbox.pause(issue);
        outbox.resume(issue);
        outbox.finishDue();
        outbox.finishDue();
        var cancelled = rows.issue(newsletter, "Roots");
        outbox.cancel(cancelled);
        outbox.finishDue();
        assertEquals(
                List.of("issue.held", "issue.queued", "issue.paused", "issue.sent", "issue.cancelled"), told());
        var first = bodies().getFirst();
        assertEquals(
                "\"data\":{\"issue\":" + issue
                        + ",\"newsletter\":\"notes\",\"subject\":\"Leaves\",\"reason\":\"held by an admin\"}}",
                first.substring(first.indexOf("\"data\"")));
    }

    @Test
    void whoLeavesAndComesBackAndIsForgottenIsToldWithoutTheirAddress() {
        rows.readers(newsletter, 2);
        var suppressions = new Suppressions(database, clock);
        var subscribers = suppressions.subscribers();
        var ids = subscribers.list(newsletter.id(), 0, 10).stream().map(each -> each.id()).toList();
        subscribers.unsubscribe(ids.getFirst());
        subscribers.unsubscribe(ids.getFirst());
        subscribers.memberships().takeBack(ids.getFirst());
        subscribers.memberships().leaveAll(ids.getLast());
        subscribers.memberships().join(ids.getLast(), newsletter.id());
        new Dossiers(database, suppressions, clock).erase(ids.getLast().longValue(), "admin");
        assertEquals(
                List.of(
                        "subscriber.unsubscribed", "subscriber.confirmed", "subscriber.unsubscribed",
                        "subscriber.confirmed", "subscriber.erased"),
                told());
        assertFalse(bodies().toString().contains("@"), bodies().toString());
    }

    @Test
    void whatCameBackIsToldOnceAndWhatIsOnlyPutOffIsNot() {
        keep("a", Kind.HARD, "5.1.1");
        keep("a", Kind.HARD, "5.1.1");
        keep("b", Kind.SOFT, "4.2.2");
        keep("c", Kind.SOFT, "5.2.2");
        keep("d", Kind.COMPLAINT, null);
        keep("e", Kind.AUTO_REPLY, null);
        assertEquals(List.of("delivery.bounced", "delivery.bounced", "delivery.complained"), told());
    }

    private void keep(String fingerprint, Kind kind, @Nullable String status) {
        var verdict = new Verdict(kind, "gone@example.net", status, "no such user", false);
        database.run(tx -> new Events(database)
                .keep(tx, fingerprint, new Event(0, "pipe", 7L, 3L, verdict, clock.instant())));
    }

    private List<String> told() {
        return tidings().stream().map(Tidings.Tiding::event).toList();
    }

    private List<String> bodies() {
        return tidings().stream().map(Tidings.Tiding::body).toList();
    }

    private List<Tidings.Tiding> tidings() {
        return new Tidings(database).page(hooks.list().getFirst().id(), Long.MAX_VALUE, 100).reversed();
    }
}
