package staytuned.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import staytuned.article.Article;
import staytuned.issue.Promise;
import staytuned.issue.PromiseState;
import staytuned.newsletter.Newsletter;
import staytuned.text.Characters;

/** The promises. */
@Command(
        name = "promises",
        description = {
            "Lists what articles said would follow, and what became of it.",
            "A suggestion that is confirmed before its article's letter is frozen makes the letter open with it."
        },
        subcommands = {
            PromisesCommand.Confirm.class,
            PromisesCommand.Keep.class,
            PromisesCommand.Dismiss.class,
            PromisesCommand.Reopen.class
        })
final class PromisesCommand extends ServiceCommand {
    private static final int SHOWN = 200;

    @Option(
            names = "--json",
            description = "One JSON line for each: promise, newsletter, state, sentence, topic, due, article, issue, "
                    + "made, by, tier, score, changed.")
    private boolean json;

    @Option(names = "--newsletter", paramLabel = "KEY", description = "Only those of this newsletter.")
    private @Nullable String newsletter;

    @Option(names = "--state", description = "Only those in this state: ${COMPLETION-CANDIDATES}.")
    private @Nullable PromiseState state;

    PromisesCommand(Surroundings around) {
        super(around);
    }

    @Override
    void act(Staytuned service) {
        var wanted = newsletter == null ? null : config.newsletter(service, newsletter);
        for (var each : service.newsletters()) {
            if (wanted != null && wanted.id() != each.id()) continue;
            for (var promise : service.promises().list(each.id(), state, SHOWN)) print(each, promise);
        }
    }

    private void print(Newsletter whose, Promise promise) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("promise", promise.id());
        fields.put("newsletter", whose.key());
        fields.put("state", promise.state().column());
        // A person reads it on one line; a program gets it as it is.
        fields.put("sentence", json ? promise.sentence() : Characters.line(promise.sentence(), 200));
        fields.put("topic", promise.topic());
        fields.put("due", promise.dueOn() == null ? null : promise.dueOn().toString());
        fields.put("article", promise.articleId());
        fields.put("issue", promise.issueId());
        fields.put("made", promise.madeAt().toString());
        fields.put("by", promise.keptBy());
        fields.put("tier", promise.tier());
        fields.put("score", promise.score() == null ? null : Math.round(promise.score() * 100) / 100.0);
        fields.put("changed", promise.changedAt().toString());
        around.print(json, fields);
    }

    /** What the decisions have in common. */
    abstract static class Decision extends ServiceCommand {
        @Parameters(paramLabel = "ID", description = "The promise's number (see: promises).")
        private long id;

        Decision(Surroundings around) {
            super(around);
        }

        /** Decides, and gives what it says afterwards; null where the promise is in no state for that. */
        abstract @Nullable String decide(Staytuned service, Promise promise);

        @Override
        void act(Staytuned service) {
            var promise = service.promises().find(id).orElseThrow(() -> new Failure(
                    Failure.FAILED, "there is no promise " + id + "; see: staytuned promises"));
            var said = decide(service, promise);
            if (said == null) {
                throw new Failure(Failure.FAILED, "promise " + id + " is "
                        + promise.state().name().toLowerCase(Locale.ROOT) + ": nothing was changed");
            }
            around.out().println(said);
        }
    }

    @Command(name = "confirm", description = "Says that the article which is suggested keeps the promise.")
    static final class Confirm extends Decision {
        Confirm(Surroundings around) {
            super(around);
        }

        @Override
        @Nullable String decide(Staytuned service, Promise promise) {
            var done = service.promises().confirm(promise.id(), around.clock().instant());
            return done ? "promise " + promise.id() + " is kept by article " + promise.keptBy() : null;
        }
    }

    @Command(name = "keep", description = "Says which article keeps the promise.")
    static final class Keep extends Decision {
        @Option(names = "--by", required = true, paramLabel = "ARTICLE",
                description = "The article's number (see: articles list).")
        private long article;

        Keep(Surroundings around) {
            super(around);
        }

        @Override
        @Nullable String decide(Staytuned service, Promise promise) {
            var promising = service.articles().find(promise.articleId()).map(Article::newsletterId);
            var keeps = service.articles().find(article)
                    .filter(each -> promising.filter(id -> id == each.newsletterId()).isPresent())
                    .filter(each -> each.id() != promise.articleId())
                    .orElseThrow(() -> new Failure(Failure.FAILED, "article " + article
                            + " is no other article of the promise's newsletter; see: staytuned articles list"));
            var done = service.promises().keep(promise.id(), keeps.id(), around.clock().instant());
            return done ? "promise " + promise.id() + " is kept by article " + article : null;
        }
    }

    @Command(name = "dismiss", description = "Looks for the promise no more.")
    static final class Dismiss extends Decision {
        Dismiss(Surroundings around) {
            super(around);
        }

        @Override
        @Nullable String decide(Staytuned service, Promise promise) {
            var done = service.promises().dismiss(promise.id(), around.clock().instant());
            return done ? "promise " + promise.id() + " is dismissed" : null;
        }
    }

    @Command(
            name = "reopen",
            description = "Says that the promise is still open, and that no article which stood there keeps it.")
    static final class Reopen extends Decision {
        Reopen(Surroundings around) {
            super(around);
        }

        @Override
        @Nullable String decide(Staytuned service, Promise promise) {
            var done = service.promises().reopen(promise.id(), around.clock().instant());
            return done ? "promise " + promise.id() + " is open" : null;
        }
    }
}
