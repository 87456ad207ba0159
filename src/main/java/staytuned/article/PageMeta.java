package staytuned.article;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import staytuned.fetch.Links;
import staytuned.text.Characters;

/**
 * What a page says of its article: in JSON-LD (schema.org), in meta elements (Open Graph and others) and in its markup.
 *
 * @param link the page's canonical address, where that is on the same site; else its own
 */
record PageMeta(
        @Nullable String title,
        @Nullable String author,
        @Nullable Instant published,
        @Nullable String language,
        String link) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_JSON = 200_000;
    private static final int MOST_NODES = 500;

    static PageMeta of(Document page, URI at) {
        var json = article(page);
        var inside = page.select("article h1, main h1, [itemprop=headline]");
        var all = page.select("h1");
        return new PageMeta(
                first(300, inside.size() == 1 ? inside.text() : null, json.path("headline").asText(),
                        meta(page, "og:title"), all.size() == 1 ? all.text() : null, page.title()),
                first(400, author(json.path("author")), meta(page, "author"), name(meta(page, "article:author")),
                        text(page, "[rel=author], [itemprop=author] [itemprop=name], [itemprop=author]")),
                published(page, json),
                first(35, page.select("html").attr("lang"), json.path("inLanguage").asText(), meta(page, "og:locale")),
                link(page, at));
    }

    /** The first object of JSON-LD that is an article; an empty node where there is none. */
    private static JsonNode article(Document page) {
        for (var script : page.select("script[type=application/ld+json]").stream().limit(20).toList()) {
            if (script.data().length() > LARGEST_JSON) continue;
            try {
                var found = article(JSON.readTree(script.data()));
                if (found != null) return found;
            } catch (JsonProcessingException e) {
                // broken by a plugin; the page may say it elsewhere
            }
        }
        return JSON.createObjectNode();
    }

    private static @Nullable JsonNode article(JsonNode root) {
        var open = new ArrayDeque<JsonNode>();
        open.add(root);
        for (int i = 0; i < MOST_NODES && !open.isEmpty(); i++) {
            var node = open.remove();
            if (node.isArray()) node.forEach(open::add);
            var type = node.path("@type").toString();
            if (type.contains("Article") || type.contains("Posting") || type.contains("Report")) return node;
            open.add(node.path("@graph"));
            open.add(node.path("mainEntity"));
        }
        return null;
    }

    private static @Nullable String author(JsonNode author) {
        var one = author.isArray() ? author.path(0) : author;
        return one.isObject() ? one.path("name").asText() : name(one.asText());
    }

    /** A name, not the address of a profile. */
    private static @Nullable String name(@Nullable String author) {
        return author == null || author.contains("://") ? null : author;
    }

    private static @Nullable Instant published(Document page, JsonNode json) {
        return Stream.of(
                        json.path("datePublished").asText(),
                        meta(page, "article:published_time"),
                        page.select("[itemprop=datePublished]").attr("content"),
                        page.select("[itemprop=datePublished]").attr("datetime"),
                        meta(page, "date"),
                        page.select("article time[datetime], main time[datetime]").attr("datetime"))
                .map(PageMeta::instant)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    /** A date of ISO 8601 as pages write it; without an offset it counts as UTC. */
    static Optional<Instant> instant(@Nullable String date) {
        if (date == null || date.isBlank() || date.length() > 40) return Optional.empty();
        var text = date.strip().replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) (?=\\d)", "$1T")
                .replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2");
        try {
            if (text.length() == 10) {
                return Optional.of(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
            }
            boolean zoned = text.matches(".*(Z|z|[+-]\\d\\d:\\d\\d)$") && text.indexOf('T') > 0;
            return Optional.of(zoned ? OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** No page may take the name of another site's article, and none calls itself its site's front page. */
    private static String link(Document page, URI at) {
        var own = at.toString();
        var canonical = Links.absolute(page.select("link[rel=canonical]").attr("href"), at);
        if (canonical == null || !Links.sameSite(URI.create(canonical), at)) return own;
        boolean front = Links.canonical(canonical).indexOf('/') < 0;
        return front ? own : canonical;
    }

    private static @Nullable String meta(Document page, String name) {
        var found = page.selectFirst("meta[property=" + name + "], meta[name=" + name + "]");
        return found == null ? null : found.attr("content");
    }

    private static @Nullable String text(Document page, String query) {
        var found = page.selectFirst(query);
        return found == null ? null : found.text();
    }

    private static @Nullable String first(int limit, @Nullable String... values) {
        return Stream.of(values)
                .flatMap(Stream::ofNullable)
                .filter(Predicate.not(String::isBlank))
                .findFirst()
                .map(each -> Characters.line(each, limit))
                .orElse(null);
    }
}
