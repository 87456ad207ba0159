package staytuned.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import staytuned.article.FeedFinder;
import staytuned.config.Config;
import staytuned.config.Draft;
import staytuned.fetch.Fetcher;

/** Writes a first config by asking. */
@Command(
        name = "init",
        description = {
            "Writes a first config: asks for what it needs, and checks each answer at once.",
            "Each option is the answer to one question, which is not asked then. Never overwrites a file."
        })
final class InitCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    private ConfigOption config;

    @Option(names = "--source", paramLabel = "URL-OR-FOLDER", description = "Your blog, its feed, or a folder.")
    private @Nullable String source;

    @Option(names = "--title", description = "What readers see.")
    private @Nullable String title;

    @Option(names = "--from", paramLabel = "ADDRESS", description = "The sender.")
    private @Nullable String from;

    @Option(names = "--postal-address", paramLabel = "LINE", description = "Stands at the end of each letter.")
    private @Nullable String postalAddress;

    @Option(names = "--language", paramLabel = "TAG", description = "Of the letters, such as en.")
    private @Nullable String language;

    @Option(names = "--site", paramLabel = "URL", description = "Public address of the pages that readers see.")
    private @Nullable String site;

    @Option(names = "--relay", paramLabel = "HOST", description = "The mail server that takes your letters.")
    private @Nullable String relay;

    @Option(names = "--user", description = "Who logs in there; the password comes from SMTP_PASSWORD.")
    private @Nullable String user;

    @Option(names = "--when", description = "at-once, or a Quartz cron.")
    private @Nullable String when;

    @Option(names = "--time-zone", paramLabel = "ZONE", description = "Whose wall clock counts.")
    private @Nullable String timeZone;

    @Option(names = "--yes", description = "Asks nothing: what no option says is as it would be proposed.")
    private boolean yes;

    InitCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    @SuppressWarnings("SystemConsoleNull") // It is null in JDK 25 where no terminal is there.
    public Integer call() throws IOException {
        var console = System.console();
        var asks = !yes && console != null && console.isTerminal();
        return write(new Interview(asks && console != null ? console::readLine : null, around.out()));
    }

    /** Asks, writes the file, and says what comes next. */
    int write(Interview interview) throws IOException {
        var file = config.file();
        if (Files.exists(file)) throw new Failure(Failure.USAGE, file + " is there already, and is not overwritten");
        var draft = new Draft(file);
        var found = interview.ask("--source", "Your blog's address, its feed's, or a folder of articles", source, null,
                each -> find(draft, each));
        var host = host(found.feed().toString());
        var called = take(interview, draft, Draft.Key.TITLE, "--title", "Title of the newsletter", title,
                Objects.requireNonNullElse(found.title(), host.isEmpty() ? "Notes" : host));
        draft.answer(Draft.Key.KEY, key(called));
        var domain = host.matches(".*\\.[a-z].*") ? host : ""; // nobody has letters.127.0.0.1
        take(interview, draft, Draft.Key.FROM, "--from", "Sender, a mail address of yours", from,
                domain.isEmpty() ? null : "newsletter@" + domain);
        maybe(interview, draft, Draft.Key.POSTAL_ADDRESS, "--postal-address",
                "Your postal address, which the law of many countries asks for", postalAddress);
        take(interview, draft, Draft.Key.LANGUAGE, "--language", "Language of the letters", language,
                Objects.requireNonNullElse(found.language(), "en"));
        take(interview, draft, Draft.Key.SITE, "--site", "Public address of the pages that readers see", site,
                domain.isEmpty() ? null : "https://letters." + domain);
        take(interview, draft, Draft.Key.RELAY, "--relay", "Mail server that takes your letters", relay,
                domain.isEmpty() ? null : "smtp." + domain);
        maybe(interview, draft, Draft.Key.USER, "--user", "Who logs in there", user);
        take(interview, draft, Draft.Key.WHEN, "--when",
                "When letters go: at-once, or a cron such as 0 0 8 ? * TUE-FRI", when, "at-once");
        take(interview, draft, Draft.Key.TIME_ZONE, "--time-zone", "Whose wall clock counts", timeZone,
                ZoneId.systemDefault().getId());
        try {
            Files.writeString(file, draft.text(), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new Failure(Failure.USAGE, file + " is there already, and is not overwritten");
        }
        var environment = new HashMap<>(around.environment());
        environment.putIfAbsent("SMTP_PASSWORD", "to be given");
        Config.read(file, environment);
        around.out().println(file + " is written. Next: ./staytuned check" + (draft.text().contains("SMTP_PASSWORD")
                ? ", with the password in the environment variable SMTP_PASSWORD" : ""));
        return 0;
    }

    private static String take(Interview interview, Draft draft, Draft.Key key, String option, String question,
            @Nullable String given, @Nullable String proposed) {
        return interview.ask(option, question, given, proposed, each -> {
            draft.answer(key, each);
            return each;
        });
    }

    private static void maybe(
            Interview interview, Draft draft, Draft.Key key, String option, String question, @Nullable String given) {
        interview.ask(option, question + "; Enter for none", given, "", each -> {
            if (!each.isEmpty()) draft.answer(key, each);
            return each;
        });
    }

    /** Takes a source, and finds the feed of a site. */
    private FeedFinder.Found find(Draft draft, String answer) {
        if (!answer.matches("(?i)https?://.*")) {
            draft.answer(Draft.Key.FOLDER, answer);
            return new FeedFinder.Found(URI.create(""), null, null);
        }
        draft.answer(Draft.Key.FEED, answer);
        var site = URI.create(answer);
        try (var fetcher = new Fetcher(site, Set.of(site.getHost()), Fetcher.Limits.USUAL, around.clock())) {
            var found = new FeedFinder(fetcher).find(site);
            draft.answer(Draft.Key.FEED, found.feed().toString());
            around.out().println("feed: " + found.feed());
            return found;
        } catch (FeedFinder.NotFound e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static String host(String url) {
        var host = url.isEmpty() ? null : URI.create(url).getHost();
        return host == null ? "" : host.replaceFirst("^www\\.", "");
    }

    /** A newsletter's key made of its title: in ASCII, lower case and hyphens. */
    static String key(String title) {
        var plain = Normalizer.normalize(title, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "").replaceAll("[^a-z0-9]+", "-").replaceAll("^-+", "");
        var key = plain.substring(0, Math.min(60, plain.length())).replaceAll("-+$", "");
        return key.isEmpty() ? "notes" : key;
    }
}
