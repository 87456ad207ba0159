package staytuned.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.REPLAYS;
import static staytuned.db.schema.Tables.TOKENS;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.delivery.Notices;
import staytuned.issue.Issues;
import staytuned.mail.Address;
import staytuned.mail.Outcome;
import staytuned.mail.Reply;
import staytuned.subscriber.AddressChanges;
import staytuned.subscriber.Choices;
import staytuned.subscriber.Consents;
import staytuned.subscriber.Farewell;
import staytuned.subscriber.Reason;
import staytuned.subscriber.Registrar;
import staytuned.subscriber.SignedLinks;
import staytuned.testing.Dump;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.RecordingCourier;
import staytuned.testing.SettableClock;

@OnEachDatabase
class DossiersTest {
    /** A column of such a name says who a row is about. */
    private static final Set<String> NAMING = Set.of(
            "subscriber_id", "subscription_id", "delivery_id", "email", "recipient", "sender", "address_hash");

    private static final Address ANN = new Address("Ann@example.net", "Ann Example");

    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final Database database;
    private final Desk desk;
    private final Dossiers dossiers;

    DossiersTest(Database database) {
        this.database = database;
        this.desk = new Desk(database, clock);
        this.dossiers = new Dossiers(database, desk.suppressions, clock);
        desk.subscribers.add(desk.newsletter.id(), List.of(ANN, Address.parse("ben@example.net")), true, "test");
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private long ann() {
        return desk.subscribers.list(desk.newsletter.id(), 0, 1).getFirst().id();
    }

    @Test
    void everyTableThatNamesAReaderIsInIt() {
        var naming = database.inTransaction(tx -> tx.sql()
                .fetch("select table_name, column_name from information_schema.columns "
                        + "where lower(table_schema) = 'public'")
                .stream()
                .filter(row -> NAMING.contains(row.get(1, String.class).toLowerCase(Locale.ROOT)))
                .map(row -> row.get(0, String.class).toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new)));
        naming.add("subscribers");
        naming.add("replays"); // whose answers name them
        naming.remove("issues"); // whose sender is the newsletter
        naming.removeAll(Set.of("admins", "proposal_copies")); // who run the service, and what editors get
        assertEquals(naming, new TreeSet<>(dossiers.find(ANN).orElseThrow().keySet()));
    }

    @Test
    void holdsTheReadersRowsAndNobodyElses() {
        desk.send("One");
        var ben = dossiers.of(ann() + 1).orElseThrow();
        assertFalse(ben.toString().contains("Ann"));
        var rows = dossiers.of(ann()).orElseThrow();
        assertEquals(rows, dossiers.find(Address.parse("ANN@example.net")).orElseThrow());
        assertEquals("Ann Example", rows.get("subscribers").getFirst().get("name"));
        assertEquals("2026-03-01T08:00:00Z", rows.get("subscriptions").getFirst().get("confirmed_at"));
        assertEquals(List.of("sent"), rows.get("deliveries").stream().map(each -> each.get("status")).toList());
        assertTrue(dossiers.find(Address.parse("eve@example.net")).isEmpty());
    }

    @Test
    void whoIsErasedIsNowhereAndIsCounted() {
        everythingHappens();
        assertTrue(Dump.of(database).toString().contains("Ann Example"));
        var deliveries = Dump.of(database).get("deliveries").lines().count();
        assertTrue(dossiers.erase(ann(), "reader"));
        var left = Dump.of(database).toString().toLowerCase(Locale.ROOT);
        for (var trace : List.of("ann@example.net", "ann example", "new@example.org", "birds", "europe/berlin")) {
            assertFalse(left.contains(trace), trace + ": " + left);
        }
        assertTrue(left.contains("ben@example.net"));
        assertEquals(deliveries, Dump.of(database).get("deliveries").lines().count());
        assertFalse(dossiers.erase(ann(), "reader"), "once");
        assertTrue(dossiers.of(ann()).isEmpty() && dossiers.find(ANN).isEmpty());
    }

    /** Everything that can be held about one reader. */
    private void everythingHappens() {
        desk.courier.answer(each -> each.to().key().equals(ANN.key())
                ? new Outcome.Deferred(Reply.parse("450 4.2.2 Ann@example.net is full"))
                : RecordingCourier.SENT);
        desk.send("One");
        desk.subscribers.choose(ann(), new Choices("de", ZoneId.of("Europe/Berlin"), Choices.Cadence.WEEKLY, 7,
                null, false, List.of("birds"), Choices.Content.FULL, Choices.Format.TEXT));
        var reader = desk.subscribers.find(ann()).orElseThrow();
        var notices = new Notices(database, new Issues(database), Map.of(), clock);
        new AddressChanges(database, clock, desk.subscribers, notices).ask(reader, Address.parse("new@example.org"));
        var consents = new Consents(database);
        new Registrar(new Registrar.Desk(
                        database, desk.subscribers, consents, new SignedLinks("https://x.example", "x", "confirm"),
                        notices, clock))
                .ask(new Registrar.Wish(
                        desk.rows.newsletter("another").id(), reader.address(), "en", "", "192.0.2.7", "Yes."));
        desk.subscribers.unsubscribe(ann());
        desk.subscribers.memberships().explain(ann(), Farewell.OTHER);
        desk.suppressions.add(ANN, Reason.COMPLAINT, "imap");
        answered("{\"email\":\"Ann@example.net\"}");
        answered("{\"email\":\"ben@example.net\"}");
    }

    /** A program was answered this, and may ask again. */
    private void answered(String body) {
        database.run(tx -> {
            var token = tx.sql().insertInto(TOKENS)
                    .set(TOKENS.NAME, "program " + Math.abs(body.hashCode()))
                    .set(TOKENS.HANDLE, "" + Math.abs(body.hashCode()))
                    .set(TOKENS.HASH, "")
                    .set(TOKENS.SCOPES, "")
                    .set(TOKENS.CREATED_AT, clock.instant())
                    .returningResult(TOKENS.ID)
                    .fetchSingle(TOKENS.ID);
            tx.sql().insertInto(REPLAYS)
                    .set(REPLAYS.TOKEN_ID, token)
                    .set(REPLAYS.IDEMPOTENCY_KEY, "k")
                    .set(REPLAYS.REQUEST_HASH, "")
                    .set(REPLAYS.STATUS, 200)
                    .set(REPLAYS.BODY, body)
                    .set(REPLAYS.CREATED_AT, clock.instant())
                    .execute();
        });
    }

    @Test
    void whoIsErasedWhileAnIssueGoesOutGetsNothingMore() {
        desk.rows.issue(desk.newsletter, "Two");
        desk.outbox.publishDue();
        assertTrue(dossiers.erase(ANN, "admin"));
        desk.deliver();
        assertEquals(List.of("ben@example.net"), got("Two"));
        desk.send("Three");
        assertEquals(List.of("ben@example.net"), got("Three"));
    }

    private List<String> got(String subject) {
        return desk.courier.taken().stream()
                .filter(each -> each.subject().equals(subject))
                .map(each -> each.to().email())
                .toList();
    }

    @Test
    void noImportBringsThemBackButTheyThemselvesDo() {
        dossiers.erase(ANN, "reader");
        desk.subscribers.add(desk.newsletter.id(), List.of(ANN), true, "import");
        assertEquals(List.of("Ann@example.net"), desk.withStatus("suppressed"));
        assertTrue(database.<Boolean>inTransaction(tx -> desk.suppressions.optedIn(tx, ANN, "confirmed")));
        assertEquals(List.of("Ann@example.net", "ben@example.net"), desk.withStatus("confirmed"));
    }
}
