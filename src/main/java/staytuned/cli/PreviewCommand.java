package staytuned.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import staytuned.article.Article;
import staytuned.article.ArticleState;
import staytuned.article.Intake.Taken;
import staytuned.config.Config;
import staytuned.issue.Issue;
import staytuned.issue.Letter;
import staytuned.mail.Address;
import staytuned.newsletter.Newsletter;
import staytuned.smtp.Mime;

/** The letter, before or after it is sent. */
@Command(
        name = "preview",
        description = {
            "Shows the letter that an article would become, or that an issue is.",
            "Without a file to write to, its text is printed. Nothing is sent."
        })
final class PreviewCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    private ConfigOption config;

    @Parameters(
            paramLabel = "ARTICLE-OR-ISSUE",
            description = "A file or URL of an article, or the number of an issue (see: issues list).")
    private String wanted;

    @Option(
            names = "--newsletter",
            paramLabel = "KEY",
            description = "Whose letter an article becomes. Default: the first newsletter of the config.")
    private @Nullable String newsletter;

    @Option(names = "--to", paramLabel = "EMAIL", description = "The reader. Default: ${DEFAULT-VALUE}.")
    private String to = "reader@example.org";

    @Option(names = "--html", paramLabel = "FILE", description = "Writes the HTML part.")
    private @Nullable Path html;

    @Option(names = "--text", paramLabel = "FILE", description = "Writes the text part.")
    private @Nullable Path text;

    @Option(names = "--eml", paramLabel = "FILE", description = "Writes the whole message as it would be sent.")
    private @Nullable Path eml;

    PreviewCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        var reader = reader();
        var settings = config.read(around);
        try (var service = around.builder().open(settings)) {
            var now = around.clock().instant();
            var issue = wanted.matches("\\d{1,18}") ? issue(service) : null;
            var whose = issue == null ? chosen(service) : newsletter(service, issue);
            var letter = issue == null
                    ? article(service, settings, whose, now)
                    : service.issues().letter(issue.id());
            // Nobody's own link: a preview must not hold one that works.
            var message = service.composer().preview(letter, whose, reader, now, settings.site().url() + "/");
            if (html != null) Files.writeString(html, message.html());
            if (text != null) Files.writeString(text, message.text());
            if (eml != null) Files.write(eml, Mime.bytes(message));
            if (html == null && text == null && eml == null) {
                around.out().println("Subject: " + message.subject() + "\n\n" + message.text());
            }
        }
        return 0;
    }

    private Address reader() {
        try {
            return Address.parse(to);
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.USAGE, e);
        }
    }

    private Newsletter chosen(Staytuned service) {
        return newsletter == null ? service.newsletters().getFirst() : config.newsletter(service, newsletter);
    }

    private Issue issue(Staytuned service) {
        return service.issues().find(Long.parseLong(wanted)).orElseThrow(() -> new Failure(
                Failure.FAILED, "there is no issue " + wanted + "; see: staytuned issues list"));
    }

    private static Newsletter newsletter(Staytuned service, Issue issue) {
        return service.newsletters().stream()
                .filter(each -> each.id() == issue.newsletterId())
                .findFirst()
                .orElseThrow(() -> new Failure(
                        Failure.FAILED, "the newsletter of issue " + issue.id() + " is no longer in the config"));
    }

    private Letter article(Staytuned service, Config settings, Newsletter whose, Instant now) {
        return switch (around.intake().read(wanted)) {
            case Taken.Failed failed -> throw new Failure(Failure.FAILED, failed.reason());
            case Taken.Done done -> {
                var link = done.content().link();
                var article = new Article(
                        0, whose.id(), ArticleState.WAITING, now, null, link, null, done.content(), done.reading(),
                        null);
                yield service.typesetter().set(whose, article, settings.site().url() + "/issues/0", now);
            }
        };
    }
}
