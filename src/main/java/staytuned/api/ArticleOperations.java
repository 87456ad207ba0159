package staytuned.api;

import static staytuned.api.Operation.get;
import static staytuned.api.Operation.post;

import java.time.Instant;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import staytuned.admin.Area;
import staytuned.article.Article;
import staytuned.article.ArticleState;

/** The articles. */
final class ArticleOperations {
    private final Stages stages;

    ArticleOperations(Stages stages) {
        this.stages = stages;
    }

    @Note("An article, and what became of it.")
    record Shown(
            @Note("Its number.") long article,
            @Note("The key of its newsletter; null where that is no longer in the config.") @Nullable String newsletter,
            @Note("What became of it.") ArticleState state,
            @Note("Its title.") String title,
            @Note("Where it stands on the web; null where nobody knows.") @Nullable String link,
            @Note("Who wrote it; null where nobody knows.") @Nullable String author,
            @Note("When it was found.") Instant found,
            @Note("When it was published; null where its source does not say.") @Nullable Instant published,
            @Note("Its lead, word for word; null where it has none.") @Nullable String lead,
            @Note("Its conclusion, word for word; null where it has none.") @Nullable String conclusion,
            @Note("What it says will follow, word for word; null where it says nothing.") @Nullable String promise,
            @Note("Why it is held, unreadable or withdrawn; null otherwise.") @Nullable String reason) {}

    record Wanted(
            @Note("Only those of this newsletter.") @Nullable String newsletter,
            @Note("Only those in this state.") @Nullable ArticleState state,
            @Note("Where the page begins: \"next\" of the one before.") @Nullable String cursor,
            @Note("How many at most, 1 to 500; 50 where it is absent.") @Nullable Integer limit)
            implements Asked {}

    List<Operation> all() {
        return List.of(
                get(Area.ARTICLES, "/articles", "listArticles", "Lists the articles, those found last first.")
                        .with(Wanted.class)
                        .lists(Shown.class, call -> list(call.asked())),
                get(Area.ARTICLES, "/articles/{id}", "showArticle", "Shows an article.")
                        .with(Asked.One.class)
                        .gives(Shown.class, call -> shown(find(call.asked().id()))),
                post(Area.ARTICLES, "/articles/{id}/release", "releaseArticle",
                                "Lets an article wait for its letter that is held because too many came at once.")
                        .with(Asked.One.class)
                        .gives(Shown.class, call ->
                                decide(call.asked().id(), "released", stages.intake().decisions()::release)),
                post(Area.ARTICLES, "/articles/{id}/skip", "skipArticle", "Never mails an article that is held.")
                        .with(Asked.One.class)
                        .gives(Shown.class, call ->
                                decide(call.asked().id(), "skipped", stages.intake().decisions()::skip)));
    }

    private Page<Shown> list(Wanted wanted) {
        var rows = stages.intake().inquiries().page(
                stages.narrowed(wanted.newsletter), wanted.state, Page.after(wanted.cursor, Long.MAX_VALUE),
                Page.rows(wanted.limit));
        return Page.of(rows, wanted.limit, Article::id, this::shown);
    }

    private Article find(long id) {
        return stages.intake().articles().find(id).orElseThrow(() -> Problem.missing("article", id, "/articles"));
    }

    private Shown decide(long id, String what, LongPredicate decision) {
        var article = find(id);
        if (decision.test(id)) return shown(find(id));
        throw Problem.of(Kind.CONFLICT, "article " + id + " is " + Json.word(article.state())
                + " and cannot be " + what + "; only held ones can");
    }

    private Shown shown(Article each) {
        var reading = each.reading();
        return new Shown(
                each.id(), stages.key(each.newsletterId()), each.state(), reading.title(), each.link(), each.author(),
                each.foundAt(), each.publishedAt(), reading.lead(), reading.conclusion(), reading.promise(),
                each.reason());
    }
}
