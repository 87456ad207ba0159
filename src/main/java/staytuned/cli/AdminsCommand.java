package staytuned.cli;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import staytuned.admin.Role;
import staytuned.mail.Address;

/** Who runs the service. */
@Command(
        name = "admins",
        description = "Lists, adds, resets and removes those who run the service.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AdminsCommand.ListAll.class,
            AdminsCommand.Add.class,
            AdminsCommand.Reset.class,
            AdminsCommand.Remove.class
        })
final class AdminsCommand {
    private static final String ACTOR = "command line";

    @Command(name = "list", description = "Lists them.")
    static final class ListAll extends ServiceCommand {
        @Option(
                names = "--json",
                description = "One JSON line for each: email, role, ready (whether they have chosen a password), since.")
        private boolean json;

        ListAll(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service) {
            for (var each : service.office().admins().list()) {
                var fields = new LinkedHashMap<String, @Nullable Object>();
                fields.put("email", each.email());
                fields.put("role", each.role().column());
                fields.put("ready", each.ready());
                fields.put("since", each.createdAt().toString());
                around.print(json, fields);
            }
        }
    }

    /** Those that are about one of them. */
    abstract static class OfOne extends ServiceCommand {
        @Parameters(paramLabel = "EMAIL", description = "The address.")
        private String email;

        OfOne(Surroundings around) {
            super(around);
        }

        final Address address() {
            try {
                return Address.parse(email);
            } catch (IllegalArgumentException e) {
                throw new Failure(Failure.USAGE, e);
            }
        }

        final Failure unknown() {
            return new Failure(Failure.FAILED, "nobody has the account " + email + "; see \"admins list\"");
        }

        final void invite(Staytuned service, @Nullable Role role) {
            var token = service.office().gatekeeper().invite(address(), role, ACTOR).orElseThrow(this::unknown);
            around.out().println(config.read(around).site().url() + "/desk/welcome/" + token);
            around.err().println("good once, within a day: open it, or send it to " + email);
        }
    }

    @Command(name = "add", description = "Lets somebody run the service; prints the link by which they begin.")
    static final class Add extends OfOne {
        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                description = "viewer: looks; editor: decides about letters; admin: everything.")
        private Role role;

        Add(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service) {
            invite(service, role);
        }
    }

    @Command(name = "reset", description = "Prints a new link for somebody who has lost password or telephone.")
    static final class Reset extends OfOne {
        Reset(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service) {
            invite(service, null);
        }
    }

    @Command(name = "remove", description = "Takes an account away.")
    static final class Remove extends OfOne {
        Remove(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service) {
            if (!service.office().gatekeeper().remove(address(), ACTOR)) throw unknown();
            around.out().println("removed");
            if (service.office().admins().none()) {
                around.err().println("nobody can sign in now: the desk opens on this machine alone");
            }
        }
    }
}
