package staytuned.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import staytuned.mail.Address;
import staytuned.web.Dossier;

/** What an admin does about one reader, and why readers leave: further commands of {@link SubscribersCommand}. */
final class ReaderCommands {
    private ReaderCommands() {}

    /** What the two have in common. */
    abstract static class OfReader extends ServiceCommand {
        @Parameters(paramLabel = "EMAIL", description = "The reader's address.")
        private String email;

        OfReader(Surroundings around) {
            super(around);
        }

        Address address() {
            try {
                return Address.parse(email);
            } catch (IllegalArgumentException e) {
                throw new Failure(Failure.USAGE, e);
            }
        }

        Failure nobody() {
            return new Failure(Failure.FAILED, "nobody has the address " + address().email()
                    + "; see \"subscribers list\"");
        }
    }

    @Command(
            name = "show",
            description = "Prints everything that is held about a reader, as JSON: each table with its rows. It is what "
                    + "the reader gets on the page of their preferences.")
    static final class Show extends OfReader {
        Show(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service) {
            var rows = service.readership().dossiers().find(address()).orElseThrow(this::nobody);
            around.out().print(Dossier.json(rows));
        }
    }

    @Command(
            name = "erase",
            description = {
                "Forgets a reader, in force at once: address, name, choices, and what was said about them.",
                "What stays is a hash, so that no import brings the address back, and counts that name nobody."
            })
    static final class Erase extends OfReader {
        Erase(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service) {
            if (!service.readership().dossiers().erase(address(), "admin")) throw nobody();
            around.out().println("erased");
        }
    }

    @Command(name = "farewells", description = "Counts why readers left a newsletter, as far as they have said so.")
    static final class Farewells extends ServiceCommand {
        @Option(names = "--newsletter", required = true, paramLabel = "KEY", description = "The newsletter's key.")
        private String newsletter;

        @Option(names = "--days", paramLabel = "N", description = "Of the last so many days; default: 30.")
        private int days = 30;

        @Option(names = "--json", description = "One JSON line for each reason: reason, readers.")
        private boolean json;

        Farewells(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service) {
            var id = config.newsletter(service, newsletter).id();
            var since = around.clock().instant().minus(Duration.ofDays(days));
            service.subscribers().memberships().farewells(id, since).forEach((reason, readers) -> {
                var fields = new LinkedHashMap<String, @Nullable Object>();
                fields.put("reason", reason);
                fields.put("readers", readers);
                around.print(json, fields);
            });
        }
    }
}
