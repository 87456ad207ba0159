package staytuned.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ScopeType;
import staytuned.config.BrokenConfig;
import staytuned.db.Database;

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
            CheckCommand.class,
            ReadCommand.class,
            PreviewCommand.class,
            SubscribersCommand.class,
            ArticlesCommand.class,
            IssuesCommand.class
        })
public final class Cli {
    private final Builder builder;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    public Cli(Builder builder, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.builder = builder;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Runs the command that {@code args} name and gives its exit code. */
    public int run(String... args) {
        var line = new CommandLine(this, factory());
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, _, _) -> failed(e));
        if (args.length == 0) {
            line.usage(line.getErr());
            return Failure.USAGE;
        }
        return line.execute(args);
    }

    /** Every command takes its surroundings, where it needs them, as its one constructor parameter. */
    private IFactory factory() {
        var surroundings = new Surroundings(builder, environment, out, err);
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                try {
                    return type.getDeclaredConstructor(Surroundings.class).newInstance(surroundings);
                } catch (NoSuchMethodException e) {
                    return CommandLine.defaultFactory().create(type);
                }
            }
        };
    }

    private int failed(Exception e) {
        switch (e) {
            case BrokenConfig _ -> {
                err.println(e.getMessage());
                return Failure.USAGE;
            }
            case Failure failure -> {
                err.println(failure.getMessage());
                return failure.exitCode();
            }
            case Database.Unavailable _ -> err.println(e.getMessage());
            default -> LoggerFactory.getLogger(Cli.class).error("this should not have happened", e);
        }
        return Failure.FAILED;
    }
}
