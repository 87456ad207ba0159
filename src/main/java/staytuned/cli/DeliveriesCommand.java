package staytuned.cli;

import picocli.CommandLine.Command;
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
    static final class Resolve extends ServiceCommand {
        /** What the admin has found out. */
        enum Decision {
            /** The relay has them. */
            SENT,
            /** The relay does not have them. */
            RESEND
        }

        @Option(names = "--issue", required = true, paramLabel = "N", description = "The issue's number.")
        private long issue;

        @Option(
                names = "--as",
                required = true,
                paramLabel = "sent|resend",
                description = "sent: the relay has them, nothing more is done. resend: they go out again.")
        private Decision decision;

        Resolve(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service) {
            var id = IssuesCommand.find(service, issue).id();
            var count = service.deliveries().resolve(id, decision == Decision.SENT, around.clock().instant());
            around.out().println("resolved " + count);
        }
    }
}
