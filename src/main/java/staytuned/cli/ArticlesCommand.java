package staytuned.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import staytuned.article.Decisions;

/** The articles. */
@Command(
        name = "articles",
        description = "Lists the articles, and decides about those that are held.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ArticlesCommand.ListAll.class, ArticlesCommand.Release.class, ArticlesCommand.Skip.class})
final class ArticlesCommand {
    @Command(name = "list", description = "Lists the newest articles of each newsletter, and what became of them.")
    static final class ListAll extends ServiceCommand {
        private static final int SHOWN = 50;

        @Option(
                names = "--json",
                description = "One JSON line for each: article, newsletter, state, title, link, found, "
                        + "published, reason.")
        private boolean json;

        ListAll(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service) {
            for (var newsletter : service.newsletters()) {
                for (var article : service.articles().list(newsletter.id(), SHOWN)) {
                    var fields = new LinkedHashMap<String, @Nullable Object>();
                    fields.put("article", article.id());
                    fields.put("newsletter", newsletter.key());
                    fields.put("state", article.state().name().toLowerCase(Locale.ROOT));
                    fields.put("title", article.reading().title());
                    fields.put("link", article.link());
                    fields.put("found", article.foundAt().toString());
                    var published = article.publishedAt();
                    fields.put("published", published == null ? null : published.toString());
                    fields.put("reason", article.reason());
                    around.print(json, fields);
                }
            }
        }
    }

    /** What the two have in common. */
    abstract static class OfHeld extends ServiceCommand {
        @Option(names = "--newsletter", required = true, paramLabel = "KEY", description = "The newsletter's key.")
        private String newsletter;

        OfHeld(Surroundings around) {
            super(around);
        }

        /** Decides about what the newsletter holds, and says how many articles they are. */
        abstract String decide(Decisions decisions, long newsletterId);

        @Override
        void act(Staytuned service) {
            var id = config.newsletter(service, newsletter).id();
            around.out().println(decide(new Decisions(service.database()), id));
        }
    }

    @Command(
            name = "release",
            description = "Lets the articles wait for their letters that were held because too many came at once.")
    static final class Release extends OfHeld {
        Release(Surroundings around) {
            super(around);
        }

        @Override
        String decide(Decisions decisions, long newsletterId) {
            return "released " + decisions.releaseHeld(newsletterId);
        }
    }

    @Command(name = "skip", description = "Never mails the articles that were held because too many came at once.")
    static final class Skip extends OfHeld {
        Skip(Surroundings around) {
            super(around);
        }

        @Override
        String decide(Decisions decisions, long newsletterId) {
            return "skipped " + decisions.skipHeld(newsletterId);
        }
    }
}
