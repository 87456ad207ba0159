package staytuned.cli;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import staytuned.admin.Scope;

/** What lets programs in. */
@Command(
        name = "tokens",
        description = "Makes, lists and revokes the tokens with which programs use the API.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TokensCommand.Add.class, TokensCommand.ListAll.class, TokensCommand.Revoke.class})
final class TokensCommand {
    @Command(name = "add", description = "Makes a token and prints it, this once: only its hash is kept.")
    static final class Add extends ServiceCommand {
        @Parameters(paramLabel = "NAME", description = "What you call it: lower-case letters, digits and hyphens.")
        private String name;

        @Option(
                names = "--scope",
                required = true,
                split = ",",
                paramLabel = "SCOPE",
                description = "What it may do, such as read:issues or write:subscribers; read:all and write:all are "
                        + "everything. Who may write may read.")
        private List<String> scopes;

        @Option(names = "--expires", paramLabel = "DATE", description = "The first day, in UTC, on which it is over.")
        private @Nullable String expires;

        Add(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service) {
            try {
                var wanted = scopes.stream().map(Scope::of).toList();
                var token = service.office().tokens().make(name, wanted, end(), new SecureRandom());
                service.office().audit().note("command line", "add token", name, String.join(" ", scopes));
                around.out().println(token);
            } catch (IllegalArgumentException e) {
                throw new Failure(Failure.USAGE, e);
            }
        }

        private @Nullable Instant end() {
            try {
                return expires == null ? null : LocalDate.parse(expires).atStartOfDay(ZoneOffset.UTC).toInstant();
            } catch (DateTimeParseException e) {
                throw new Failure(Failure.USAGE, "--expires: \"" + expires + "\" is no date; write it like 2027-01-31");
            }
        }
    }

    @Command(name = "list", description = "Lists the tokens: what each may do, and when it was last used.")
    static final class ListAll extends ServiceCommand {
        @Option(
                names = "--json",
                description = "One JSON line for each: token, scopes, state (good, expired, revoked), created, "
                        + "expires, used.")
        private boolean json;

        ListAll(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service) {
            for (var each : service.office().tokens().list()) {
                var good = each.isGood(around.clock().instant());
                var scopes = each.scopes().stream().map(Scope::toString).toList();
                var fields = new LinkedHashMap<String, @Nullable Object>();
                fields.put("token", each.name());
                fields.put("scopes", json ? scopes : scopes.stream().collect(Collectors.joining(" ")));
                fields.put("state", good ? "good" : each.revokedAt() == null ? "expired" : "revoked");
                fields.put("created", each.createdAt().toString());
                fields.put("expires", Objects.toString(each.expiresAt(), null));
                fields.put("used", Objects.toString(each.usedAt(), null));
                around.print(json, fields);
            }
        }
    }

    @Command(name = "revoke", description = "Takes a token back, in force at once.")
    static final class Revoke extends ServiceCommand {
        @Parameters(paramLabel = "NAME", description = "The token's name (see: tokens list).")
        private String name;

        Revoke(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service) {
            if (!service.office().tokens().revoke(name)) {
                throw new Failure(Failure.FAILED, "there is no token \"" + name + "\" to revoke; see \"tokens list\"");
            }
            service.office().audit().note("command line", "revoke token", name, "");
            around.out().println("revoked " + name);
        }
    }
}
