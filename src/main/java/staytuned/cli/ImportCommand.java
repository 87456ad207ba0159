package staytuned.cli;

import java.io.Console;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import staytuned.subscriber.CsvImport;
import staytuned.subscriber.ListFile;
import staytuned.subscriber.Part;
import staytuned.subscriber.Peer;
import staytuned.subscriber.Remark;
import staytuned.subscriber.RemarkReport;
import staytuned.subscriber.Status;
import staytuned.subscriber.UnreadableList;

/** Takes over readers from elsewhere. */
@Command(
        name = "import",
        description = {
            "Adds the readers of a CSV file to a newsletter. The exports of Mailchimp, Substack, listmonk, Ghost, Buttondown "
                    + "and beehiiv, and our own, are known as they are; of any other list the columns email and, where "
                    + "wished, name and time-zone are found by their names in eleven languages, or by --map.",
            "Who has left, has not confirmed or must not be mailed, as the list says, stays so.",
            "Rows that hold no address, or a time zone that is none, are named and left out; exit code 1 then."
        })
final class ImportCommand extends SubscribersCommand.OfNewsletter {
    /** Where nobody watches, progress is a line in a log, and most lists need none. */
    private static final long LOGGED_EVERY = 100_000;

    @Parameters(paramLabel = "FILE", description = "The CSV file; its first line names the columns: email,name.")
    private Path file;

    @Option(names = "--confirmed", description = SubscribersCommand.CONFIRMED)
    private boolean confirmed;

    @Option(
            names = "--map",
            split = ",",
            paramLabel = "PART=COLUMN",
            description = "Which column says what: --map email=Correo,name=Nombre. PART= leaves a column out.")
    private @Nullable Map<String, String> map;

    @Option(names = "--dry-run", description = "Changes nothing, and says what would happen.")
    private boolean dryRun;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Writes each refused or doubtful row to this CSV file: line, column, value, outcome, problem, cure.")
    private @Nullable Path report;

    private long logged;

    ImportCommand(Surroundings around) {
        super(around);
    }

    @Override
    public Integer call() {
        try (var service = config.open(around); var written = new RemarkReport(writer())) {
            var target = config.newsletter(service, newsletter);
            var plan = plan();
            var hearer = new CsvImport.Hearer() {
                @Override
                public void remark(Remark remark) {
                    written.write(remark);
                    if (remark.refused() || dryRun) tell(remark);
                }

                @Override
                public void progress(long rows) {
                    advance(rows);
                }
            };
            var imported = new CsvImport(service.subscribers(), around.clock(), hearer)
                    .read(plan, target.id(), target.key(), confirmed, dryRun);
            return conclude(plan, imported);
        } catch (UnreadableList e) {
            throw new Failure(Failure.FAILED, e);
        } catch (IOException e) {
            throw new Failure(Failure.FAILED, report + ": cannot be written: " + e.getClass().getSimpleName());
        }
    }

    private Writer writer() throws IOException {
        return report == null ? Writer.nullWriter() : Files.newBufferedWriter(report);
    }

    private CsvImport.Plan plan() throws UnreadableList {
        var guessed = CsvImport.Plan.of(ListFile.open(file));
        try {
            var plan = map == null ? guessed : guessed.with(map);
            var console = terminal();
            if (plan.columns().has(Part.EMAIL) || console == null) return plan;
            return plan.with(new ColumnQuestions(console::readLine, around.err()).ask(plan.file().header()));
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.USAGE, file + ":1: " + e.getMessage());
        }
    }

    /** Where a person sits; null where none does. */
    private static @Nullable Console terminal() {
        @SuppressWarnings("SystemConsoleNull") // It is null in JDK 25 where no terminal is there.
        var console = System.console();
        return console != null && console.isTerminal() ? console : null;
    }

    private void tell(Remark remark) {
        var line = file + ":" + remark.line() + ": " + (remark.refused() ? "" : "warning: ") + remark.problem();
        around.err().println(dryRun ? line + " (" + remark.cure() + ")" : line);
    }

    private void advance(long rows) {
        if (terminal() != null) {
            around.err().printf("\r%,d rows", rows);
        } else if (rows >= logged + LOGGED_EVERY) {
            logged = rows;
            around.err().printf("%,d rows%n", rows);
        }
    }

    private int conclude(CsvImport.Plan plan, CsvImport.Imported imported) {
        if (terminal() != null) around.err().print("\r");
        if (dryRun) around.out().println("dry run, nothing has been changed; this would happen:");
        say(imported.added());
        if (plan.peer() != Peer.OTHER || plan.hasStatuses()) {
            around.out().println("of this " + plan.peer().shown() + " list: " + Stream.of(Status.values())
                    .map(each -> each.column() + " " + imported.statuses().getOrDefault(each, 0))
                    .collect(Collectors.joining(", ")));
        }
        if (imported.others() > 0) {
            around.out().println("left out " + imported.others() + " rows about other newsletters");
        }
        if (imported.refused() == 0) return 0;
        around.out().println("refused " + imported.refused() + " rows, named above");
        return Failure.FAILED;
    }
}
