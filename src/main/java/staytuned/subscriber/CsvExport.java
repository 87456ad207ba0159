package staytuned.subscriber;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes readers as a CSV file (RFC 4180) that has all an import needs to bring the same state back. Every cell is
 * quoted, and none is a formula to a spreadsheet ({@link Cells}).
 */
public final class CsvExport implements AutoCloseable {
    private static final int PAGE = 1000;
    private static final List<Part> COLUMNS = List.of(
            Part.NEWSLETTER, Part.EMAIL, Part.NAME, Part.TIME_ZONE, Part.STATUS, Part.REASON, Part.SOURCE,
            Part.SINCE, Part.CONFIRMED_AT, Part.LEFT_AT, Part.LANGUAGE, Part.CADENCE, Part.CADENCE_HOUR,
            Part.PAUSED_UNTIL, Part.CATCH_UP, Part.TOPICS, Part.CONTENT, Part.FORMAT);

    private final Subscribers subscribers;
    private final CsvWriter writer;

    /** Writes the names of the columns. */
    public CsvExport(Subscribers subscribers, Writer out) {
        this.subscribers = subscribers;
        this.writer = CsvWriter.builder().quoteStrategy(QuoteStrategies.ALWAYS).build(out);
        writer.writeRecord(COLUMNS.stream().map(CsvExport::name).toList());
    }

    private static String name(Part part) {
        return switch (part) {
            case SINCE -> "created_at";
            case LEFT_AT -> "unsubscribed_at";
            default -> part.key('_');
        };
    }

    /** Writes all readers of a newsletter, whatever they have said, and says how many they are. */
    public long write(long newsletterId, String key) {
        var written = 0L;
        var last = 0L;
        while (true) {
            var page = subscribers.listed(newsletterId, last, PAGE);
            for (var each : page) writer.writeRecord(cells(key, each.arrival()));
            written += page.size();
            if (page.size() < PAGE) return written;
            last = page.getLast().id();
        }
    }

    private static List<String> cells(String key, Arrival reader) {
        var address = reader.person().address();
        var choices = reader.choices();
        var cells = new ArrayList<String>();
        Stream.of(key, address.email(), address.name()).map(Cells::defused).forEach(cells::add);
        cells.add(text(reader.person().zone()));
        cells.add(reader.status().column());
        cells.add(reader.reason() == null ? "" : reader.reason().column());
        cells.add(Cells.defused(reader.source()));
        cells.add(text(reader.since()));
        cells.add(text(reader.confirmedAt()));
        cells.add(text(reader.leftAt()));
        cells.add(text(choices.language()));
        cells.add(choices.cadence() == null ? "" : Choices.column(choices.cadence()));
        cells.add(text(choices.hour()));
        cells.add(text(choices.pausedUntil()));
        cells.add(choices.catchUp() ? "yes" : "");
        cells.add(choices.topics() == null ? "" : Cells.defused(String.join(",", choices.topics())));
        cells.add(choices.content() == null ? "" : Choices.column(choices.content()));
        cells.add(choices.format() == null ? "" : Choices.column(choices.format()));
        return cells;
    }

    /** A zone such as +05:30 would be a formula too. */
    private static String text(@Nullable Object value) {
        return Cells.defused(Objects.toString(value, ""));
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
