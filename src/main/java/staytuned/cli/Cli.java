package staytuned.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine;
import staytuned.config.BrokenConfig;
import staytuned.db.Database;
import staytuned.template.TemplateFailed;
import staytuned.web.Site;

/**
 * The command line. Exit codes: 0 done, 1 failed, 2 bad usage or config.
 *
 * <p>What a command found out goes to standard output, everything else to standard error.
 */
@Command(
        name = "staytuned",
        version = "staytuned 0.1.0",
        description = "Each new article becomes a letter with its lead, its conclusion and what to stay tuned for.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            RunCommand.class,
            InitCommand.class,
            CheckCommand.class,
            PlanCommand.class,
            ExplainCommand.class,
            DoctorCommand.class,
            ReadCommand.class,
            BounceCommand.class,
            PreviewCommand.class,
            SubscribersCommand.class,
            SourcesCommand.class,
            ArticlesCommand.class,
            IssuesCommand.class,
            PromisesCommand.class,
            DeliveriesCommand.class,
            FeedbackCommand.class,
            SuppressionsCommand.class,
            AdminsCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            ResumeCommand.class,
            TokensCommand.class,
            BenchCommand.class,
            CompletionCommand.class,
            TrainCommand.class
        })
public final class Cli {
    private final Surroundings around;

    public Cli(Surroundings around) {
        this.around = around;
    }

    /** Runs the command that {@code args} name and gives its exit code. */
    public int run(String... args) {
        var line = line();
        line.setOut(new PrintWriter(around.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(around.err(), true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, _, _) -> failed(e));
        if (args.length == 0) {
            line.usage(line.getErr());
            return Failure.USAGE;
        }
        return line.execute(args);
    }

    /** All commands, with their options. */
    CommandLine line() {
        return new CommandLine(this, factory());
    }

    /** Every command takes its surroundings, where it needs them, as its one constructor parameter. */
    private IFactory factory() {
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                try {
                    return type.getDeclaredConstructor(Surroundings.class).newInstance(around);
                } catch (NoSuchMethodException e) {
                    return CommandLine.defaultFactory().create(type);
                }
            }
        };
    }

    private int failed(Exception e) {
        switch (e) {
            case Failure failure -> {
                return said(failure, failure.exitCode());
            }
            case BrokenConfig _, TemplateFailed _ -> {
                return said(e, Failure.USAGE);
            }
            case Database.Unavailable _, Site.Unavailable _, UncheckedIOException _, IOException _ -> {
                return said(e, Failure.FAILED);
            }
            default -> LoggerFactory.getLogger(Cli.class).error("this should not have happened", e);
        }
        return Failure.FAILED;
    }

    private int said(Exception e, int exitCode) {
        // The file system names only the file: say what it is about it.
        var what = e instanceof FileSystemException ? e.getClass().getSimpleName().replace("Exception", ": ") : "";
        around.err().println(what + e.getMessage());
        return exitCode;
    }
}
