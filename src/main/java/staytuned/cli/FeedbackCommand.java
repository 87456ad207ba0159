package staytuned.cli;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What came back. */
@Command(
        name = "feedback",
        description = "Lists the latest bounces and complaints that were taken in, the newest first.",
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {FeedbackRates.class, FeedbackReplies.class})
final class FeedbackCommand extends ServiceCommand {
    private static final int SHOWN = 200;

    @Option(
            names = "--unmatched",
            description = "Only those that bear no token of ours: they suppress nobody, and the last thousand are "
                    + "kept.")
    private boolean unmatched;

    @Option(
            names = "--json",
            description = "One JSON line for each: received, source, kind, delivery (null where it is unmatched), "
                    + "recipient, status, diagnostic, sender-fault.")
    private boolean json;

    FeedbackCommand(Surroundings around) {
        super(around);
    }

    @Override
    void act(Staytuned service) {
        for (var each : service.mailroom().events().latest(unmatched, SHOWN)) {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            fields.put("received", each.receivedAt().toString());
            fields.put("source", each.source());
            fields.put("kind", each.verdict().kind().column());
            fields.put("delivery", each.deliveryId());
            fields.put("recipient", each.verdict().recipient());
            fields.put("status", each.verdict().status());
            fields.put("diagnostic", each.verdict().diagnostic());
            fields.put("sender-fault", each.verdict().blamesSender());
            around.print(json, fields);
        }
    }
}
