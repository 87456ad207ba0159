package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.DELIVERIES;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.delivery.Batches.Holder;
import staytuned.delivery.Listings.Listed;
import staytuned.delivery.Listings.Wanted;
import staytuned.issue.IssueState;
import staytuned.mail.Address;
import staytuned.mail.Outcome;
import staytuned.mail.Reply;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.Subscribers;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.RecordingCourier;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** What an admin sees of deliveries: as a whole, one by one, and long after. */
@OnEachDatabase
class OverviewsTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private final Database database;
    private final SettableClock clock = new SettableClock(START.toString());
    private final Newsletter newsletter;
    private final PostOffice office;
    private final Overviews overviews;
    private final Tallies tallies;
    private final Listings listings;
    private final long issue;

    OverviewsTest(Database database) {
        this.database = database;
        newsletter = new Rows(database, clock).newsletter("nerve-notes");
        office = new PostOffice(database, clock, newsletter);
        overviews = new Overviews(database);
        tallies = new Tallies(database);
        listings = new Listings(database);
        var people = Stream.of("ann@gmail.com", "ben@googlemail.com", "cat@example.net", "dan@example.net",
                "eve@gmail.com", "fay@example.org").map(each -> new Address(each, "")).toList();
        new Subscribers(database, clock).add(newsletter.id(), people, true, "test");
        issue = office.rows.issue(newsletter, "How nerves heal");
    }

    @AfterEach
    void close() {
        office.close();
    }

    /** Two are sent, one of them at last; one each is deferred, bounced, doubtful and sent. */
    private void sendInManyWays() {
        office.courier.answer(message -> switch (message.to().email().substring(0, 3)) {
            case "ann" -> new Outcome.Deferred(Reply.parse("450 4.2.1 later"));
            case "ben" -> new Outcome.Bounced(Reply.parse("550 5.1.1 nobody"));
            case "cat" -> new Outcome.Doubtful(Reply.none("no answer"));
            default -> RecordingCourier.SENT;
        });
        office.send();
    }

    private Overview overview() {
        return overviews.of(issue, START.minusSeconds(1));
    }

    private List<Listed> list(@Nullable DeliveryStatus status, @Nullable String receiver, @Nullable String email) {
        return listings.list(new Wanted(
                issue, status, receiver, email == null ? null : new Address(email, ""), 0, 100));
    }

    @Test
    void anIssueThatGoesOnIsSeenAsAWhole() {
        sendInManyWays();
        clock.pass(Duration.ofSeconds(5));
        var seen = overview();
        assertEquals(Map.of(DeliveryStatus.SENT, 3, DeliveryStatus.DEFERRED, 1, DeliveryStatus.BOUNCED, 1,
                DeliveryStatus.DOUBTFUL, 1), seen.counts());
        assertEquals(Map.of(DeliveryStatus.SENT, "250 2.0.0 taken", DeliveryStatus.DEFERRED, "450 4.2.1 later",
                DeliveryStatus.BOUNCED, "550 5.1.1 nobody", DeliveryStatus.DOUBTFUL, "no answer"), seen.replies());
        assertEquals(List.of(2, 3, 1), List.of(seen.open(), seen.lately(), seen.twice()));
        assertEquals(Map.of(
                "example.net", Map.of(DeliveryStatus.SENT, 1, DeliveryStatus.DOUBTFUL, 1),
                "example.org", Map.of(DeliveryStatus.SENT, 1),
                "gmail", Map.of(DeliveryStatus.SENT, 1, DeliveryStatus.DEFERRED, 1, DeliveryStatus.BOUNCED, 1)),
                seen.receivers());
        assertEquals("gmail", seen.receivers().keySet().iterator().next(), "the largest first");
        assertTrue(seen.nextDue().isAfter(clock.instant()) && seen.nextDue().isBefore(START.plusSeconds(60)));
        assertEquals(0, overviews.of(issue, clock.instant()).lately());
        assertEquals(tallies.counts(issue), seen.counts());
    }

    @Test
    void theLastReplyIsTheLatest() {
        sendInManyWays();
        clock.pass(Duration.ofMinutes(2));
        office.courier.answer(_ -> new Outcome.Sent(Reply.parse("250 2.0.0 at last")));
        office.send();
        assertEquals("250 2.0.0 at last", overview().replies().get(DeliveryStatus.SENT));
        assertNull(overview().nextDue());
    }

    @Test
    void whatANodeHasInHandIsLeased() {
        sendInManyWays();
        office.rows.readers(newsletter, 5);
        var second = office.rows.issue(newsletter, "Another");
        office.outbox.publishDue();
        var holder = new Holder(office.nodes.id(), "other");
        var claimed = office.deliveries.claim(
                holder, new Batches.Wanted(second, clock.instant(), 100), InDoubt.RESEND);
        database.run(tx -> office.deliveries.begin(tx, holder, claimed.subList(0, 2)));
        var seen = overviews.of(second, START);
        assertEquals(Map.of(DeliveryStatus.QUEUED, 9, DeliveryStatus.SENDING, 2), seen.counts());
        assertEquals(Map.of(DeliveryStatus.QUEUED, 9), seen.leased());
        clock.pass(Duration.ofMinutes(2));
        var single = office.deliveries.claim(
                holder, new Batches.Wanted(issue, clock.instant(), 100), InDoubt.RESEND);
        assertEquals(2, single.size());
        assertEquals(Map.of(DeliveryStatus.DEFERRED, 1, DeliveryStatus.DOUBTFUL, 1), overview().leased());
        assertEquals(2, list(null, null, null).stream().filter(Listed::leased).count());
    }

    @Test
    void deliveriesAreListedAndFoundByWhatTheyAre() {
        assertEquals(List.of(), list(null, null, null), "nobody is queued");
        sendInManyWays();
        assertEquals(6, list(null, null, null).size());
        var deferred = list(DeliveryStatus.DEFERRED, null, null).getFirst();
        assertEquals("ann@gmail.com gmail 1 0 450 4.2.1 later", String.join(" ", deferred.to().email(),
                deferred.receiver(), deferred.attempts() + "", deferred.doubts() + "", deferred.reply()));
        assertTrue(deferred.dueAt().isAfter(START) && !deferred.leased() && deferred.settledAt() == null);
        var doubtful = list(DeliveryStatus.DOUBTFUL, null, null).getFirst();
        assertEquals(1, doubtful.doubts());
        assertEquals(3, list(null, "gmail", null).size());
        assertEquals(List.of(), list(DeliveryStatus.BOUNCED, "example.net", null));
        var bounced = list(null, null, "BEN@googlemail.com").getFirst();
        assertEquals(DeliveryStatus.BOUNCED, bounced.status());
        assertEquals(START, bounced.settledAt());
        assertNull(bounced.dueAt());
        assertEquals(List.of(), list(null, null, "nobody@example.net"));
    }

    @Test
    void pagesFollowOneAnotherAndShowNothingOfOtherIssues() {
        office.rows.readers(newsletter, 30);
        office.rows.issue(newsletter, "Another");
        office.outbox.publishDue();
        var seen = new ArrayList<Long>();
        var after = 0L;
        while (true) {
            var page = listings.list(new Wanted(issue, null, null, null, after, 7));
            page.forEach(each -> {
                assertEquals(START, each.dueAt());
                seen.add(each.id());
            });
            if (page.size() < 7) break;
            after = page.getLast().id();
        }
        assertEquals(36, seen.size());
        assertEquals(seen.stream().sorted().distinct().toList(), seen);
        int ours = database.inTransaction(tx -> tx.sql().fetchCount(
                DELIVERIES, DELIVERIES.ISSUE_ID.eq(issue), DELIVERIES.ID.in(seen)));
        assertEquals(36, ours);
    }

    @Test
    void theCountsOfWhatIsOverAreKept() {
        office.send();
        assertEquals(IssueState.SENT, office.state(issue));
        forget();
        assertEquals(Map.of(DeliveryStatus.SENT, 6), tallies.counts(issue), "nobody counts again");
    }

    @Test
    void whatGoesOnAfterAllIsCountedAgain() {
        office.courier.answer(_ -> new Outcome.Bounced(Reply.parse("550 5.1.1 nobody")));
        office.send();
        assertEquals(Map.of(DeliveryStatus.BOUNCED, 6), tallies.counts(issue));
        office.courier.answer(_ -> RecordingCourier.SENT);
        office.outbox.resendFailed(issue);
        assertEquals(Map.of(DeliveryStatus.QUEUED, 6), tallies.counts(issue));
        office.send();
        forget();
        assertEquals(Map.of(DeliveryStatus.SENT, 6), tallies.counts(issue));
    }

    @Test
    void theCountsOfWhatWasEndedAreKeptWhenNothingIsOnItsWayAnyMore() {
        office.courier.watch(_ -> {
            office.outbox.cancel(issue);
            office.outbox.finishDue();
            forget();
            assertEquals(Map.of(), tallies.counts(issue), "one is on its way");
        });
        assertEquals(1, office.send().sent());
        assertEquals(IssueState.CANCELLED, office.state(issue));
        assertEquals(START, office.issues.find(issue).orElseThrow().finishedAt());
    }

    private void forget() {
        database.run(tx -> tx.sql().deleteFrom(DELIVERIES).where(DELIVERIES.ISSUE_ID.eq(issue)).execute());
    }
}
