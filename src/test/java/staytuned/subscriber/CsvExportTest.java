package staytuned.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.db.Database;
import staytuned.mail.Address;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;

@OnEachDatabase
class CsvExportTest {
    private static final Choices CHOSEN = new Choices(
            "de", ZoneId.of("+05:30"), Choices.Cadence.WEEKLY, 8,
            Instant.parse("2026-09-01T00:00:00Z"), true, List.of("=sum", "birds"),
            Choices.Content.FULL, Choices.Format.TEXT);

    private final Lists lists;
    private final Database database;

    CsvExportTest(Database database) {
        this.database = database;
        lists = new Lists(database);
    }

    private String export(Lists from) throws Exception {
        var text = new StringWriter();
        try (var export = new CsvExport(from.subscribers, text)) {
            assertEquals(from.all().size(), export.write(from.newsletter, Lists.KEY));
        }
        return text.toString();
    }

    private void fill() {
        var people = List.of(
                new Person(new Address("=ann@example.org", "=HYPERLINK(\"http://example.com\"),'\""), null),
                new Person(new Address("ben@bücher.example", "'-ben"), ZoneId.of("Asia/Tokyo")),
                new Person(new Address("cat@example.org", "@cat; \"cat\" Ж"), null),
                new Person(new Address("dan@example.org", "'=dan"), null),
                new Person(new Address("eve@example.org", ""), null));
        lists.subscribers.addAll(lists.newsletter, people, true, "+admin");
        lists.clock.pass(Duration.ofMillis(1_234));
        lists.subscribers.addAll(
                lists.newsletter, List.of(new Person(new Address("fay@example.org", "Fay"), null)), false, "form");
        var all = lists.all();
        assertTrue(lists.subscribers.choose(id(all, "ben"), CHOSEN));
        lists.subscribers.unsubscribe(id(all, "cat"));
        lists.suppressions.add(new Address("dan@example.org", ""), Reason.HARD, "test");
        lists.subscribers.unsubscribe(id(all, "eve"));
        lists.suppressions.add(new Address("eve@example.org", ""), Reason.COMPLAINT, "test");
    }

    private static long id(List<Subscription> all, String name) {
        return all.stream().filter(each -> each.address().email().startsWith(name)).findFirst().orElseThrow().id();
    }

    @Test
    void anImportBringsTheSameStateBack(@TempDir Path folder) throws Exception {
        fill();
        var file = Files.writeString(folder.resolve("all.csv"), export(lists));
        var before = arrivals();
        erase();
        assertEquals(List.of(), arrivals());
        lists.clock.pass(Duration.ofDays(30));

        assertEquals(Peer.STAYTUNED, CsvImport.Plan.of(ListFile.open(file)).peer());
        lists.bring(file);
        assertEquals(List.of(), lists.remarks);
        assertEquals(before, arrivals());
        assertEquals(Map.of("dan", Reason.HARD, "eve", Reason.COMPLAINT), lists.suppressed());
        lists.bring(file);
        assertEquals(before, arrivals(), "doing it again changes nothing");
    }

    private List<Arrival> arrivals() {
        return lists.subscribers.listed(lists.newsletter, 0, 100).stream()
                .map(Rolls.Listed::arrival)
                .sorted((one, other) -> one.person().address().key().compareTo(other.person().address().key()))
                .toList();
    }

    private void erase() {
        database.run(tx -> List.of("subscriptions", "subscribers", "suppressions")
                .forEach(each -> tx.sql().execute("delete from " + each)));
    }

    @Test
    void noCellIsAFormula() throws Exception {
        fill();
        var text = export(lists);
        assertTrue(text.startsWith("\"newsletter\",\"email\",\"name\",\"time_zone\",\"status\",\"reason\",\"source\","
                + "\"created_at\",\"confirmed_at\",\"unsubscribed_at\",\"language\",\"cadence\""), text);
        assertTrue(text.contains("\"'=ann@example.org\",\"'=HYPERLINK(\"\"http://example.com\"\"),'\"\"\""), text);
        assertTrue(text.contains("\"'+05:30\""), text);
        for (var line : text.lines().toList()) {
            for (var cell : line.split(",(?=\")")) assertTrue(cell.matches("\"([^=+@\t\r-].*)?\""), cell);
        }
    }

    @Test
    void rowsAboutOtherNewslettersAreLeftOut(@TempDir Path folder) throws Exception {
        fill();
        var text = export(lists).replace("\"nerve-notes\",\"fay", "\"other\",\"fay");
        new Rows(database, lists.clock).newsletter("other");
        var imported = lists.bring(Files.writeString(folder.resolve("two.csv"), text));
        assertEquals(1, imported.others());
        assertEquals(5, imported.added().known());
    }
}
