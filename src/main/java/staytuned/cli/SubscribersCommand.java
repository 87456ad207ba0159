package staytuned.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import staytuned.mail.Address;
import staytuned.subscriber.Person;
import staytuned.subscriber.Subscribers.Added;

/** The readers. */
@Command(
        name = "subscribers",
        description = "Adds, imports, exports, lists, shows and forgets readers.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SubscribersCommand.Add.class,
            ImportCommand.class,
            ExportCommand.class,
            SubscribersCommand.ListAll.class,
            ReaderCommands.Show.class,
            ReaderCommands.Erase.class,
            ReaderCommands.Farewells.class
        })
final class SubscribersCommand {
    static final String CONFIRMED =
            "Their consent is known: they get letters from now on. Without this they get none until they confirm.";

    /** What the three have in common. */
    abstract static class OfNewsletter implements Callable<Integer> {
        final Surroundings around;

        @Mixin
        ConfigOption config;

        @Option(names = "--newsletter", required = true, paramLabel = "KEY", description = "The newsletter's key.")
        String newsletter;

        OfNewsletter(Surroundings around) {
            this.around = around;
        }

        void say(Added added) {
            around.out().printf("added %d, confirmed %d, already there %d%s%n",
                    added.added(), added.confirmed(), added.known(),
                    added.left() == 0 ? "" : " (" + added.left() + " of them have unsubscribed, and stay so)");
        }
    }

    @Command(name = "add", description = "Adds one reader to a newsletter.")
    static final class Add extends OfNewsletter {
        @Parameters(paramLabel = "EMAIL", description = "An address, or \"Name <address>\".")
        private String email;

        @Option(names = "--confirmed", description = CONFIRMED)
        private boolean confirmed;

        @Option(names = "--time-zone", paramLabel = "ZONE", description = "Where they are, such as Europe/Berlin.")
        private String zone = "";

        Add(Surroundings around) {
            super(around);
        }

        @Override
        public Integer call() {
            Person person;
            try {
                person = new Person(Address.parse(email), Person.zone(zone));
            } catch (IllegalArgumentException e) {
                throw new Failure(Failure.USAGE, e);
            }
            try (var service = config.open(around)) {
                var id = config.newsletter(service, newsletter).id();
                say(service.subscribers().addAll(id, List.of(person), confirmed, "admin"));
            }
            return 0;
        }
    }

    @Command(name = "list", description = "Lists the readers of a newsletter.")
    static final class ListAll extends OfNewsletter {
        private static final int PAGE = 1000;

        @Option(
                names = "--json",
                description = "One JSON line for each: email, name, status, source, since, time_zone.")
        private boolean json;

        ListAll(Surroundings around) {
            super(around);
        }

        @Override
        public Integer call() {
            try (var service = config.open(around)) {
                var id = config.newsletter(service, newsletter).id();
                var last = 0L;
                while (true) {
                    var page = service.subscribers().list(id, last, PAGE);
                    for (var each : page) {
                        var fields = new LinkedHashMap<String, @Nullable String>();
                        fields.put("email", each.address().email());
                        fields.put("name", each.address().name());
                        fields.put("status", each.status().column());
                        fields.put("source", each.source());
                        fields.put("since", each.createdAt().toString());
                        fields.put("time_zone", each.zone());
                        around.print(json, fields);
                    }
                    if (page.size() < PAGE) return 0;
                    last = page.getLast().id();
                }
            }
        }
    }
}
