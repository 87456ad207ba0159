package staytuned.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The articles. */
@Command(
        name = "articles",
        description = "Lists the articles.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = ArticlesCommand.ListAll.class)
final class ArticlesCommand {
    @Command(name = "list", description = "Lists the newest articles of each newsletter, and what became of them.")
    static final class ListAll implements Callable<Integer> {
        private static final int SHOWN = 50;

        private final Surroundings around;

        @Mixin
        private ConfigOption config;

        @Option(
                names = "--json",
                description = "One JSON line for each: article, newsletter, state, title, link, found, reason.")
        private boolean json;

        ListAll(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            try (var service = config.open(around)) {
                for (var newsletter : service.newsletters()) {
                    for (var article : service.articles().list(newsletter.id(), SHOWN)) {
                        var fields = new LinkedHashMap<String, @Nullable Object>();
                        fields.put("article", article.id());
                        fields.put("newsletter", newsletter.key());
                        fields.put("state", article.state().name().toLowerCase(Locale.ROOT));
                        fields.put("title", article.reading().title());
                        fields.put("link", article.link());
                        fields.put("found", article.foundAt().toString());
                        fields.put("reason", article.reason());
                        around.print(json, fields);
                    }
                }
            }
            return 0;
        }
    }
}
