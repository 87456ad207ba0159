package staytuned.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import staytuned.article.Intake.Taken;
import staytuned.reading.Reading;
import staytuned.reading.Why;

/** What would be taken from an article. */
@Command(
        name = "read",
        description = {
            "Shows what would be taken from each article: its title, language, lead, conclusion and promise.",
            "Needs no config. Exit code 1 when one of them could not be read."
        })
final class ReadCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(arity = "1..*", paramLabel = "FILE-OR-URL", description = "Text, Markdown or HTML.")
    private List<String> sources;

    @Option(
            names = "--json",
            description = "One JSON line for each: source, title, language, lead, conclusion, promise; null where "
                    + "there is none. For one that could not be read: source, error.")
    private boolean json;

    @Option(
            names = "--why",
            description = "Also says which rule decided for each of them; with --json as an object, why.")
    private boolean why;

    ReadCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var failed = 0;
        for (var source : sources) {
            switch (around.intake().read(source)) {
                case Taken.Done done -> show(source, done.reading(), why ? reasons(around.intake().why(done)) : null);
                case Taken.Failed failure -> {
                    failed++;
                    around.err().println(failure.reason());
                    if (json) around.print(true, Map.of("source", source, "error", failure.reason()));
                }
            }
        }
        return failed == 0 ? 0 : Failure.FAILED;
    }

    private static Map<String, String> reasons(Why why) {
        var out = new LinkedHashMap<String, String>();
        out.put("title", why.title());
        out.put("language", why.language());
        out.put("lead", why.lead());
        out.put("conclusion", why.conclusion());
        out.put("promise", why.promise());
        return out;
    }

    private void show(String source, Reading reading, @Nullable Map<String, String> reasons) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("source", source);
        fields.put("title", reading.title());
        fields.put("language", reading.language());
        fields.put("lead", reading.lead());
        fields.put("conclusion", reading.conclusion());
        fields.put("promise", reading.promise());
        if (json) {
            if (reasons != null) fields.put("why", reasons);
            around.print(true, fields);
        } else {
            fields.forEach((name, value) -> around.out().printf("%-11s %s%n", name, value == null ? "–" : value));
            if (reasons != null) {
                around.out().println("why");
                reasons.forEach((name, reason) -> around.out().printf("  %-11s %s%n", name, reason));
            }
            around.out().println();
        }
    }
}
