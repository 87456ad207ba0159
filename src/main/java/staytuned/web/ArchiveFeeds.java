package staytuned.web;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import staytuned.article.Readings;
import staytuned.issue.Archives.Entry;
import staytuned.newsletter.Newsletter;

/** The newest letters of a newsletter as feeds: Atom (RFC 4287) and JSON Feed 1.1. */
final class ArchiveFeeds {
    private static final int NEWEST = 30;
    private static final String ATOM = "/feed.atom";
    private static final String JSON = "/feed.json";

    private final ArchivePages.Shelf shelf;
    private final ArchivePages pages;

    ArchiveFeeds(ArchivePages.Shelf shelf, ArchivePages pages) {
        this.shelf = shelf;
        this.pages = pages;
    }

    /** What both kinds say of a newsletter. */
    record Issued(String title, String link, String self, String language, Instant updated, List<Letter> letters) {}

    /**
     * What both kinds say of a letter.
     *
     * @param article where its one article stands; null where it has several, or that is not known
     * @param html what its articles say now
     */
    record Letter(
            String title,
            String link,
            @Nullable String article,
            String summary,
            String html,
            String language,
            Instant published,
            Instant updated) {}

    /** Their addresses, as pages name them. */
    List<Map<String, String>> of(Newsletter newsletter) {
        var archive = shelf.links().archive(newsletter.key());
        return List.of(
                Map.of("name", "Atom", "type", AtomFeed.TYPE, "title", newsletter.title() + " (Atom)",
                        "link", archive + ATOM),
                Map.of("name", "JSON Feed", "type", JsonFeed.TYPE, "title", newsletter.title() + " (JSON Feed)",
                        "link", archive + JSON));
    }

    Answer atom(String key) {
        return feed(key, ATOM, AtomFeed.TYPE, AtomFeed::write);
    }

    Answer json(String key) {
        return feed(key, JSON, JsonFeed.TYPE, JsonFeed::write);
    }

    private Answer feed(String key, String path, String type, Function<Issued, String> writer) {
        return pages.open(key)
                .map(newsletter -> {
                    var issued = issued(newsletter, path);
                    return Kept.of(
                            newsletter.archive(), Answer.data(type, writer.apply(issued)), issued.updated);
                })
                .orElseGet(pages::missing);
    }

    private Issued issued(Newsletter newsletter, String path) {
        var archive = shelf.links().archive(newsletter.key());
        var entries = shelf.archives().newest(newsletter.id(), NEWEST);
        var updated = entries.stream().map(Entry::updatedAt).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
        var letters = entries.stream().map(each -> letter(newsletter, each)).toList();
        return new Issued(newsletter.title(), archive, archive + path, newsletter.language(), updated, letters);
    }

    private Letter letter(Newsletter newsletter, Entry entry) {
        var single = entry.articles().size() == 1 ? entry.articles().getFirst() : null;
        var html = shelf.templates().render("pages/feed-entry.ftlh", Map.of(
                "say", pages.words(newsletter),
                "articles", entry.articles().stream().map(ArchiveFeeds::words).toList()));
        return new Letter(
                entry.title(),
                pages.link(entry),
                Optional.ofNullable(single).flatMap(each -> ArchivePages.web(each.link())).orElse(null),
                entry.preheader(),
                html.strip(),
                entry.language(),
                entry.publishedAt(),
                entry.updatedAt());
    }

    private static Map<String, Object> words(Readings.Said said) {
        var words = new HashMap<String, Object>();
        words.put("title", said.reading().title());
        words.put("lead", blocks(said.reading().lead()));
        words.put("conclusion", blocks(said.reading().conclusion()));
        words.put("promise", Objects.requireNonNullElse(said.reading().promise(), ""));
        words.put("link", ArchivePages.web(said.link()).orElse(""));
        return words;
    }

    private static List<String> blocks(@Nullable String text) {
        return text == null || text.isBlank() ? List.of() : List.of(text.strip().split("\\n{2,}", -1));
    }
}
