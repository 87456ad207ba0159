package staytuned.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import staytuned.db.Restore;

/** Everything from one file. */
@Command(
        name = "restore",
        description = {
            "Brings a backup into the database that the config names, in place of what is there; also one of the embedded "
                    + "database into a PostgreSQL, and the other way.",
            "Stop every process of the service first. No letter goes out afterwards before you say \"resume "
                    + "--after-restore\"."
        })
final class RestoreCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file;

    @Option(names = "--yes", description = "Yes, what the database holds now may be lost: it is not asked.")
    private boolean yes;

    RestoreCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        var settings = config.read(around);
        if (!Files.isRegularFile(file)) throw new Failure(Failure.USAGE, file + ": there is no such file");
        try (var service = around.builder().open(settings);
                var restore = new Restore(service.database(), file)) {
            if (service.nodes().anyAtWork()) {
                throw new Failure(Failure.FAILED, "the service is at work on this database: stop every process of it "
                        + "first, and wait half a minute where one was killed");
            }
            if (restore.overwrites() && !yes && !agreed(restore.made())) {
                throw new Failure(Failure.FAILED, "nothing was changed; with --yes what the database holds is replaced");
            }
            around.out().println("restored " + restore.run() + " rows of " + restore.made());
            around.out().println("No letter goes out before you say \"staytuned resume --after-restore\".");
        } catch (Restore.Unfit e) {
            throw new Failure(Failure.FAILED, e);
        }
        return 0;
    }

    @SuppressWarnings("SystemConsoleNull") // It is null in JDK 25 where no terminal is there.
    private boolean agreed(String made) {
        var console = System.console();
        if (console == null || !console.isTerminal()) return false;
        return "yes".equalsIgnoreCase(console.readLine(
                "Everything in the database is replaced by what it was at %s. Go on? (yes/no) ", made));
    }
}
