package staytuned.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import staytuned.feedback.Suppression;
import staytuned.mail.Address;
import staytuned.subscriber.Reason;

/** Whom never to mail again. */
@Command(
        name = "suppressions",
        description = "Lists, adds, imports, exports and lifts those who are never mailed again.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SuppressionsCommand.ListAll.class,
            SuppressionsCommand.Add.class,
            SuppressionsCommand.Import.class,
            SuppressionsCommand.Export.class,
            SuppressionsCommand.Lift.class
        })
final class SuppressionsCommand {
    private static Address address(String email) {
        try {
            return Address.parse(email);
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.USAGE, e);
        }
    }

    /** Those that go through the whole list. */
    abstract static class OfAll extends ServiceCommand {
        private static final int PAGE = 1000;

        OfAll(Surroundings around) {
            super(around);
        }

        abstract void show(Suppression each);

        @Override
        void act(Staytuned service) {
            var last = 0L;
            while (true) {
                var page = service.mailroom().suppressions().list(last, PAGE);
                page.forEach(this::show);
                if (page.size() < PAGE) return;
                last = page.getLast().id();
            }
        }
    }

    @Command(name = "list", description = "Lists them.")
    static final class ListAll extends OfAll {
        @Option(
                names = "--json",
                description = "One JSON line for each: email (null where only its hash is known), hash, reason, "
                        + "source, since.")
        private boolean json;

        ListAll(Surroundings around) {
            super(around);
        }

        @Override
        void show(Suppression each) {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            fields.put("email", each.email());
            fields.put("hash", each.hash());
            fields.put("reason", each.reason().column());
            fields.put("source", each.source());
            fields.put("since", each.createdAt().toString());
            around.print(json, fields);
        }
    }

    @Command(name = "add", description = "Never mails this address again, whoever adds it.")
    static final class Add extends ServiceCommand {
        @Parameters(paramLabel = "EMAIL", description = "The address.")
        private String email;

        Add(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service) {
            var added = service.mailroom().suppressions().add(address(email), Reason.ADMIN, "admin");
            around.out().println(added ? "added" : "already there");
        }
    }

    @Command(
            name = "import",
            description = {
                "Adds the addresses of a list, or their hashes (SHA-256 of the address in lower case, in hexadecimal).",
                "One on each line, alone or as a field of a CSV file such as \"export\" writes; a field that says "
                        + "hard, soft, complaint or admin is the reason. Lines without either are named; exit code 1 then."
            })
    static final class Import extends ServiceCommand {
        @Parameters(paramLabel = "FILE", description = "The list, in UTF-8.")
        private Path file;

        Import(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service) {
            var added = 0;
            var known = 0;
            var refused = 0;
            try (var lines = Files.newBufferedReader(file)) {
                var number = 0;
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    number++;
                    if (line.isBlank() || (number == 1 && !line.contains("@"))) continue;
                    var isNew = add(service, line);
                    if (isNew == null) {
                        refused++;
                        around.err().println(file + ":" + number + ": holds neither an address nor its hash");
                    } else if (isNew) {
                        added++;
                    } else {
                        known++;
                    }
                }
            } catch (IOException e) {
                throw new Failure(Failure.FAILED, file + ": cannot be read: " + e.getClass().getSimpleName());
            }
            around.out().printf("added %d, already there %d%n", added, known);
            if (refused > 0) throw new Failure(Failure.FAILED, "refused " + refused + " lines, named above");
        }

        /** Null where the line holds none. */
        private @Nullable Boolean add(Staytuned service, String line) {
            var fields = Arrays.stream(line.split("[,;\t]")).map(each -> each.strip().replace("\"", "")).toList();
            var suppressions = service.mailroom().suppressions();
            var source = "import " + file.getFileName();
            var reason = fields.stream()
                    .flatMap(each -> Arrays.stream(Reason.values()).filter(other -> other.column().equals(each)))
                    .findFirst()
                    .orElse(Reason.ADMIN);
            for (var field : fields) {
                if (!field.contains("@")) continue;
                try {
                    return suppressions.add(Address.parse(field), reason, source);
                } catch (IllegalArgumentException e) {
                    return null;
                }
            }
            return fields.stream()
                    .map(each -> each.toLowerCase(Locale.ROOT))
                    .filter(each -> each.matches("[0-9a-f]{64}"))
                    .findFirst()
                    .map(each -> suppressions.addHash(each, reason, source))
                    .orElse(null);
        }
    }

    @Command(
            name = "export",
            description = "Prints them as CSV: email (empty where only its hash is known), hash, reason, since.")
    static final class Export extends OfAll {
        Export(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service) {
            around.out().println("email,hash,reason,since");
            super.act(service);
        }

        @Override
        void show(Suppression each) {
            around.out().println(String.join(",", Objects.requireNonNullElse(each.email(), ""), each.hash(),
                    each.reason().column(), each.createdAt().toString()));
        }
    }

    @Command(
            name = "lift",
            description = "Takes an address off the list: who was confirmed gets letters again. It is kept who did so.")
    static final class Lift extends ServiceCommand {
        @Parameters(paramLabel = "EMAIL", description = "The address.")
        private String email;

        Lift(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service) {
            if (service.mailroom().suppressions().lift(address(email), "admin")) {
                around.out().println("lifted");
            } else {
                throw new Failure(Failure.FAILED, email + " is not on the list; see \"suppressions list\"");
            }
        }
    }
}
