package staytuned.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.db.Database;
import staytuned.mail.Address;
import staytuned.subscriber.CsvImport.UnreadableList;
import staytuned.subscriber.Subscribers.Added;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

@OnEachDatabase
class SubscribersTest {
    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final Subscribers subscribers;
    private final long newsletter;
    private final List<String> refusals = new ArrayList<>();

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
    void readersAreWhereTheirListSays(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("readers.csv"), """
                email;time-zone
                ann@example.net;Asia/Tokyo
                ben@example.net;
                cat@example.net;Europe/Berlim
                dan@example.net; +05:30\s
                """);
        var imported = new CsvImport(subscribers).read(file, newsletter, true, refusals::add);
        assertEquals(new Added(3, 0, 0, 0), imported.added());
        assertEquals(List.of(file + ":4: \"Europe/Berlim\" is no time zone; write for example Europe/Berlin"), refusals);
        assertEquals(Arrays.asList("Asia/Tokyo", null, "+05:30"), all().stream().map(Subscription::zone).toList());
        var utc = ZoneOffset.UTC;
        assertEquals(Set.of(ZoneId.of("Asia/Tokyo"), utc, ZoneOffset.of("+05:30")), zones(utc));

        Files.writeString(file, "email,time-zone\nann@example.net,\nben@example.net,America/Lima\n");
        new CsvImport(subscribers).read(file, newsletter, true, refusals::add);
        assertEquals(List.of("Asia/Tokyo", "America/Lima", "+05:30"), all().stream().map(Subscription::zone).toList());
        assertTrue(zones(utc).contains(utc), "asked again after ten minutes");
        clock.pass(Duration.ofMinutes(10));
        subscribers.unsubscribe(all().getFirst().id());
        assertEquals(Set.of(ZoneId.of("America/Lima"), ZoneOffset.of("+05:30")), zones(utc));
    }

    private Set<ZoneId> zones(ZoneId fallback) {
        return Set.copyOf(subscribers.zones(newsletter, fallback));
    }

    @Test
    void readsAListWithNamesAndNamesTheRowsItRefuses(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("readers.csv"), """
                \uFEFFEmail,Name,Plan
                ann@example.net,"Lee, Ann",free
                not-an-address,Nobody,free
                ben@example.net
                "line@example.net","two
                lines
                Bcc: all@example.com",free
                cat@münchen.example,Cat,free
                """);
        var imported = new CsvImport(subscribers).read(file, newsletter, true, refusals::add);
        assertEquals(new Added(4, 0, 0, 0), imported.added());
        assertEquals(1, imported.refused());
        assertEquals(
                List.of(file + ":3: \"not-an-address\" is not a mail address: it needs a name, an @ and a domain, "
                        + "such as notes@example.org"),
                refusals);
        assertEquals(
                List.of(
                        "Lee, Ann <ann@example.net>",
                        "ben@example.net",
                        "Cat <cat@xn--mnchen-3ya.example>",
                        "two lines Bcc: all@example.com <line@example.net>"),
                all().stream().map(each -> each.address().toString()).toList());
        assertEquals("import readers.csv", all().getFirst().source());
    }

    @Test
    void readsSemicolonsAndMoreThanOneBatch(@TempDir Path folder) throws Exception {
        var rows = IntStream.range(0, 2500).mapToObj(i -> "Reader " + i + ";reader" + i + "@example.net");
        var list = rows.collect(Collectors.joining("\n", "name;email\n", ""));
        var file = Files.writeString(folder.resolve("many.csv"), list);
        assertEquals(2500, new CsvImport(subscribers).read(file, newsletter, true, refusals::add).added().added());
        assertEquals(2500, new CsvImport(subscribers).read(file, newsletter, true, refusals::add).added().known());
        assertEquals("Reader 0", all().getFirst().address().name());
    }

    @Test
    void saysWhyAFileIsNoList(@TempDir Path folder) throws Exception {
        assertUnreadable(Files.writeString(folder.resolve("a.csv"), "address,name\na@example.net,A\n"),
                ":1: no column \"email\"; the first line must name the columns: email,name");
        assertUnreadable(Files.writeString(folder.resolve("b.csv"), ""), ":1: no column \"email\"");
        assertUnreadable(Files.write(folder.resolve("c.csv"), new byte[] {'e', 'm', 'a', 'i', 'l', (byte) 0xff, '\n'}),
                ": is not UTF-8; save it as UTF-8 and import it again");
        assertUnreadable(folder.resolve("none.csv"), ": there is no such file");
        assertUnreadable(
                Files.writeString(folder.resolve("d.csv"), "Email Address,Name\na@example.net,A\n"), ":1: no column");
        assertEquals(List.of(), all());
    }

    @Test
    void aLetterThatIsNotUtf8IsNeverGuessed(@TempDir Path folder) throws Exception {
        var head = "email,name\n" + "a@example.net,A\n".repeat(2000);
        var bytes = (head + "j@example.net,J\u00f6rg\n").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThrows(UnreadableList.class, () -> new CsvImport(subscribers)
                .read(Files.write(folder.resolve("latin.csv"), bytes), newsletter, true, refusals::add));
    }

    @Test
    void aLongFileNameIsNoTrouble(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("x".repeat(240) + ".csv"), "email\na@example.net\n");
        assertEquals(1, new CsvImport(subscribers).read(file, newsletter, true, refusals::add).added().added());
    }

    private void assertUnreadable(Path file, String says) {
        var error = assertThrows(
                UnreadableList.class, () -> new CsvImport(subscribers).read(file, newsletter, true, refusals::add));
        assertTrue(error.getMessage().startsWith(file + says), error.getMessage());
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
