package staytuned.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import staytuned.issue.SiteLinks;
import staytuned.issue.Typesetter;
import staytuned.mail.Address;
import staytuned.mail.Message;
import staytuned.newsletter.Newsletter;
import staytuned.preflight.Finding;
import staytuned.preflight.Lookout;
import staytuned.preflight.Scout;
import staytuned.smtp.Mime;
import staytuned.template.Templates;
import staytuned.web.PreviewSite;

/** The letter, before or after it is sent. */
@Command(
        name = "preview",
        description = {
            "Shows the letter that an article would become, or that an issue is.",
            "Without a file to write to, its text is printed. Nothing is sent.",
            "What is wrong with it goes to standard error."
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

    @Option(
            names = "--serve",
            description = "Shows it at an address of this machine, anew whenever the article or a template changes.")
    private boolean serve;

    @Option(names = "--online", description = "Also asks whether anything is where the letter's links lead.")
    private boolean online;

    @Option(names = "--port", paramLabel = "PORT", description = "Where it is served. Default: ${DEFAULT-VALUE}.")
    private int port = 8025;

    PreviewCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var reader = reader(to);
        var settings = config.read(around);
        try (var service = around.builder().open(settings)) {
            var site = settings.site().url();
            var desk = new Desk(service, settings,
                    online ? new Scout(service.fetcher(), site, around.clock()) : Lookout.NONE);
            var shown = show(desk, service.typesetter(), reader);
            if (serve) return serve(desk);
            shown.findings.forEach(each -> around.err().println(each));
            var message = shown.message;
            if (html != null) Files.writeString(html, message.html());
            if (text != null) Files.writeString(text, message.text());
            if (eml != null) Files.write(eml, Mime.bytes(message));
            if (html == null && text == null && eml == null) {
                around.out().println("Subject: " + message.subject() + "\n\n" + message.text());
            }
        }
        return 0;
    }

    /** A reader's copy, and what is wrong with it. */
    private record Copy(Message message, Letter letter, List<Finding> findings) {}

    private record Desk(Staytuned service, Config settings, Lookout lookout) {}

    private Copy show(Desk desk, Typesetter typesetter, Address reader) {
        var service = desk.service;
        var site = desk.settings.site().url();
        var now = around.clock().instant();
        var issue = wanted.matches("\\d{1,18}") ? issue(service) : null;
        var whose = issue == null ? chosen(service) : newsletter(service, issue);
        var about = issue == null ? List.of(article(whose, now)) : List.<Article>of();
        var letter = issue == null
                ? typesetter.set(whose, about.getFirst(), site + "/issues/0", now)
                : service.issues().letter(issue.id());
        // A frozen letter was looked over when it was frozen.
        var findings = new ArrayList<>(issue == null ? typesetter.proof(whose, about, letter) : List.<Finding>of());
        findings.addAll(desk.lookout.look(letter.html()));
        // Nobody's own link: a preview must not hold one that works.
        return new Copy(service.composer().preview(letter, whose, reader, now, site + "/"), letter, findings);
    }

    /** Until the process is told to end; templates and article are read again for each look. */
    private int serve(Desk desk) throws InterruptedException {
        var service = desk.service;
        var links = new SiteLinks(desk.settings.site().url().toString());
        var site = new PreviewSite(port, new Templates(null), whom -> {
            try {
                var typesetter = new Typesetter(new Templates(desk.settings.templates()), links);
                return shown(show(desk, typesetter, reader(whom.isBlank() ? to : whom)));
            } catch (Failure e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        });
        ServeCommand.atEnd(() -> {
            site.close();
            service.close();
        });
        around.out().println("http://127.0.0.1:" + site.port() + "/");
        around.out().flush();
        return ServeCommand.forEver();
    }

    private static PreviewSite.Shown shown(Copy copy) {
        var mail = new String(Mime.bytes(copy.message), StandardCharsets.ISO_8859_1);
        return new PreviewSite.Shown(
                copy.message.to().toString(),
                copy.letter.subject(),
                copy.letter.preheader(),
                copy.message.html(),
                copy.message.text(),
                mail.substring(0, mail.indexOf("\r\n\r\n")).replace("\r\n", "\n"),
                copy.findings.stream().map(Finding::toString).toList());
    }

    private static Address reader(String email) {
        try {
            return Address.parse(email);
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

    static Newsletter newsletter(Staytuned service, Issue issue) {
        return service.newsletters().stream()
                .filter(each -> each.id() == issue.newsletterId())
                .findFirst()
                .orElseThrow(() -> new Failure(
                        Failure.FAILED, "the newsletter of issue " + issue.id() + " is no longer in the config"));
    }

    private Article article(Newsletter whose, Instant now) {
        return switch (around.intake().read(wanted)) {
            case Taken.Failed failed -> throw new Failure(Failure.FAILED, failed.reason());
            case Taken.Done done -> {
                var link = done.content().link();
                yield new Article(
                        0, whose.id(), ArticleState.WAITING, now, null, link, null, done.content(), done.reading(),
                        null);
            }
        };
    }
}
