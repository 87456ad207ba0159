package staytuned.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import staytuned.db.Database;
import staytuned.feedback.BounceReader;
import staytuned.feedback.Verdict;

/** What a mail that came back says. */
@Command(
        name = "bounce",
        description = {
            "Says what each mail is: hard (never mail again), soft, complaint, auto-reply or none, for whom, and why.",
            "Needs no config, but for --accept. Exit code 1 when a file could not be read."
        })
final class BounceCommand implements Callable<Integer> {
    /** A mail that is larger says nothing more; what lies behind is not looked at. */
    private static final int LARGEST = 4_000_000;
    /** EX_TEMPFAIL of sysexits.h: the mail server keeps the mail and tries again. */
    private static final int TRY_AGAIN = 75;

    private final Surroundings around;

    @Mixin
    private ConfigOption config;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "A mail as it came in (RFC 5322). With --accept and none, standard input.")
    private List<Path> files = List.of();

    @Option(
            names = "--accept",
            description = "Takes the mail in: who bounces for good or complains is not mailed any more. Exit code 75 "
                    + "when that has to wait, so that a mail server that pipes mails in tries again.")
    private boolean accept;

    @Option(
            names = "--json",
            description = "One JSON line for each: file, kind, recipient, status, diagnostic; null where there is "
                    + "none.")
    private boolean json;

    BounceCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        if (!accept && files.isEmpty()) {
            throw new Failure(Failure.USAGE, "which mail? Name its file, or pipe it into \"bounce --accept\"");
        }
        return accept ? acceptAll() : showAll();
    }

    private int showAll() {
        var reader = new BounceReader();
        var failed = 0;
        for (var file : files) {
            try (var in = Files.newInputStream(file)) {
                show(file.toString(), reader.read(in.readNBytes(LARGEST)).verdict());
            } catch (IOException e) {
                failed++;
                var why = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
                around.err().println(file + ": " + why);
            }
        }
        return failed == 0 ? 0 : Failure.FAILED;
    }

    private void show(String file, Verdict verdict) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("file", file);
        fields.put("kind", verdict.kind().column());
        fields.put("recipient", verdict.recipient());
        fields.put("status", verdict.status());
        fields.put("diagnostic", verdict.diagnostic());
        around.print(json, fields);
    }

    private int acceptAll() throws IOException {
        try (var service = config.open(around)) {
            if (files.isEmpty()) accept(service, "-", System.in);
            for (var file : files) {
                try (var in = Files.newInputStream(file)) {
                    accept(service, file.toString(), in);
                }
            }
            return 0;
        } catch (Database.Unavailable e) {
            around.err().println(e.getMessage());
            return TRY_AGAIN;
        }
    }

    private void accept(Staytuned service, String name, InputStream in) throws IOException {
        var taken = service.mailroom().clerk().take(in.readNBytes(LARGEST), "", "pipe");
        show(name, taken.verdict());
    }
}
