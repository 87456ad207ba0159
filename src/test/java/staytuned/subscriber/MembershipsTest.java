package staytuned.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.mail.Address;
import staytuned.newsletter.Newsletter;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

@OnEachDatabase
class MembershipsTest {
    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final Set<String> refused = new HashSet<>();
    private final Subscribers subscribers;
    private final Memberships memberships;
    private final Newsletter notes;
    private final Newsletter tides;
    private final long reader;

    MembershipsTest(Database database) {
        this.subscribers = new Subscribers(database, clock, (_, keys) -> {
            var those = new HashSet<>(keys);
            those.retainAll(refused);
            return those;
        });
        this.memberships = subscribers.memberships();
        var rows = new Rows(database, clock);
        this.notes = rows.newsletter("notes");
        this.tides = rows.newsletter("tides");
        rows.readers(notes, 2);
        this.reader = subscribers.list(notes.id(), 0, 1).getFirst().id();
    }

    private List<Status> statuses() {
        return memberships.of(reader).stream().map(Subscription::status).toList();
    }

    @Test
    void aReaderJoinsAnotherNewsletterAndNobodyElseDoes() {
        memberships.join(reader, tides.id());
        memberships.join(reader, tides.id());
        assertEquals(List.of(Status.CONFIRMED, Status.CONFIRMED), statuses());
        var joined = subscribers.list(tides.id(), 0, 10);
        assertEquals(List.of("reader0@example.net"), joined.stream().map(each -> each.address().email()).toList());
        assertEquals("preferences", joined.getFirst().source());
    }

    @Test
    void oneWhoMustNotBeMailedJoinsAndGetsNothing() {
        refused.add("reader0@example.net");
        memberships.join(reader, tides.id());
        assertEquals(Status.SUPPRESSED, statuses().getLast());
    }

    @Test
    void whoHasLeftAllComesBackToAllThatWasLeftAtOnce() {
        memberships.join(reader, tides.id());
        subscribers.unsubscribe(reader);
        clock.pass(Duration.ofMinutes(10));
        memberships.leaveAll(reader);
        assertEquals(List.of(Status.UNSUBSCRIBED, Status.UNSUBSCRIBED), statuses());
        var other = memberships.of(reader).getLast().id();
        assertEquals(1, memberships.takeBack(other));
        assertEquals(List.of(Status.UNSUBSCRIBED, Status.CONFIRMED), statuses());
        memberships.join(reader, notes.id());
        memberships.leaveAll(reader);
        memberships.leaveAll(reader);
        assertEquals(2, memberships.takeBack(reader));
        assertEquals(0, memberships.takeBack(reader));
        assertEquals(List.of(Status.CONFIRMED, Status.CONFIRMED), statuses());
    }

    @Test
    void anHourLaterNothingIsTakenBack() {
        subscribers.unsubscribe(reader);
        clock.pass(Duration.ofMinutes(61));
        assertEquals(0, memberships.takeBack(reader));
        assertEquals(List.of(Status.UNSUBSCRIBED), statuses());
    }

    @Test
    void takingBackMakesNobodyAReaderWhoWasNone() {
        subscribers.add(tides.id(), List.of(Address.parse("reader0@example.net")), false, "test");
        refused.add("reader0@example.net");
        memberships.leaveAll(reader);
        assertEquals(2, memberships.takeBack(reader));
        assertEquals(List.of(Status.SUPPRESSED, Status.UNCONFIRMED), statuses());
    }

    @Test
    void theReasonIsCountedOnceAndGoesWithTheComingBack() {
        memberships.explain(reader, Farewell.OTHER);
        assertEquals(Map.of(), memberships.farewells(notes.id(), Instant.EPOCH), "nobody has left");
        for (var each : subscribers.list(notes.id(), 0, 2)) subscribers.unsubscribe(each.id());
        memberships.explain(reader, Farewell.OTHER);
        memberships.explain(reader, Farewell.TOO_MANY);
        assertEquals(Map.of("none", 1, "too-many", 1), memberships.farewells(notes.id(), Instant.EPOCH));
        assertEquals(Map.of(), memberships.farewells(notes.id(), clock.instant().plusSeconds(1)));
        memberships.takeBack(reader);
        assertEquals(Map.of("none", 1), memberships.farewells(notes.id(), Instant.EPOCH));
    }
}
