package staytuned.cli;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The issues. */
@Command(
        name = "issues",
        description = "Lists the issues.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = IssuesCommand.ListAll.class)
final class IssuesCommand {
    @Command(name = "list", description = "Lists the newest issues of each newsletter, with their readers by state.")
    static final class ListAll implements Callable<Integer> {
        private static final int SHOWN = 50;

        private final Surroundings around;

        @Mixin
        private ConfigOption config;

        @Option(
                names = "--json",
                description = "One JSON line for each: issue, newsletter, state, subject, frozen, readers.")
        private boolean json;

        ListAll(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            try (var service = config.open(around)) {
                for (var newsletter : service.newsletters()) {
                    for (var issue : service.issues().list(newsletter.id(), SHOWN)) {
                        var readers = new LinkedHashMap<String, Integer>();
                        service.deliveries().counts(issue.id()).forEach((status, count) ->
                                readers.put(status.column(), count));
                        var fields = new LinkedHashMap<String, Object>();
                        fields.put("issue", issue.id());
                        fields.put("newsletter", newsletter.key());
                        fields.put("state", issue.state().column());
                        fields.put("subject", issue.subject());
                        fields.put("frozen", issue.frozenAt().toString());
                        fields.put("readers", readers);
                        around.print(json, fields);
                    }
                }
            }
            return 0;
        }
    }
}
