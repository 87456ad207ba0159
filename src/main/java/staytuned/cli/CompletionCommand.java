package staytuned.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What lets a shell complete commands and options. */
@Command(
        name = "completion",
        description = {
            "Prints a script with which the shell completes commands and options.",
            "For bash: source <(staytuned completion bash); for zsh the same with zsh, after autoload -U compinit and "
                    + "compinit."
        })
final class CompletionCommand implements Runnable {
    private final Surroundings around;

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    private Shell shell;

    /** One that is known. */
    enum Shell {
        bash,
        zsh
    }

    CompletionCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public void run() {
        var line = new Cli(around).line();
        line.getSubcommands().entrySet().stream()
                .filter(each -> each.getValue().getCommandSpec().usageMessage().hidden())
                .map(each -> each.getKey())
                .toList()
                .forEach(line.getCommandSpec()::removeSubcommand);
        if (shell == Shell.zsh) around.out().println("autoload -U +X bashcompinit && bashcompinit");
        around.out().print(AutoComplete.bash("staytuned", line));
    }
}
