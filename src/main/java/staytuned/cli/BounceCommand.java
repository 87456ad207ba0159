package staytuned.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import staytuned.feedback.BounceReader;

/** What a mail that came back says. */
@Command(
        name = "bounce",
        description = {
            "Says what each mail is: hard (never mail again), soft, complaint, auto-reply or none, for whom, and why.",
            "Needs no config. Exit code 1 when a file could not be read."
        })
final class BounceCommand implements Callable<Integer> {
    /** A mail that is larger says nothing more; what lies behind is not looked at. */
    private static final int LARGEST = 4_000_000;

    private final Surroundings around;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A mail as it came in (RFC 5322).")
    private List<Path> files;

    @Option(
            names = "--json",
            description = "One JSON line for each: file, kind, recipient, status, diagnostic; null where there is none.")
    private boolean json;

    BounceCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var reader = new BounceReader();
        var failed = 0;
        for (var file : files) {
            try (var in = Files.newInputStream(file)) {
                var verdict = reader.read(in.readNBytes(LARGEST)).verdict();
                var fields = new LinkedHashMap<String, @Nullable Object>();
                fields.put("file", file.toString());
                fields.put("kind", verdict.kind().column());
                fields.put("recipient", verdict.recipient());
                fields.put("status", verdict.status());
                fields.put("diagnostic", verdict.diagnostic());
                around.print(json, fields);
            } catch (IOException e) {
                failed++;
                var why = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
                around.err().println(file + ": " + why);
            }
        }
        return failed == 0 ? 0 : Failure.FAILED;
    }
}
