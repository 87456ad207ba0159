package staytuned.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import staytuned.article.Article;
import staytuned.article.ArticleState;
import staytuned.article.Articles;
import staytuned.issue.Issues;
import staytuned.issue.SiteLinks;
import staytuned.issue.Typesetter;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Visibility;
import staytuned.reading.Bodies;
import staytuned.subscriber.Subscribers;
import staytuned.subscriber.Subscription;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.template.Templates;
import staytuned.template.Words;

/** The pages for readers. What a GET shows, no GET changes: only {@link #unsubscribed} changes anything. */
public final class Pages {
    private static final int ISSUES_SHOWN = 20;

    private final Shelf shelf;
    private final Map<Long, Newsletter> newsletters;
    private final PagePrinter printer;
    private final @Nullable ArchivePages archive;

    /** What the pages show, and what they are made with. */
    public record Shelf(
            List<Newsletter> newsletters,
            Issues issues,
            Articles articles,
            Subscribers subscribers,
            UnsubscribeLinks unsubscribe,
            SiteLinks links,
            Templates templates) {}

    /** Pages without an archive. */
    public Pages(Shelf shelf) {
        this(shelf, null);
    }

    public Pages(Shelf shelf, @Nullable ArchivePages archive) {
        this.shelf = shelf;
        this.archive = archive;
        this.newsletters =
                shelf.newsletters.stream().collect(Collectors.toMap(Newsletter::id, Function.identity()));
        this.printer = new PagePrinter(shelf.templates, shelf.newsletters);
    }

    /** The front page; {@code open} are the keys of those that anybody may subscribe to. */
    Answer home(Set<String> open) {
        var all = shelf.newsletters.stream()
                .filter(each -> each.archive() == Visibility.PUBLIC)
                .map(each -> Map.of("title", each.title(), "key", each.key(), "language", each.language(),
                        "dir", Typesetter.direction(each.language()), "issues", issues(each),
                        "subscribe", open.contains(each.key()) ? "/subscribe/" + each.key() : "",
                        "archive", archive == null ? "" : shelf.links.archive(each.key())))
                .toList();
        return Cached.of(printer.page(200, "home", words(null), Map.of("newsletters", all)), null);
    }

    private List<Map<String, String>> issues(Newsletter newsletter) {
        return shelf.issues.list(newsletter.id(), ISSUES_SHOWN).stream()
                .filter(issue -> issue.publishedAt() != null)
                .map(issue -> Map.of(
                        "subject", issue.subject(),
                        "date", Typesetter.day(issue.frozenAt(), newsletter.cadence().zone(), newsletter.language()),
                        "link", shelf.links.issue(newsletter.id(), issue.id())))
                .toList();
    }

    Answer style() {
        return Answer.style(shelf.templates.file("pages/style.css"));
    }

    /** The letters as everybody may read them; null where they are not shown. */
    @Nullable ArchivePages archive() {
        return archive;
    }

    /**
     * The whole of an article that has been mailed.
     *
     * @param key what opens it where it is private; null for none
     */
    Answer article(String id, @Nullable String key) {
        return number(id)
                .flatMap(shelf.articles::find)
                .filter(article -> article.state() == ArticleState.ISSUED)
                .filter(article -> shelf.links.opensArticle(article.newsletterId(), article.id(), key))
                .map(this::article)
                .orElseGet(this::missing);
    }

    private Answer article(Article article) {
        var newsletter = newsletters.get(article.newsletterId());
        if (newsletter == null) return missing();
        var language = article.reading().language();
        var date = article.date();
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
        var page = printer.page(200, "article", printer.words(PagePrinter.COMMON, newsletter, language), model);
        return Cached.of(newsletter.archive(), page, null);
    }

    /** Asks whether the reader means it; mail scanners and prefetchers follow every link. */
    Answer unsubscribe(String token) {
        return subscription(token)
                .map(each -> printer.page(200, "unsubscribe", words(each), Map.of(
                        "newsletter", Map.of("title", title(each)),
                        "email", each.address().email(),
                        "action", shelf.unsubscribe.link(each.id()))))
                .orElseGet(printer::unknownLink);
    }

    /** Ends the subscription: by the page's button, or by a mail program's one click (RFC 8058 section 3.2). */
    Answer unsubscribed(String token) {
        return subscription(token)
                .map(each -> {
                    shelf.subscribers.unsubscribe(each.id());
                    return printer.page(200, "unsubscribed", words(each), Map.of(
                            "newsletter", Map.of("title", title(each)), "email", each.address().email()));
                })
                .orElseGet(printer::unknownLink);
    }

    Answer missing() {
        return printer.message(404, "missing", words(null));
    }

    Answer broken() {
        return printer.message(500, "broken", words(null));
    }

    Answer tooLarge() {
        return printer.message(413, "large", words(null));
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
        return Answer.page(200, shelf.templates.render("pages/inbox.ftlh", model));
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
        return newsletter == null ? words(subscription).say("newsletter.gone") : newsletter.title();
    }

    private Words words(@Nullable Subscription subscription) {
        if (subscription == null) return printer.words(PagePrinter.COMMON);
        return printer.words(PagePrinter.COMMON, newsletters.get(subscription.newsletterId()), null);
    }

    private static Optional<Long> number(String text) {
        return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
