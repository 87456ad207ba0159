package staytuned.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import staytuned.article.Article;
import staytuned.article.ArticleState;
import staytuned.article.Articles;
import staytuned.issue.Issue;
import staytuned.issue.Issues;
import staytuned.issue.SiteLinks;
import staytuned.issue.Typesetter;
import staytuned.newsletter.Newsletter;
import staytuned.reading.Bodies;
import staytuned.subscriber.Subscribers;
import staytuned.subscriber.Subscription;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.template.Templates;

/** The pages for readers. What a GET shows, no GET changes: only {@link #unsubscribed} changes anything. */
public final class Pages {
    private static final int ISSUES_SHOWN = 20;

    private final Shelf shelf;
    private final Map<Long, Newsletter> newsletters;

    /** What the pages show, and what they are made with. */
    public record Shelf(
            List<Newsletter> newsletters,
            Issues issues,
            Articles articles,
            Subscribers subscribers,
            UnsubscribeLinks unsubscribe,
            SiteLinks links,
            Templates templates) {}

    public Pages(Shelf shelf) {
        this.shelf = shelf;
        this.newsletters =
                shelf.newsletters.stream().collect(Collectors.toMap(Newsletter::id, Function.identity()));
    }

    Answer home() {
        var all = shelf.newsletters.stream()
                .map(each -> Map.of("title", each.title(), "key", each.key(), "issues", issues(each)))
                .toList();
        return page(200, "home", Map.of("newsletters", all));
    }

    private List<Map<String, String>> issues(Newsletter newsletter) {
        return shelf.issues.list(newsletter.id(), ISSUES_SHOWN).stream()
                .filter(issue -> issue.publishedAt() != null)
                .map(issue -> Map.of(
                        "subject", issue.subject(),
                        "date", Typesetter.day(issue.frozenAt(), newsletter.cadence().zone(), newsletter.language()),
                        "link", shelf.links.issue(issue.id())))
                .toList();
    }

    Answer style() {
        return Answer.style(shelf.templates.file("pages/style.css"));
    }

    /** A letter as everybody got it; where a reader's own unsubscribe link stood, it leads to the front page. */
    Answer issue(String id) {
        return number(id)
                .flatMap(shelf.issues::find)
                .filter(issue -> issue.publishedAt() != null)
                .map(Issue::id)
                .map(shelf.issues::letter)
                .map(letter -> Answer.letter(letter.html(shelf.links.site() + "/")))
                .orElseGet(this::missing);
    }

    /** The whole of an article that has been mailed. */
    Answer article(String id) {
        return number(id)
                .flatMap(shelf.articles::find)
                .filter(article -> article.state() == ArticleState.ISSUED)
                .map(this::article)
                .orElseGet(this::missing);
    }

    private Answer article(Article article) {
        var newsletter = newsletters.get(article.newsletterId());
        if (newsletter == null) return missing();
        var language = article.reading().language();
        var date = Optional.ofNullable(article.publishedAt()).orElse(article.foundAt());
        var words = new HashMap<String, @Nullable Object>();
        words.put("title", article.reading().title());
        words.put("author", article.author());
        var model = new HashMap<String, @Nullable Object>();
        model.put("article", words);
        model.put("date", Typesetter.day(date, newsletter.cadence().zone(), language));
        model.put("newsletter", Map.of("title", newsletter.title(), "link", shelf.links.site() + "/"));
        model.put("body", Bodies.html(article.content()));
        model.put("language", language);
        model.put("dir", Typesetter.direction(language));
        model.put("link", article.link());
        return page(200, "article", model);
    }

    /** Asks whether the reader means it; mail scanners and prefetchers follow every link. */
    Answer unsubscribe(String token) {
        return subscription(token)
                .map(each -> page(200, "unsubscribe", Map.of(
                        "newsletter", Map.of("title", title(each)),
                        "email", each.address().email(),
                        "action", shelf.unsubscribe.link(each.id()))))
                .orElseGet(this::unknownLink);
    }

    /** Ends the subscription: by the page's button, or by a mail program's one click (RFC 8058 section 3.2). */
    Answer unsubscribed(String token) {
        return subscription(token)
                .map(each -> {
                    shelf.subscribers.unsubscribe(each.id());
                    return page(200, "unsubscribed", Map.of(
                            "newsletter", Map.of("title", title(each)), "email", each.address().email()));
                })
                .orElseGet(this::unknownLink);
    }

    Answer missing() {
        return message(404, "There is nothing here", "The page that you asked for does not exist, or no longer does.");
    }

    Answer broken() {
        return message(500, "This did not work", "Something went wrong on our side. Please try again in a minute.");
    }

    private Answer unknownLink() {
        return message(404, "This link does not work",
                "It may have been cut in two on its way. Please open the link from the letter again, whole.");
    }

    Answer message(int status, String title, String text) {
        return page(status, "message", Map.of("title", title, "text", text));
    }

    /** The demo's mailboxes. */
    Answer inbox(Inbox inbox, @Nullable String selected) {
        var letters = inbox.letters().stream()
                .map(each -> Map.of(
                        "to", each.to(),
                        "subject", each.subject(),
                        "time", each.at().toString().substring(11, 19) + " UTC",
                        "link", "/demo/letters/" + each.number(),
                        "page", "/demo/" + each.number(),
                        "text", each.text()))
                .toList();
        var model = new HashMap<String, @Nullable Object>();
        model.put("letters", letters);
        model.put("selected", number(selected == null ? "1" : selected)
                .filter(each -> each >= 1 && each <= letters.size())
                .map(each -> letters.get((int) (each - 1)))
                .orElse(null));
        return page(200, "inbox", model);
    }

    Answer inboxLetter(Inbox inbox, String number) {
        return number(number)
                .flatMap(wanted ->
                        inbox.letters().stream().filter(each -> each.number() == wanted).findFirst())
                .map(each -> Answer.letter(each.html()))
                .orElseGet(this::missing);
    }

    private Optional<Subscription> subscription(String token) {
        return shelf.unsubscribe.subscription(token).flatMap(shelf.subscribers::find);
    }

    /** A reader can leave a newsletter that is no longer in the config too. */
    private String title(Subscription subscription) {
        var newsletter = newsletters.get(subscription.newsletterId());
        return newsletter == null ? "this newsletter" : newsletter.title();
    }

    private Answer page(int status, String name, Map<String, ? extends @Nullable Object> model) {
        return Answer.page(status, shelf.templates.render("pages/" + name + ".ftlh", model));
    }

    private static Optional<Long> number(String text) {
        return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
