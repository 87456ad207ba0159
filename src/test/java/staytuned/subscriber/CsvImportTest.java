package staytuned.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.db.Database;
import staytuned.mail.Address;
import staytuned.subscriber.Subscribers.Added;
import staytuned.testing.OnEachDatabase;

@OnEachDatabase
class CsvImportTest {
    private final Lists lists;

    @TempDir
    private Path folder;

    CsvImportTest(Database database) {
        lists = new Lists(database);
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private List<String> people() {
        return lists.all().stream().map(each -> each.address().toString()).toList();
    }

    @Test
    void readsAListWithNamesAndNamesTheRowsItRefuses() throws Exception {
        var imported = lists.bring(file("readers.csv", """
                \uFEFFEmail,Name,Plan
                ann@example.net,"Lee, Ann",free
                not-an-address,Nobody,free
                ben@example.net
                "line@example.net","two
                lines
                Bcc: all@example.com",free
                cat@münchen.example,Cat,free
                "=evil\u202e@example.net",X,free
                """));
        assertEquals(new Added(4, 0, 0, 0), imported.added());
        assertEquals(2, imported.refused());
        assertEquals(
                new Remark(3, "Email", "not-an-address", "\"not-an-address\" is not a mail address: it needs a name, an @ and "
                        + "a domain, such as notes@example.org", "correct the address, or take the row out", true),
                lists.remarks.getFirst());
        assertEquals("=evil @example.net", lists.remarks.getLast().value());
        assertTrue(lists.remarks.getLast().problem().endsWith(
                "it holds U+202E (right-to-left override), which nobody sees; type it anew"), lists.remarks.toString());
        assertEquals(
                List.of(
                        "Lee, Ann <ann@example.net>",
                        "ben@example.net",
                        "Cat <cat@xn--mnchen-3ya.example>",
                        "two lines Bcc: all@example.com <line@example.net>"),
                people());
        assertEquals("import readers.csv", lists.all().getFirst().source());
    }

    @Test
    void readersAreWhereTheirListSays() throws Exception {
        var imported = lists.bring(file("readers.csv", """
                email;time-zone
                ann@example.net;Asia/Tokyo
                ben@example.net;
                cat@example.net;Europe/Berlim
                dan@example.net; +05:30\s
                """));
        assertEquals(new Added(3, 0, 0, 0), imported.added());
        assertEquals(
                List.of("\"Europe/Berlim\" is no time zone; write for example Europe/Berlin"),
                lists.remarks.stream().map(Remark::problem).toList());
        assertEquals(4, lists.remarks.getFirst().line());
        assertEquals(Arrays.asList("Asia/Tokyo", null, "+05:30"), lists.all().stream().map(Subscription::zone).toList());
        lists.bring(file("again.csv", "email,time-zone\nann@example.net,\nben@example.net,America/Lima\n"));
        assertEquals(
                List.of("Asia/Tokyo", "America/Lima", "+05:30"), lists.all().stream().map(Subscription::zone).toList());
    }

    @Test
    void readsTabsAndMoreThanOneBatch() throws Exception {
        var rows = IntStream.range(0, 10_001).mapToObj(i -> "Reader " + i + "\treader" + i + "@example.net");
        var many = file("many.csv", rows.collect(Collectors.joining("\n", "name\temail\n", "")));
        assertEquals(10_001, lists.bring(many).added().added());
        assertEquals(List.of(5000L, 10_000L, 10_001L), lists.progress);
        assertEquals(new Added(0, 0, 10_001, 0), lists.bring(many).added());
        assertEquals("Reader 0", lists.all().getFirst().address().name());
    }

    @Test
    void readsWhatOfficeProgramsWrite() throws Exception {
        var text = "E-Mail-Adresse;Vorname;Nachname\r\njorg@example.net;Jörg;Müller – Söhne\r\n";
        var charsets = List.of(StandardCharsets.UTF_8, Charset.forName("windows-1252"), StandardCharsets.UTF_16);
        for (var charset : charsets) {
            var file = Files.write(folder.resolve(charset + ".csv"), text.getBytes(charset));
            lists.bring(file);
            assertEquals(List.of("Jörg Müller – Söhne <jorg@example.net>"), people(), charset.name());
        }
        assertEquals(1, lists.all().size());
    }

    @Test
    void saysWhyAFileIsNoList() throws Exception {
        assertUnreadable(file("a.csv", "address,name\na@example.net,A\n"),
                ":1: no column \"email\"; the first line must name the columns: email,name; or say which it is: "
                        + "--map email=COLUMN, where COLUMN is one of address, name");
        assertUnreadable(file("b.csv", ""), ":1: no column \"email\"");
        assertUnreadable(Files.write(folder.resolve("c.csv"), new byte[] {'e', 'm', 'a', 'i', 'l', (byte) 0x81, '\n'}),
                ": is not UTF-8, and not Windows-1252 either; save it as UTF-8 and import it again");
        assertUnreadable(folder.resolve("none.csv"), ": there is no such file");
        assertUnreadable(folder, ": ");
        assertUnreadable(file("d.csv", "x".repeat(100_000)), ":1: no column");
        assertUnreadable(file("e.csv", "email,name\na@example.net,\"" + "x".repeat(20_000_000)), ": ");
        assertEquals(List.of(), lists.all());
    }

    private void assertUnreadable(Path file, String says) {
        var error = assertThrows(UnreadableList.class, () -> lists.bring(file));
        assertTrue(error.getMessage().startsWith(file + says), error.getMessage());
    }

    @Test
    void aLongFileNameIsNoTrouble() throws Exception {
        var imported = lists.bring(file("x".repeat(240) + ".csv", "email\na@example.net\n"));
        assertEquals(1, imported.added().added());
    }

    @Test
    void anAdminSaysWhichColumnIsWhich() throws Exception {
        var plan = CsvImport.Plan.of(ListFile.open(file("list.csv", """
                Dirección,Correo,status,Alias
                Calle 1,ann@example.net,gold,Ann
                """)));
        lists.bring(plan, true, false);
        assertEquals("\"gold\" is no status that is known; write confirmed, unconfirmed, unsubscribed or suppressed",
                lists.remarks.getFirst().problem());
        assertEquals("correct it, or leave the column out: --map status=", lists.remarks.getFirst().cure());
        lists.bring(plan.with(Map.of("email", "CORREO", "name", "Alias", "status", "")), true, false);
        assertEquals(List.of("Ann <ann@example.net>"), people());
        assertSays("there is no column \"Email\"; there is Dirección, Correo, status, Alias",
                () -> plan.with(Map.of("email", "Email")));
        assertSays("\"mail\" is nothing that a column can say; write one of email, name, first-name, last-name, time-zone",
                () -> plan.with(Map.of("mail", "Correo")));
    }

    private static void assertSays(String begin, Runnable work) {
        var said = assertThrows(IllegalArgumentException.class, work::run).getMessage();
        assertTrue(said.startsWith(begin), said);
    }

    @Test
    void whoHasLeftOrMustNotBeMailedStaysSo() throws Exception {
        lists.bring(file("first.csv", "email\nann@example.net\nben@example.net\ncat@example.net\ndan@example.net\n"));
        lists.subscribers.unsubscribe(lists.all().getFirst().id());
        lists.suppressions.add(new Address("ben@example.net", ""), Reason.COMPLAINT, "test");
        var again = lists.bring(file("again.csv", """
                email,status
                ann@example.net,active
                ben@example.net,active
                cat@example.net,pending
                eve@example.net,bounced
                """));
        assertEquals(new Added(1, 0, 3, 1), again.added());
        assertEquals(
                Map.of("ann", Status.UNSUBSCRIBED, "ben", Status.SUPPRESSED, "cat", Status.CONFIRMED, "dan",
                        Status.CONFIRMED, "eve", Status.SUPPRESSED),
                lists.statuses());
        assertEquals(Map.of("ben", Reason.COMPLAINT, "eve", Reason.HARD), lists.suppressed());
    }

    @Test
    void aListMayEndWhatIsThereUnlessTheReaderHasComeBackSince() throws Exception {
        lists.bring(file("first.csv", "email\nann@example.net\nben@example.net\ncat@example.net\n"));
        lists.clock.pass(Duration.ofDays(1));
        lists.bring(file("left.csv", """
                email,status,unsubscribed_at
                ann@example.net,unsubscribed,
                ben@example.net,unsubscribed,2026-02-28 10:00:00
                cat@example.net,unsubscribed,2026-03-01T09:00:00Z
                """));
        assertEquals(
                Map.of("ann", Status.UNSUBSCRIBED, "ben", Status.CONFIRMED, "cat", Status.UNSUBSCRIBED), lists.statuses());
    }

    @Test
    void ofTwoRowsAboutOnePersonTheStricterCounts() throws Exception {
        var imported = lists.bring(file("twice.csv", """
                email,name,status
                ann@example.net,Ann,active
                ANN@example.net,Other,unsubscribed
                ben@example.net,Ben,pending
                ben@example.net,Other,active
                """));
        assertEquals(2, imported.added().added());
        assertEquals(Map.of("ANN", Status.UNSUBSCRIBED, "ben", Status.UNCONFIRMED), lists.statuses());
    }

    @Test
    void aDryRunSaysAllAndChangesNothing() throws Exception {
        lists.bring(file("first.csv", "email\nann@example.net\n"));
        var plan = CsvImport.Plan.of(ListFile.open(file("dry.csv", """
                email,status,created_at
                ann@example.net,unsubscribed,
                ben@gmial.com,active,yesterday
                cat@example.net,bounced,2026-01-01
                nobody,active,
                """)));
        var imported = lists.bring(plan, true, true);
        assertEquals(new Added(2, 0, 1, 0), imported.added());
        assertEquals(1, imported.refused());
        assertEquals(Map.of(Status.UNSUBSCRIBED, 1, Status.CONFIRMED, 1, Status.SUPPRESSED, 1), imported.statuses());
        assertEquals(
                List.of("\"ben@gmial.com\" is perhaps meant to end in @gmail.com",
                        "\"yesterday\" is no date that can be read; write for example 2026-03-01 08:00:00"),
                lists.remarks.stream().filter(each -> !each.refused()).map(Remark::problem).toList());
        assertEquals(Map.of("ann", Status.CONFIRMED), lists.statuses());
        assertEquals(Map.of(), lists.suppressed());
    }

    @Test
    void datesAreKept() throws Exception {
        lists.bring(file("dates.csv", """
                email,created_at,confirm_time,source
                ann@example.net,2024-01-02,2024-01-03 04:05:06,=cmd
                ben@example.net,2030-01-01,1/2/2024,
                """));
        var ann = lists.arrival("ann");
        assertEquals("2024-01-02T00:00:00Z", String.valueOf(ann.since()));
        assertEquals("2024-01-03T04:05:06Z", String.valueOf(ann.confirmedAt()));
        assertEquals("import dates.csv: =cmd", ann.source());
        assertEquals(lists.clock.instant(), lists.arrival("ben").since(), "nobody subscribes in the future");
        assertEquals(2, lists.remarks.size());
        assertFalse(lists.remarks.getFirst().refused());
        assertNull(ann.leftAt());
    }
}
