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
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.template.Templates;

/** The pages for readers. What a GET shows, no GET changes. */
public final class Pages {
    private static final int ISSUES_SHOWN = 20;

    private final Shelf shelf;
    private final Map<Long, Newsletter> newsletters;
    private final PagePrinter printer;
    private final @Nullable ArchivePages archive;
    private final LeavePages leaving;

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
        this.leaving = new LeavePages(shelf, printer);
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
        var page = printer.page(200, "home", printer.words(PagePrinter.COMMON), Map.of("newsletters", all));
        return Cached.of(page, null);
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

    /** The pages by which readers leave. */
    LeavePages leaving() {
        return leaving;
    }

    Answer missing() {
        return printer.message(404, "missing", printer.words(PagePrinter.COMMON));
    }

    Answer broken() {
        return printer.message(500, "broken", printer.words(PagePrinter.COMMON));
    }

    Answer tooLarge() {
        return printer.message(413, "large", printer.words(PagePrinter.COMMON));
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

    private static Optional<Long> number(String text) {
        return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
