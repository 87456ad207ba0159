package staytuned.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import staytuned.issue.Archives;
import staytuned.issue.Archives.Entry;
import staytuned.issue.Reprinter;
import staytuned.issue.SiteLinks;
import staytuned.issue.Typesetter;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Visibility;
import staytuned.template.Templates;
import staytuned.template.Words;

/** The letters that went out, for everybody: lists of them, each as it reads today, and what was searched for. */
public final class ArchivePages {
    private static final String AREA = "archive";

    private final Shelf shelf;
    private final PagePrinter printer;
    private final Map<String, Newsletter> byKey;
    private final Map<Long, Newsletter> byId;
    private final ArchiveFeeds feeds;
    private final Sitemap sitemap;

    /** What the pages show, and what they are made with. */
    public record Shelf(
            List<Newsletter> newsletters,
            Archives archives,
            Reprinter reprinter,
            SiteLinks links,
            Templates templates) {}

    public ArchivePages(Shelf shelf) {
        this.shelf = shelf;
        this.printer = new PagePrinter(shelf.templates, shelf.newsletters);
        this.byId = shelf.newsletters.stream().collect(Collectors.toMap(Newsletter::id, Function.identity()));
        this.byKey = shelf.newsletters.stream()
                .filter(each -> each.archive() != Visibility.PRIVATE)
                .collect(Collectors.toMap(Newsletter::key, Function.identity()));
        this.feeds = new ArchiveFeeds(shelf, this);
        this.sitemap = new Sitemap(shelf, Sitemap.MOST);
    }

    ArchiveFeeds feeds() {
        return feeds;
    }

    Sitemap sitemap() {
        return sitemap;
    }

    /** A newsletter whose letters are shown to everybody who has the address. */
    Optional<Newsletter> open(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    Words words(Newsletter newsletter) {
        return printer.words(AREA, newsletter, null);
    }

    /**
     * A page of a newsletter's letters, or those that hold all words of a query.
     *
     * @param page its number, counted from the oldest; null for the newest
     * @param query null or blank for none
     */
    Answer list(String key, @Nullable String page, @Nullable String query) {
        var words = query == null ? "" : query.replaceAll("\\p{Cntrl}+", " ").strip();
        return open(key)
                .flatMap(newsletter -> words.isEmpty()
                        ? page(newsletter, page)
                        : Optional.of(found(newsletter, words)))
                .orElseGet(this::missing);
    }

    private Optional<Answer> page(Newsletter newsletter, @Nullable String number) {
        if (number != null && !number.matches("\\d{1,7}")) return Optional.empty();
        return shelf.archives.page(newsletter.id(), number == null ? null : Integer.valueOf(number)).map(page -> {
            var link = shelf.links.archive(newsletter.key());
            var newest = page.number() == page.pages();
            var model = model(newsletter, page.entries(), newest ? link : link + "?page=" + page.number());
            model.put("newest", newest);
            model.put("older", page.number() == 1 ? "" : link + "?page=" + (page.number() - 1));
            model.put("newer", newest ? "" : page.number() + 1 == page.pages() ? link
                    : link + "?page=" + (page.number() + 1));
            return Kept.of(newsletter.archive(), printer.page(200, "archive", words(newsletter), model), null);
        });
    }

    private Answer found(Newsletter newsletter, String query) {
        var entries = shelf.archives.search(newsletter.id(), query);
        var model = model(newsletter, entries, "");
        model.put("query", query);
        return printer.page(200, "archive", words(newsletter), model);
    }

    private Map<String, @Nullable Object> model(Newsletter newsletter, List<Entry> entries, String canonical) {
        var model = new HashMap<String, @Nullable Object>();
        model.put("newsletter", Map.of(
                "title", newsletter.title(), "link", shelf.links.archive(newsletter.key())));
        model.put("issues", entries.stream().map(each -> row(newsletter, each)).toList());
        model.put("query", "");
        model.put("older", "");
        model.put("newer", "");
        model.put("newest", true);
        model.put("index", newsletter.archive() == Visibility.PUBLIC);
        model.put("canonical", canonical);
        model.put("feeds", feeds.of(newsletter));
        return model;
    }

    private Map<String, String> row(Newsletter newsletter, Entry entry) {
        return Map.of(
                "title", entry.title(),
                "link", link(entry),
                "at", entry.publishedAt().toString(),
                "date", Typesetter.day(
                        entry.publishedAt(), newsletter.cadence().zone(), words(newsletter).language()),
                "language", entry.language(),
                "dir", Typesetter.direction(entry.language()));
    }

    /**
     * A letter as it reads today; where a reader's own links stood, they lead to the front page.
     *
     * @param key what opens it where it is private; null for none
     */
    Answer issue(String id, @Nullable String key) {
        if (!id.matches("\\d{1,18}")) return missing();
        return shelf.archives.find(Long.parseLong(id))
                .filter(entry -> byId.containsKey(entry.newsletterId()))
                .filter(entry -> shelf.links.opensIssue(entry.newsletterId(), entry.id(), key))
                .map(this::issue)
                .orElseGet(this::missing);
    }

    private Answer issue(Entry entry) {
        var newsletter = byId.get(entry.newsletterId());
        if (newsletter == null) return missing();
        var letter = shelf.reprinter.letter(newsletter, entry);
        var model = new HashMap<String, @Nullable Object>();
        model.put("title", letter.subject());
        model.put("about", letter.preheader());
        model.put("at", entry.publishedAt().toString());
        model.put("link", link(entry));
        model.put("canonical", canonical(entry));
        model.put("index", newsletter.archive() == Visibility.PUBLIC);
        model.put("newsletter", Map.of("title", newsletter.title()));
        var around = shelf.archives.neighbours(entry);
        model.put("archive", byKey.containsKey(newsletter.key()) ? shelf.links.archive(newsletter.key()) : "");
        model.put("previous", neighbour(around.previous()));
        model.put("next", neighbour(around.next()));
        var words = words(newsletter);
        model.put("say", words);
        model.put("language", words.language());
        model.put("dir", words.direction());
        var bound = new Binding(
                shelf.templates.render("pages/issue-head.ftlh", model),
                shelf.templates.render("pages/issue-around.ftlh", model));
        return Kept.of(newsletter.archive(), Answer.letter(bound.bind(letter.html(shelf.links.site() + "/"))), null);
    }

    private @Nullable Map<String, String> neighbour(@Nullable Entry entry) {
        return entry == null ? null : Map.of("link", link(entry), "title", entry.title());
    }

    String link(Entry entry) {
        return shelf.links.issue(entry.newsletterId(), entry.id());
    }

    /** The letter about one article is that article once more (RFC 6596). */
    private String canonical(Entry entry) {
        return entry.articles().size() == 1
                ? web(entry.articles().getFirst().link()).orElseGet(() -> link(entry))
                : link(entry);
    }

    /** A link where it is one of the web: it comes from a stranger. */
    static Optional<String> web(@Nullable String link) {
        return Optional.ofNullable(link).filter(each -> each.matches("(?i)https?://[^\\s\\p{Cntrl}<>\"]+"));
    }

    Answer missing() {
        return printer.message(404, "missing", printer.words(PagePrinter.COMMON));
    }
}
