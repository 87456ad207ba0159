package staytuned.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The admin's word that a restored database may mail. */
@Command(
        name = "resume",
        description = {
            "Lets letters go out again that are held because the database seems to be a restored backup.",
            "What was sent after the backup was made goes out again to the readers it knows nothing of: see "
                    + "\"deliveries resolve\" and \"issues list\" first."
        })
final class ResumeCommand extends ServiceCommand {
    @Option(names = "--after-restore", required = true, description = "Yes, this database is the one to go on with.")
    @SuppressWarnings("UnusedVariable") // Asked for, so that the command says what it does.
    private boolean afterRestore;

    ResumeCommand(Surroundings around) {
        super(around);
    }

    @Override
    void act(Staytuned service) {
        around.out().println(service.instances().resume() ? "letters go out again" : "nothing was held");
    }
}
