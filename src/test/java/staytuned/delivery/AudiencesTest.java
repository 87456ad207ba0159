package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.BATCHES;
import static staytuned.db.schema.Tables.DELIVERIES;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.db.schema.tables.records.BatchesRecord;
import staytuned.mail.Address;
import staytuned.newsletter.Newsletter;
import staytuned.schedule.Times;
import staytuned.subscriber.Subscribers;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

@OnEachDatabase
class AudiencesTest {
    private final Database database;
    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final Rows rows;
    private final Newsletter newsletter;

    AudiencesTest(Database database) {
        this.database = database;
        this.rows = new Rows(database, clock);
        this.newsletter = rows.newsletter("nerve-notes");
    }

    private void subscribe(Stream<String> emails) {
        var people = emails.map(each -> new Address(each, "")).toList();
        new Subscribers(database, clock).add(newsletter.id(), people, true, "test");
    }

    private long queue(Receivers receivers) {
        var issue = rows.issue(newsletter, "How nerves heal");
        database.run(
                tx -> new Audiences(receivers).queue(tx, issue, newsletter.id(), null, new Departures(new Times(null, ZoneOffset.UTC), null, clock.instant())));
        return issue;
    }

    private Map<String, String> receivers(long issue) {
        return database.inTransaction(tx -> tx.sql().select(DELIVERIES.EMAIL, DELIVERIES.RECEIVER)
                .from(DELIVERIES)
                .where(DELIVERIES.ISSUE_ID.eq(issue))
                .fetchMap(DELIVERIES.EMAIL, DELIVERIES.RECEIVER));
    }

    @Test
    void domainsOfOneReceiverAreOne() {
        var of = Map.of(
                "a@gmail.com", "gmail", "b@googlemail.com", "gmail", "c@yahoo.co.uk", "yahoo", "d@aol.com", "yahoo",
                "e@yahoo.co.jp", "yahoo.co.jp", "f@hotmail.com", "outlook", "g@me.com", "icloud",
                "h@live.example.org", "live.example.org", "i@gmail.com.example", "gmail.com.example");
        subscribe(of.keySet().stream());
        assertEquals(of, receivers(queue(Receivers.KNOWN)));
    }

    @Test
    void anAdminsGroupsGoBeforeTheKnownOnes() {
        var of = Map.of(
                "a@corp.example", "corp", "b@mail.corp.example", "corp", "c@me.com", "corp", "d@mac.com", "icloud",
                "e@example.net", "gmail", "f@gmail.com", "gmail");
        subscribe(of.keySet().stream());
        assertEquals(of, receivers(queue(Receivers.KNOWN.with(Map.of(
                "corp", Set.of("corp.example", "mail.corp.example", "me.com"), "gmail", Set.of("example.net"))))));
    }

    @Test
    void eachLargeReceiverHasBatchesOfItsOwnAndTheSmallOnesShareTheirs() {
        subscribe(IntStream.range(0, 900).mapToObj(i -> "r" + i + "@" + switch (i % 9) {
            case 0, 1, 2 -> "gmail.com";
            case 3, 4, 5 -> "googlemail.com";
            default -> (i % 2 == 0 ? "d" : "z") + i % 251 + ".example";
        }));
        var issue = queue(Receivers.KNOWN);
        var batches = batches(issue);
        var gmail = batches.stream().filter(each -> "gmail".equals(each.getReceiver())).toList();
        assertEquals(List.of(2, 600L), List.of(gmail.size(), readers(issue, gmail)));
        var shared = batches.stream().filter(each -> each.getReceiver() == null).toList();
        assertEquals(300, readers(issue, shared));
        assertEquals(4, batches.size(), "those before gmail in the alphabet share one, and those after it");
        var next = batches.getFirst().getFirstId();
        for (var each : batches) {
            assertEquals(next, each.getFirstId(), "no gap, and no reader twice");
            assertTrue(each.getLastId() - each.getFirstId() < Batches.SIZE);
            next = each.getLastId() + 1;
        }
    }

    @Test
    void aLetterThatIsDueByItselfIsOfItsReceiver() {
        subscribe(Stream.of("a@googlemail.com", "b@example.net"));
        var issue = queue(Receivers.KNOWN);
        database.run(tx -> new Batches().again(tx, issue, DeliveryStatus.QUEUED, clock.instant()));
        var shared = batches(issue).getFirst();
        database.run(tx -> new Batches().later(
                tx, shared.getFirstId(),
                new Batch(shared.getId(), issue, shared.getFirstId(), shared.getLastId(), false, null),
                clock.instant().plus(Duration.ofMinutes(1))));
        var alone = batches(issue).stream().filter(BatchesRecord::getAlone).map(BatchesRecord::getReceiver).toList();
        assertEquals(List.of("example.net", "example.net", "gmail"), alone.stream().sorted().toList());
    }

    private List<BatchesRecord> batches(long issue) {
        return database.inTransaction(tx -> List.copyOf(tx.sql().selectFrom(BATCHES)
                .where(BATCHES.ISSUE_ID.eq(issue))
                .orderBy(BATCHES.FIRST_ID)
                .fetch()));
    }

    private long readers(long issue, List<BatchesRecord> batches) {
        return database.inTransaction(tx -> batches.stream()
                .mapToLong(each -> tx.sql().fetchCount(
                        DELIVERIES,
                        DELIVERIES.ISSUE_ID.eq(issue),
                        DELIVERIES.ID.between(each.getFirstId(), each.getLastId())))
                .sum());
    }
}
