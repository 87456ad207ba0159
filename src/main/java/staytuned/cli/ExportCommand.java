package staytuned.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import staytuned.subscriber.CsvExport;

/** Gives readers away, or keeps them safe. */
@Command(
        name = "export",
        description = {
            "Writes the readers, all that they have said and chosen, and who must not be mailed, as a CSV file in UTF-8.",
            "\"subscribers import FILE --newsletter KEY --confirmed\" brings the same state back. Cells that a spreadsheet "
                    + "would take for formulas begin with an apostrophe, which the import takes away again."
        })
final class ExportCommand extends ServiceCommand {
    @Parameters(paramLabel = "FILE", description = "The file to write, or - for standard output.")
    private String file;

    @Option(names = "--newsletter", paramLabel = "KEY", description = "Only this one's. Default: those of all newsletters.")
    private @Nullable String newsletter;

    ExportCommand(Surroundings around) {
        super(around);
    }

    @Override
    void act(Staytuned service) {
        var chosen = newsletter == null ? service.newsletters() : List.of(config.newsletter(service, newsletter));
        var written = 0L;
        try (var export = new CsvExport(service.subscribers(), writer())) {
            for (var each : chosen) written += export.write(each.id(), each.key());
        } catch (IOException e) {
            throw new Failure(Failure.FAILED, file + ": cannot be written: " + e.getClass().getSimpleName());
        }
        around.err().println("exported " + written);
    }

    /** Standard output stays open for what comes after. */
    private Writer writer() throws IOException {
        if (!file.equals("-")) return Files.newBufferedWriter(Path.of(file));
        return new OutputStreamWriter(around.out(), StandardCharsets.UTF_8) {
            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }
}
