package staytuned.subscriber;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * A CSV file (RFC 4180) as it is found: in UTF-8, UTF-16 with a mark, or Windows-1252, separated by commas, semicolons or
 * tabs, whose first row names the columns.
 */
public final class ListFile {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final char MARK = '\uFEFF';
    private static final int HEAD = 1 << 16;

    private final Path path;
    private final Charset charset;
    private final char separator;
    private final List<String> header;

    private ListFile(Path path, Charset charset, char separator, List<String> header) {
        this.path = path;
        this.charset = charset;
        this.separator = separator;
        this.header = header;
    }

    /**
     * Looks at a file, all of which must be text.
     *
     * @throws UnreadableList there is none, it is no such text, or it is empty
     */
    public static ListFile open(Path path) throws UnreadableList {
        try {
            var charset = charset(path);
            var separator = separator(head(path, charset));
            try (var rows = rows(path, charset, separator)) {
                var first = rows.iterator();
                var header = first.hasNext() ? first.next().getFields() : List.<String>of();
                return new ListFile(path, charset, separator, List.copyOf(header));
            }
        } catch (NoSuchFileException e) {
            throw new UnreadableList(path + ": there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new UnreadableList(
                    path + ": is not UTF-8, and not Windows-1252 either; save it as UTF-8 and import it again", e);
        } catch (CsvParseException | IOException | UncheckedIOException e) {
            throw new UnreadableList(path + ": " + e.getMessage(), e);
        }
    }

    public Path path() {
        return path;
    }

    /** The columns' names, as they stand there. */
    public List<String> header() {
        return header;
    }

    /** The rows below the header. */
    CsvReader<CsvRecord> rows() throws IOException {
        var rows = rows(path, charset, separator);
        var all = rows.iterator();
        if (all.hasNext()) all.next();
        return rows;
    }

    private static CsvReader<CsvRecord> rows(Path path, Charset charset, char separator) throws IOException {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(withoutMark(Files.newBufferedReader(path, charset)));
    }

    /** UTF-8 needs no byte order mark; some programs write one. */
    private static BufferedReader withoutMark(BufferedReader file) throws IOException {
        file.mark(1);
        if (file.read() != MARK) file.reset();
        return file;
    }

    private static Charset charset(Path path) throws IOException {
        try (var bytes = Files.newInputStream(path)) {
            var first = HexFormat.of().formatHex(bytes.readNBytes(2));
            if (first.equals("feff") || first.equals("fffe")) return decodes(path, StandardCharsets.UTF_16);
        }
        try {
            return decodes(path, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            return decodes(path, WINDOWS);
        }
    }

    /** {@code charset}, when the whole file can be read by it. */
    private static Charset decodes(Path path, Charset charset) throws IOException {
        try (var text = Files.newBufferedReader(path, charset)) {
            text.transferTo(Writer.nullWriter());
        }
        return charset;
    }

    private static String head(Path path, Charset charset) throws IOException {
        try (var text = Files.newBufferedReader(path, charset)) {
            var first = new char[HEAD];
            var length = Math.max(0, text.read(first));
            return new String(first, 0, length).lines().findFirst().orElse("");
        }
    }

    /** What stands most often between the names, outside of quotes; a comma where nothing does. */
    private static char separator(String head) {
        var bare = head.replaceAll("\"[^\"]*\"", "");
        var most = ',';
        for (var each : List.of(';', '\t')) {
            if (count(bare, each) > count(bare, most)) most = each;
        }
        return most;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(each -> each == wanted).count();
    }
}
