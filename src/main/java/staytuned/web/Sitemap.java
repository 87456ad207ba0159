package staytuned.web;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdom2.Document;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.jdom2.output.XMLOutputter;
import org.jspecify.annotations.Nullable;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Visibility;

/** Which pages search engines may find: those of the public newsletters (sitemaps.org, RFC 9309). */
final class Sitemap {
    /** As many addresses one map may have. */
    static final int MOST = 50_000;

    private static final Namespace SITEMAP = Namespace.getNamespace("http://www.sitemaps.org/schemas/sitemap/0.9");
    private static final String PATH = "/sitemap.xml";

    private final ArchivePages.Shelf shelf;
    private final int most;
    private final List<Newsletter> listed;

    Sitemap(ArchivePages.Shelf shelf, int most) {
        this.shelf = shelf;
        this.most = most;
        this.listed = shelf.newsletters().stream().filter(each -> each.archive() == Visibility.PUBLIC).toList();
    }

    Answer robots() {
        // What is not to be found says so itself: a page that may not be fetched could not.
        return Answer.plain(200, """
                User-agent: *
                Disallow: /address/
                Disallow: /confirm/
                Disallow: /farewell/
                Disallow: /preferences/
                Disallow: /undo/
                Disallow: /unsubscribe/
                Disallow: /websub/
                Disallow: /feedback/

                Sitemap: %s%s
                """.formatted(shelf.links().site(), PATH));
    }

    /**
     * The map; where it would be too large, one of its parts.
     *
     * @param part counts from 1; null for the whole, or for the list of the parts
     */
    Answer map(@Nullable String part) {
        var ids = listed.stream().map(Newsletter::id).toList();
        var pages = pages();
        var count = pages.size() + shelf.archives().count(ids);
        var parts = (count + most - 1) / most;
        if (part == null && parts > 1) return parts(parts);
        var number = Optional.ofNullable(part).filter(each -> each.matches("\\d{1,5}")).map(Integer::valueOf);
        if (part != null && number.filter(each -> each >= 1 && each <= parts).isEmpty()) {
            return Answer.plain(404, "The sitemap has no such part.");
        }
        var from = (number.orElse(1) - 1) * most;
        var first = pages.stream().skip(from).limit(most).toList();
        var places = shelf.archives().places(ids, Math.max(0, from - pages.size()), most - first.size());
        return xml("urlset", "url", Stream.concat(
                first.stream(), places.stream().map(each -> shelf.links().issue(each.newsletterId(), each.id()))));
    }

    private List<String> pages() {
        return Stream.concat(
                        Stream.of(shelf.links().site() + "/"),
                        listed.stream().map(each -> shelf.links().archive(each.key())))
                .toList();
    }

    private Answer parts(int parts) {
        return xml("sitemapindex", "sitemap", IntStream.rangeClosed(1, parts)
                .mapToObj(each -> shelf.links().site() + PATH + "?part=" + each));
    }

    private static Answer xml(String root, String each, Stream<String> addresses) {
        var all = new Element(root, SITEMAP);
        addresses.forEach(address -> all.addContent(
                new Element(each, SITEMAP).addContent(new Element("loc", SITEMAP).setText(address))));
        return Cached.of(Answer.data("application/xml", new XMLOutputter().outputString(new Document(all))), null);
    }
}
