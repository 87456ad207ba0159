package staytuned.api;

import static staytuned.api.Operation.get;
import static staytuned.api.Operation.post;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import staytuned.admin.Area;
import staytuned.article.Article;
import staytuned.issue.Promise;
import staytuned.issue.PromiseState;

/** What articles said would follow. */
final class PromiseOperations {
    private final Stages stages;

    PromiseOperations(Stages stages) {
        this.stages = stages;
    }

    @Note("What an article said would follow, and what became of it.")
    record Shown(
            @Note("Its number.") long promise,
            @Note("What became of it.") PromiseState state,
            @Note("The sentence, word for word.") String sentence,
            @Note("What it is about; null where it names nothing.") @Nullable String topic,
            @Note("The day that it names; null where it names none.") @Nullable LocalDate due,
            @Note("The article that makes it.") long article,
            @Note("The issue in which readers were told.") long issue,
            @Note("When.") Instant made,
            @Note("The article that keeps it, or perhaps does; null while it is open.") @Nullable Long by,
            @Note("How that is known: certain, suggested or admin; null while it is open.") @Nullable String tier,
            @Note("How alike the two are, 0 to 1; null where nobody has compared them.") @Nullable Double score,
            @Note("Since when it stands so.") Instant changed) {}

    record Wanted(
            @Note("Only those of this newsletter.") @Nullable String newsletter,
            @Note("Only those in this state.") @Nullable PromiseState state,
            @Note("Where the page begins: \"next\" of the one before.") @Nullable String cursor,
            @Note("How many at most, 1 to 500; 50 where it is absent.") @Nullable Integer limit)
            implements Asked {}

    @Note("What keeps a promise.")
    record Keeper(@Note("The number of the article.") long article) implements Asked {}

    /** Decides about a promise; false where it is in no state for that. */
    private interface Decision {
        boolean make(long id, Instant now);
    }

    List<Operation> all() {
        var promises = stages.press().promises();
        return List.of(
                get(Area.PROMISES, "/promises", "listPromises", "Lists what articles said would follow, newest first.")
                        .with(Wanted.class)
                        .lists(Shown.class, call -> list(call.asked())),
                decision("confirm", "confirmPromise", "Says that the suggested article keeps it.", promises::confirm),
                post(Area.PROMISES, "/promises/{id}/keep", "keepPromise", "Says which article keeps it.")
                        .with(Asked.One.class)
                        .body(Keeper.class)
                        .gives(Shown.class, call -> {
                            var by = keeper(find(call.asked().id()), call.body().article);
                            return decide(call.asked().id(), call.now(), (id, now) -> promises.keep(id, by, now));
                        }),
                decision("dismiss", "dismissPromise", "Looks for it no more.", promises::dismiss),
                decision("reopen", "reopenPromise",
                        "Says that it is still open, and that no article which stood there keeps it.",
                        promises::reopen));
    }

    private Operation decision(String word, String id, String says, Decision decision) {
        return post(Area.PROMISES, "/promises/{id}/" + word, id, says)
                .with(Asked.One.class)
                .gives(Shown.class, call -> decide(call.asked().id(), call.now(), decision));
    }

    private Page<Shown> list(Wanted wanted) {
        var rows = stages.press().promises().page(
                stages.narrowed(wanted.newsletter), wanted.state, Page.after(wanted.cursor, Long.MAX_VALUE),
                Page.rows(wanted.limit));
        return Page.of(rows, wanted.limit, Promise::id, PromiseOperations::shown);
    }

    private Promise find(long id) {
        return stages.press().promises().find(id).orElseThrow(() -> Problem.missing("promise", id, "/promises"));
    }

    private Shown decide(long id, Instant now, Decision decision) {
        var before = find(id);
        if (decision.make(id, now)) return shown(find(id));
        throw Problem.of(Kind.CONFLICT, "promise " + id + " is " + before.state().column() + ": nothing was changed");
    }

    /** Another article of the same newsletter. */
    private long keeper(Promise promise, long article) {
        var promising = stages.intake().articles().find(promise.articleId()).map(Article::newsletterId);
        return stages.intake().articles().find(article)
                .filter(each -> promising.filter(id -> id == each.newsletterId()).isPresent())
                .filter(each -> each.id() != promise.articleId())
                .map(Article::id)
                .orElseThrow(() -> Problem.refused(
                        "article",
                        "is no other article of the promise's newsletter; see GET " + Api.ROOT + "/articles"));
    }

    private static Shown shown(Promise each) {
        return new Shown(
                each.id(), each.state(), each.sentence(), each.topic(), each.dueOn(), each.articleId(), each.issueId(),
                each.madeAt(), each.keptBy(), each.tier(), each.score(), each.changedAt());
    }
}
