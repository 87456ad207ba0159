package staytuned.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The deliveries. */
@Command(
        name = "deliveries",
        description = "Decides about deliveries that are in doubt.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = DeliveriesCommand.Resolve.class)
final class DeliveriesCommand {
    @Command(
            name = "resolve",
            description = "Decides about the letters of an issue of which nobody knows whether the relay has them.")
    static final class Resolve implements Callable<Integer> {
        /** What the admin has found out. */
        enum Decision {
            /** The relay has them. */
            SENT,
            /** The relay does not have them. */
            RESEND
        }

        private final Surroundings around;

        @Mixin
        private ConfigOption config;

        @Option(names = "--issue", required = true, paramLabel = "N", description = "The issue's number.")
        private long issue;

        @Option(
                names = "--as",
                required = true,
                paramLabel = "sent|resend",
                description = "sent: the relay has them, nothing more is done. resend: they go out again.")
        private Decision decision;

        Resolve(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            try (var service = config.open(around)) {
                if (service.issues().find(issue).isEmpty()) {
                    throw new Failure(Failure.USAGE, "there is no issue " + issue + "; see \"issues list\"");
                }
                var count = service.deliveries()
                        .resolve(issue, decision == Decision.SENT, around.clock().instant());
                around.out().println("resolved " + count);
            }
            return 0;
        }
    }
}
