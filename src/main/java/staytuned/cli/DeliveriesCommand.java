package staytuned.cli;

import java.util.LinkedHashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import staytuned.delivery.DeliveryStatus;
import staytuned.delivery.Listings.Wanted;
import staytuned.mail.Address;

/** The deliveries. */
@Command(
        name = "deliveries",
        description = {
            "Lists the deliveries of an issue, in the order of their numbers.",
            "Where there may be more, standard error says how to go on."
        },
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = DeliveriesCommand.Resolve.class)
final class DeliveriesCommand extends ServiceCommand {
    @Option(names = "--issue", paramLabel = "N", description = "The issue's number.")
    private @Nullable Long issue;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only those in this state: ${COMPLETION-CANDIDATES}.")
    private @Nullable DeliveryStatus state;

    @Option(
            names = "--receiver",
            paramLabel = "NAME",
            description = "Only those at this receiver, such as gmail or example.net.")
    private @Nullable String receiver;

    @Option(names = "--email", paramLabel = "EMAIL", description = "Only that to this reader.")
    private @Nullable String email;

    @Option(names = "--limit", paramLabel = "K", defaultValue = "100", description = "At most so many; 100 by default.")
    private int limit;

    @Option(names = "--after", paramLabel = "ID", defaultValue = "0", description = "Those after this number.")
    private long after;

    @Option(
            names = "--json",
            description = {
                "One JSON line for each: delivery, email, receiver, state, leased, attempts, possibly_twice, next, "
                        + "settled, reply.",
                "leased: a node has it in hand. next: when it is tried again; null where it is settled, in hand, or an "
                        + "admin must decide."
            })
    private boolean json;

    DeliveriesCommand(Surroundings around) {
        super(around);
    }

    @Override
    void act(Staytuned service) {
        if (issue == null) {
            throw new Failure(Failure.USAGE, "say which issue: deliveries --issue N; see \"issues list\"");
        }
        if (limit < 1) throw new Failure(Failure.USAGE, "--limit must be 1 or more");
        var id = IssuesCommand.find(service, issue).id();
        var found = service.listings().list(new Wanted(id, state, receiver, reader(), after, limit));
        for (var each : found) {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            fields.put("delivery", each.id());
            fields.put("email", each.to().email());
            fields.put("receiver", each.receiver());
            fields.put("state", each.status().column());
            fields.put("leased", each.leased());
            fields.put("attempts", each.attempts());
            fields.put("possibly_twice", each.doubts() > 0);
            fields.put("next", Objects.toString(each.dueAt(), null));
            fields.put("settled", Objects.toString(each.settledAt(), null));
            fields.put("reply", each.reply());
            around.print(json, fields);
        }
        if (found.size() == limit) around.err().println("there may be more: --after " + found.getLast().id());
    }

    private @Nullable Address reader() {
        try {
            return email == null ? null : Address.parse(email);
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.USAGE, e);
        }
    }

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
