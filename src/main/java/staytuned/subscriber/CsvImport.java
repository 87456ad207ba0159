package staytuned.subscriber;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;
import staytuned.subscriber.Subscribers.Added;

/**
 * Reads a list of people from a CSV file (RFC 4180) with the columns {@code email} and, where wished, {@code name} and
 * {@code time-zone}, separated by commas or semicolons. It is read and written a thousand rows at a time.
 */
public final class CsvImport {
    private static final int BATCH = 1000;
    private static final String EMAIL = "email";
    private static final int LONGEST_SOURCE = 200;

    private final Subscribers subscribers;

    public CsvImport(Subscribers subscribers) {
        this.subscribers = subscribers;
    }

    /** What became of a file. {@code refused} counts the rows that no address could be read from. */
    public record Imported(Added added, int refused) {}

    /**
     * Subscribes everybody in {@code file}.
     *
     * @param refusal hears of each row that is refused: its line and why
     * @throws UnreadableList the file is no such list; the message says what is wrong, and rows before that stay
     */
    public Imported read(Path file, long newsletterId, boolean confirmed, Consumer<String> refusal)
            throws UnreadableList {
        var source = Address.oneLine("import " + file.getFileName(), LONGEST_SOURCE);
        var total = new Added(0, 0, 0, 0);
        var refused = 0;
        try (var rows = open(file)) {
            var batch = new ArrayList<Person>(BATCH);
            for (var row : rows) {
                try {
                    var address = new Address(field(row, EMAIL).strip(), field(row, "name"));
                    batch.add(new Person(address, Person.zone(field(row, "time-zone"))));
                } catch (IllegalArgumentException e) {
                    refused++;
                    refusal.accept(file + ":" + row.getStartingLineNumber() + ": " + e.getMessage());
                }
                if (batch.size() == BATCH) {
                    total = total.plus(subscribers.addAll(newsletterId, batch, confirmed, source));
                    batch.clear();
                }
            }
            total = total.plus(subscribers.addAll(newsletterId, batch, confirmed, source));
        } catch (NoSuchFileException e) {
            throw new UnreadableList(file + ": there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new UnreadableList(file + ": is not UTF-8; save it as UTF-8 and import it again", e);
        } catch (CsvParseException | IOException | UncheckedIOException e) {
            throw new UnreadableList(file + ": " + e.getMessage(), e);
        }
        return new Imported(total, refused);
    }

    private static CsvReader<NamedCsvRecord> open(Path file) throws IOException, UnreadableList {
        String head;
        try (var lines = Files.newBufferedReader(file)) {
            head = lines.readLine();
        }
        var separator = head != null && head.contains(";") && !head.contains(",") ? ";" : ",";
        if (head == null || !names(head, separator).contains(EMAIL)) {
            throw new UnreadableList(
                    file + ":1: no column \"email\"; the first line must name the columns: email,name", null);
        }
        return CsvReader.builder()
                .fieldSeparator(separator)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofNamedCsvRecord(withoutMark(Files.newBufferedReader(file)));
    }

    /** UTF-8 needs no byte order mark; some programs write one. */
    private static BufferedReader withoutMark(BufferedReader file) throws IOException {
        file.mark(1);
        if (file.read() != '\uFEFF') file.reset();
        return file;
    }

    private static List<String> names(String head, String separator) {
        return Pattern.compile(separator)
                .splitAsStream(head)
                .map(each -> each.replaceAll("[\"\uFEFF]", "").strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String field(NamedCsvRecord row, String wanted) {
        for (var name : row.getHeader()) {
            if (name.strip().equalsIgnoreCase(wanted)) return row.findField(name).orElse("");
        }
        return "";
    }

    /** The file cannot be read as a list of people. */
    public static final class UnreadableList extends Exception {
        UnreadableList(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
