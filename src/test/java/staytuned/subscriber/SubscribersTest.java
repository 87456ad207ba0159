package staytuned.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.mail.Address;
import staytuned.subscriber.Subscribers.Added;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

@OnEachDatabase
class SubscribersTest {
    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final Subscribers subscribers;
    private final long newsletter;

    SubscribersTest(Database database) {
        this.subscribers = new Subscribers(database, clock);
        this.newsletter = new Rows(database, clock).newsletter("nerve-notes").id();
    }

    @Test
    void oneAddressIsOneReaderHoweverItIsWritten() {
        assertEquals(new Added(1, 0, 0, 0), add(true, "Ann@Example.net", "ann@example.NET"));
        assertEquals(new Added(0, 0, 1, 0), add(true, "ANN@example.net"));
        assertEquals(1, confirmed(newsletter));
    }

    @Test
    void unconfirmedReadersCountOnlyOnceTheyAreConfirmed() {
        assertEquals(new Added(1, 0, 0, 0), add(false, "ann@example.net"));
        assertEquals(0, confirmed(newsletter));
        assertEquals(new Added(0, 1, 0, 0), add(true, "ann@example.net"));
        assertEquals(1, confirmed(newsletter));
        assertEquals(new Added(0, 0, 1, 0), add(false, "ann@example.net"), "nothing takes a confirmation back");
        assertEquals(1, confirmed(newsletter));
    }

    @Test
    void whoHasLeftStaysAway() {
        add(true, "ann@example.net", "ben@example.net");
        var ann = all().getFirst();
        subscribers.unsubscribe(ann.id());
        subscribers.unsubscribe(ann.id());
        assertEquals(new Added(0, 0, 2, 1), add(true, "ann@example.net", "ben@example.net"));
        assertEquals(Status.UNSUBSCRIBED, subscribers.find(ann.id()).orElseThrow().status());
        assertEquals(1, confirmed(newsletter));
    }

    @Test
    void leavingOneNewsletterLeavesTheOthers(Database database) {
        var other = new Rows(database, new SettableClock("2026-03-01T08:00:00Z")).newsletter("other").id();
        add(true, "ann@example.net");
        subscribers.add(other, List.of(new Address("ann@example.net", "")), true, "test");
        subscribers.unsubscribe(all().getFirst().id());
        assertEquals(0, confirmed(newsletter));
        assertEquals(1, confirmed(other));
    }

    @Test
    void listsPageByPage() {
        add(true, IntStream.range(0, 25).mapToObj(i -> "reader" + i + "@example.net").toArray(String[]::new));
        var first = subscribers.list(newsletter, 0, 20);
        var rest = subscribers.list(newsletter, first.getLast().id(), 20);
        assertEquals(List.of(20, 5), List.of(first.size(), rest.size()));
    }

    @Test
    void readersAreWhereTheyWereLastSaidToBe() {
        addIn("ann@example.net", ZoneId.of("Asia/Tokyo"));
        addIn("ben@example.net", null);
        addIn("dan@example.net", ZoneOffset.of("+05:30"));
        var utc = ZoneOffset.UTC;
        assertEquals(Set.of(ZoneId.of("Asia/Tokyo"), utc, ZoneOffset.of("+05:30")), zones(utc));
        addIn("ann@example.net", null);
        addIn("ben@example.net", ZoneId.of("America/Lima"));
        assertEquals(List.of("Asia/Tokyo", "America/Lima", "+05:30"), all().stream().map(Subscription::zone).toList());
        assertTrue(zones(utc).contains(utc), "asked again after ten minutes");
        clock.pass(Duration.ofMinutes(10));
        subscribers.unsubscribe(all().getFirst().id());
        assertEquals(Set.of(ZoneId.of("America/Lima"), ZoneOffset.of("+05:30")), zones(utc));
    }

    private void addIn(String email, @Nullable ZoneId zone) {
        subscribers.addAll(newsletter, List.of(new Person(new Address(email, ""), zone)), true, "test");
    }

    private Set<ZoneId> zones(ZoneId fallback) {
        return Set.copyOf(subscribers.zones(newsletter, fallback));
    }

    private Added add(boolean confirmed, String... emails) {
        return subscribers.add(newsletter, List.of(emails).stream().map(Address::parse).toList(), confirmed, "test");
    }

    private long confirmed(long newsletterId) {
        var all = subscribers.list(newsletterId, 0, 1000).stream();
        return all.filter(each -> each.status() == Status.CONFIRMED).count();
    }

    private List<Subscription> all() {
        return subscribers.list(newsletter, 0, 1000);
    }
}
