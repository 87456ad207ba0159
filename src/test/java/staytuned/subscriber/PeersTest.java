package staytuned.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static staytuned.subscriber.Status.CONFIRMED;
import static staytuned.subscriber.Status.SUPPRESSED;
import static staytuned.subscriber.Status.UNCONFIRMED;
import static staytuned.subscriber.Status.UNSUBSCRIBED;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.testing.OnEachDatabase;

/** The exports of other services, as they are. */
@OnEachDatabase
class PeersTest {
    private static final Path LISTS = Path.of("src/test/resources/subscriber");

    private final Lists lists;

    PeersTest(Database database) {
        lists = new Lists(database);
    }

    private CsvImport.Plan bring(String file, Peer peer) throws UnreadableList {
        var plan = CsvImport.Plan.of(ListFile.open(LISTS.resolve(file)));
        assertEquals(peer, plan.peer());
        lists.bring(plan, true, false);
        return plan;
    }

    @Test
    void mailchimp() throws Exception {
        for (var which : List.of("nonsubscribed", "subscribed", "unsubscribed", "cleaned")) {
            bring(which + "_email_audience_export_1a2b.csv", Peer.MAILCHIMP);
        }
        assertEquals(
                Map.of("ann", CONFIRMED, "ben", CONFIRMED, "cat", UNSUBSCRIBED, "dan", UNSUBSCRIBED, "eva", SUPPRESSED,
                        "fay", UNCONFIRMED),
                lists.statuses());
        assertEquals(Map.of("dan", Reason.COMPLAINT, "eva", Reason.HARD), lists.suppressed());
        assertEquals("import cleaned_email_audience_export_1a2b.csv",
                lists.suppressions.list(0, 10).getLast().source());
        var ann = lists.arrival("ann");
        assertEquals("Ann Lee <ann@example.org>", ann.person().address().toString());
        assertEquals("Europe/Berlin", String.valueOf(ann.person().zone()));
        assertEquals(Instant.parse("2021-03-01T08:15:00Z"), ann.since());
        assertEquals(Instant.parse("2021-03-01T08:20:30Z"), ann.confirmedAt());
        assertEquals(Instant.parse("2019-07-23T12:19:27Z"), lists.arrival("cat").leftAt());
        assertNull(lists.arrival("fay").confirmedAt());
        assertEquals(List.of("\"Eastern\" is no time zone; write for example Europe/Berlin"),
                lists.remarks.stream().map(Remark::problem).toList(), "which costs nobody their letters");
    }

    @Test
    void substack() throws Exception {
        bring("substack.csv", Peer.SUBSTACK);
        assertEquals(Map.of("ann", CONFIRMED, "ben", CONFIRMED, "cat", UNSUBSCRIBED), lists.statuses());
        assertEquals(Instant.parse("2024-06-01T07:30:00Z"), lists.arrival("ann").confirmedAt());
    }

    @Test
    void listmonk() throws Exception {
        bring("listmonk.csv", Peer.LISTMONK);
        assertEquals(Map.of("ann", CONFIRMED, "ben", UNSUBSCRIBED, "cat", SUPPRESSED), lists.statuses());
        assertEquals(Map.of("cat", Reason.ADMIN), lists.suppressed());
        assertEquals(Instant.parse("2023-05-01T10:00:00.123456Z"), lists.arrival("ann").since());
        assertEquals(Instant.parse("2023-05-01T10:00:00Z"), lists.arrival("ben").since());
    }

    @Test
    void ghost() throws Exception {
        bring("ghost.csv", Peer.GHOST);
        assertEquals(Map.of("ann", CONFIRMED, "ben", UNSUBSCRIBED, "cat", UNSUBSCRIBED), lists.statuses());
        assertEquals(Instant.parse("2024-06-01T00:00:00Z"), lists.arrival("cat").leftAt());
    }

    @Test
    void buttondown() throws Exception {
        bring("buttondown.csv", Peer.BUTTONDOWN);
        assertEquals(
                Map.of("ann", CONFIRMED, "ben", UNCONFIRMED, "cat", UNSUBSCRIBED, "dan", SUPPRESSED, "eva", SUPPRESSED,
                        "fay", CONFIRMED),
                lists.statuses());
        assertEquals(Map.of("dan", Reason.HARD, "eva", Reason.COMPLAINT), lists.suppressed());
        assertEquals("import buttondown.csv: landing page", lists.arrival("ann").source());
        assertEquals(Instant.parse("2023-03-01T09:00:00Z"), lists.arrival("cat").leftAt());
    }

    @Test
    void beehiiv() throws Exception {
        bring("beehiiv.csv", Peer.BEEHIIV);
        assertEquals(
                Map.of("ann", CONFIRMED, "ben", UNCONFIRMED, "cat", UNSUBSCRIBED, "dan", UNCONFIRMED), lists.statuses());
        assertEquals("import beehiiv.csv: x", lists.arrival("ann").source());
    }

    @Test
    void withoutTheAdminsWordNobodyIsConfirmed() throws Exception {
        var plan = CsvImport.Plan.of(ListFile.open(LISTS.resolve("buttondown.csv")));
        lists.bring(plan, false, false);
        assertEquals(
                Map.of("ann", UNCONFIRMED, "ben", UNCONFIRMED, "cat", UNSUBSCRIBED, "dan", SUPPRESSED, "eva", SUPPRESSED,
                        "fay", UNCONFIRMED),
                lists.statuses());
        assertNull(lists.arrival("ann").confirmedAt());
    }
}
