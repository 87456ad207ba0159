package staytuned.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import staytuned.article.Sources;
import staytuned.newsletter.Newsletter;

/** The sources. */
@Command(
        name = "sources",
        description = "Lists the sources.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = SourcesCommand.ListAll.class)
final class SourcesCommand {
    @Command(
            name = "list",
            description = {
                "Lists the sources of each newsletter, and how each does: new, ok, failing or ended.",
                "A failing one is tried again; an ended one is gone for good and polled no more."
            })
    static final class ListAll extends ServiceCommand {
        @Option(
                names = "--json",
                description = "One JSON line for each: newsletter, location, state, succeeded, next, failures, reason, "
                        + "moved, websub (until when a hub pushes what is new).")
        private boolean json;

        ListAll(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service) {
            for (var newsletter : service.newsletters()) {
                var standings = service.sources().list(newsletter.id()).stream()
                        .collect(Collectors.toMap(Sources.Standing::location, Function.identity()));
                for (var source : newsletter.sources()) {
                    around.print(json, fields(newsletter, source, standings.get(source.location())));
                }
            }
        }

        /** {@code standing} is null where the source was never looked at. */
        private Map<String, @Nullable Object> fields(
                Newsletter newsletter, Newsletter.Source source, Sources.@Nullable Standing standing) {
            var state = standing == null ? Sources.State.NEW : standing.state();
            var next = standing == null || state == Sources.State.ENDED ? null : standing.nextPollAt();
            var fields = new LinkedHashMap<String, @Nullable Object>();
            fields.put("newsletter", newsletter.key());
            fields.put("location", source.location());
            fields.put("state", state.name().toLowerCase(Locale.ROOT));
            fields.put("succeeded", standing == null ? null : text(standing.succeededAt()));
            fields.put("next", text(next));
            fields.put("failures", standing == null ? 0 : standing.failures());
            fields.put("reason", standing == null ? null : standing.reason());
            fields.put("moved", standing == null ? null : standing.movedTo());
            fields.put("websub", standing == null ? null : pushed(standing.pushedUntil()));
            return fields;
        }

        private @Nullable String pushed(@Nullable Instant until) {
            return until == null || until.isBefore(around.clock().instant()) ? null : until.toString();
        }

        private static @Nullable String text(@Nullable Object time) {
            return time == null ? null : time.toString();
        }
    }
}
