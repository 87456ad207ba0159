package staytuned.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What the launcher runs once for each build, so that the JVM knows the service when it starts (JEP 514, JEP 515). */
@Command(
        name = "train",
        hidden = true,
        description = "Does once what a service does: the demo, and a small load run.")
final class TrainCommand implements Callable<Integer> {
    private final Surroundings around;

    TrainCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var cli = new Cli(around);
        var demo = cli.run("demo", "--once");
        return demo == 0 ? cli.run("bench", "--readers", "3000", "--dkim", "rsa", "--json") : demo;
    }
}
