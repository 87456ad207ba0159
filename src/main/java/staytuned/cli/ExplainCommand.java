package staytuned.cli;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import staytuned.outlook.Explanation;
import staytuned.outlook.Explanation.Verdict;
import staytuned.outlook.Moments;

/** Why an article was sent, or not, or when it will be. */
@Command(
        name = "explain",
        description = {
            "Says why an article was sent, why it was not, or when it will be.",
            "Exit code 1 when nothing is known of one of them."
        })
final class ExplainCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    private ConfigOption config;

    @Parameters(
            paramLabel = "ARTICLE",
            arity = "1..*",
            description = "Its number, guid, title, link or the end of it, or the path of its file.")
    private List<String> wanted;

    @Option(
            names = "--json",
            description = "One JSON line for each: article, newsletter, title, link, state, verdict (sent, sending, "
                    + "waits, held, not-sent, unknown), why, cure, at, issue, readers.")
    private boolean json;

    ExplainCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try (var service = config.open(around)) {
            var known = true;
            for (var each : wanted) {
                var told = service.outlook().explainer().explain(each);
                for (var one : told) {
                    if (json) print(one);
                    else tell(each, one);
                }
                known &= told.stream().anyMatch(one -> one.verdict() != Verdict.UNKNOWN);
            }
            return known ? 0 : Failure.FAILED;
        }
    }

    private void tell(String name, Explanation told) {
        var out = around.out();
        var newsletter = told.newsletter();
        var of = newsletter == null ? "" : newsletter.key() + ": ";
        if (told.found() == null) {
            out.println(of + "\"" + name + "\" " + told.why());
        } else {
            var article = told.found().article();
            out.println(of + "article " + article.id() + " \"" + article.reading().title() + "\" " + told.why());
            if (article.link() != null) out.println("  link   " + article.link());
            out.println("  found  " + Moments.utc(article.foundAt()) + " in " + told.found().source());
        }
        ZoneId zone = newsletter == null ? ZoneOffset.UTC : newsletter.cadence().zone();
        if (told.at() != null) {
            var when = switch (told.verdict()) {
                case SENT, SENDING, HELD, NOT_SENT, UNKNOWN -> "  out    ";
                case WAITS -> "  goes   ";
            };
            out.println(when + Moments.both(told.at(), zone)
                    + (told.verdict() == Verdict.WAITS ? " to " + told.readers() : ""));
        }
        if (told.cure() != null) out.println("  what to do: " + told.cure());
    }

    private void print(Explanation told) {
        var found = told.found();
        var article = found == null ? null : found.article();
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("article", article == null ? null : article.id());
        fields.put("newsletter", told.newsletter() == null ? null : told.newsletter().key());
        fields.put("title", article == null ? null : article.reading().title());
        fields.put("link", article == null ? null : article.link());
        fields.put("state", article == null ? null : article.state().name().toLowerCase(Locale.ROOT));
        fields.put("verdict", told.verdict().word());
        fields.put("why", told.why());
        fields.put("cure", told.cure());
        fields.put("at", told.at() == null ? null : told.at().toString());
        fields.put("issue", told.issue());
        fields.put("readers", told.readers());
        around.print(true, fields);
    }
}
