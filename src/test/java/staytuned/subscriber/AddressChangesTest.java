package staytuned.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.NOTICES;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.delivery.Notices;
import staytuned.issue.Issues;
import staytuned.mail.Address;
import staytuned.newsletter.Newsletter;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

@OnEachDatabase
class AddressChangesTest {
    private static final Address NEW = Address.parse("new@example.org");

    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final Database database;
    private final Subscribers subscribers;
    private final AddressChanges changes;
    private final Rows rows;
    private final Newsletter notes;
    private final Subscription reader;

    AddressChangesTest(Database database) {
        this.subscribers = new Subscribers(database, clock);
        this.database = database;
        this.changes = new AddressChanges(
                database, clock, subscribers, new Notices(database, new Issues(database), Map.of(), clock));
        this.rows = new Rows(database, clock);
        this.notes = rows.newsletter("notes");
        rows.readers(notes, 2);
        this.reader = subscribers.list(notes.id(), 0, 1).getFirst();
    }

    private String address() {
        return subscribers.find(reader.id()).orElseThrow().address().email();
    }

    private long asked() {
        changes.ask(reader, NEW);
        assertEquals(List.of("move to new@example.org, not reader0@example.net"), mails());
        return 1;
    }

    /** Those that are to go out. */
    private List<String> mails() {
        return database.inTransaction(tx -> tx.sql().selectFrom(NOTICES).orderBy(NOTICES.ID).fetch(each ->
                each.getKind() + " to " + each.getEmail() + ", not " + each.getOther()));
    }

    @Test
    void nothingChangesUntilTheNewAddressSaysYesAndThenTheOldOneIsTold() {
        var id = asked();
        assertEquals("reader0@example.net", address());
        assertTrue(changes.open(id).isPresent());
        assertTrue(changes.confirm(id).isPresent());
        assertEquals("new@example.org", address());
        assertEquals(Status.CONFIRMED, subscribers.find(reader.id()).orElseThrow().status());
        assertEquals("moved to reader0@example.net, not new@example.org", mails().getLast());
        assertTrue(changes.confirm(id).isEmpty(), "the link is good once");
    }

    @Test
    void aLinkIsGoodForThreeDays() {
        var id = asked();
        clock.pass(Duration.ofDays(3));
        assertTrue(changes.open(id).isEmpty());
        assertTrue(changes.confirm(id).isEmpty());
        assertEquals("reader0@example.net", address());
    }

    @Test
    @Tag("row-30")
    void noAddressIsFloodedWithMailThatSomebodyElseAsksFor() {
        var other = subscribers.list(notes.id(), 0, 2).getLast();
        for (var i = 0; i < 100; i++) {
            changes.ask(reader, Address.parse("New@example.org"));
            changes.ask(other, NEW);
            changes.ask(reader, new Address("victim" + i + "@example.org", ""));
            changes.ask(reader, reader.address());
        }
        var asked = mails().stream().map(each -> each.replaceAll("move to |, .*", "")).toList();
        assertEquals(List.of("New@example.org", "victim0@example.org", "victim1@example.org"), asked);
    }

    @Test
    void twoReadersBecomeOneWhereTheNewAddressIsAReaderAlready() {
        var tides = rows.newsletter("tides");
        subscribers.add(tides.id(), List.of(reader.address()), true, "test");
        subscribers.add(notes.id(), List.of(NEW), true, "test");
        changes.confirm(asked());
        var theirs = subscribers.list(notes.id(), 0, 10);
        assertEquals(Status.UNSUBSCRIBED, theirs.getFirst().status());
        assertEquals(Status.CONFIRMED, theirs.getLast().status());
        var moved = subscribers.list(tides.id(), 0, 10).getFirst();
        assertEquals("new@example.org", moved.address().email());
        assertEquals("moved to reader0@example.net, not new@example.org", mails().getLast());
    }
}
