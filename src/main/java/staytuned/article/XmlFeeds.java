package staytuned.article;

import com.rometools.rome.feed.synd.SyndCategory;
import com.rometools.rome.feed.synd.SyndContent;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.ParsingFeedException;
import com.rometools.rome.io.SyndFeedInput;
import java.io.StringReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import staytuned.fetch.Links;
import staytuned.reading.Content;
import staytuned.text.Characters;

/** RSS 0.90 to 2.0 and Atom, through ROME. */
final class XmlFeeds {
    private static final String ATOM = "http://www.w3.org/2005/Atom";
    /** The namespace of RSS 0.90 has stood at two hosts; ROME knows one. */
    private static final Pattern OTHER_090 =
            Pattern.compile("(?<=[\"'])http://channel\\.netscape\\.com/rdf/simple/0\\.9/(?=[\"'])");
    /** A number that no RSS ever had: such feeds are what RSS 2.0 is, whatever they say. */
    private static final Pattern NO_VERSION =
            Pattern.compile("(<rss\\b[^>]{0,2000}?\\sversion\\s*=\\s*[\"'])(?!0\\.9[1-4][\"']|2\\.0)[^\"'<>]{0,20}");

    private XmlFeeds() {}

    static Feed parse(String text, URI at) {
        var xml = Xml.tidy(text);
        if (xml == null) return new Feed.Unreadable("XML nested so deeply, or of so many elements, that it is no feed");
        SyndFeed feed;
        try {
            var input = new SyndFeedInput();
            input.setXmlHealerOn(false);
            feed = input.build(new StringReader(known(xml)));
        } catch (ParsingFeedException e) {
            return new Feed.Unreadable("the XML is cut off or broken at line " + e.getLineNumber() + ", column "
                    + e.getColumnNumber());
        } catch (FeedException | RuntimeException e) {
            return new Feed.Unreadable("XML, but no feed that is known: " + Characters.line(e.getMessage(), 200));
        }
        var items = new ArrayList<Item>();
        var problems = new ArrayList<String>();
        for (var entry : feed.getEntries()) {
            try {
                items.add(item(entry, feed, at));
            } catch (RuntimeException e) {
                var name = Characters.line(entry.getTitle(), 100);
                problems.add("item " + (name == null ? "without title" : "'" + name + "'") + " is unreadable: " + e);
            }
        }
        return new Feed.Items(items, problems, announced(feed));
    }

    /** Atom has links of its own, RSS borrows them. */
    private static Hub.Inside announced(SyndFeed feed) {
        var links = feed.getLinks().stream().map(each -> new String[] {each.getRel(), each.getHref()});
        var borrowed = feed.getForeignMarkup().stream()
                .filter(each -> each.getName().equals("link") && each.getNamespaceURI().equals(ATOM))
                .map(each -> new String[] {each.getAttributeValue("rel"), each.getAttributeValue("href")});
        var hubs = new ArrayList<String>();
        String self = null;
        for (var each : Stream.concat(links, borrowed).filter(each -> each[1] != null).toList()) {
            if ("hub".equals(each[0])) hubs.add(each[1]);
            else if ("self".equals(each[0]) && self == null) self = each[1];
        }
        return new Hub.Inside(hubs, self);
    }

    /** With a root that ROME knows. */
    private static String known(String xml) {
        int head = Math.min(xml.length(), 4000);
        var root = OTHER_090.matcher(xml.substring(0, head)).replaceFirst("http://my.netscape.com/rdf/simple/0.9/");
        return NO_VERSION.matcher(root).replaceFirst("$12.0") + xml.substring(head);
    }

    private static Item item(SyndEntry entry, SyndFeed feed, URI at) {
        var body = body(entry);
        var link = Links.absolute(entry.getLink(), at);
        var published = entry.getPublishedDate() != null ? entry.getPublishedDate() : entry.getUpdatedDate();
        var value = body == null ? "" : Objects.requireNonNullElse(body.getValue(), "");
        return new Item(
                blank(entry.getUri()),
                Characters.line(entry.getAuthor(), 400),
                published == null ? null : published.toInstant(),
                new Content(mediaType(body, value), value, blank(entry.getTitle()), feed.getLanguage(), link),
                Labels.of(entry.getCategories().stream().map(SyndCategory::getName), null));
    }

    /** content:encoded and Atom's content, the longest where there are several; then summary or description. */
    private static @Nullable SyndContent body(SyndEntry entry) {
        return Stream.concat(
                        entry.getContents().stream()
                                .filter(each -> each.getValue() != null)
                                .sorted((a, b) -> b.getValue().length() - a.getValue().length()),
                        Stream.ofNullable(entry.getDescription()))
                .filter(each -> each.getValue() != null && !each.getValue().isBlank())
                .findFirst()
                .orElse(null);
    }

    private static String mediaType(@Nullable SyndContent body, String value) {
        var type = body == null || body.getType() == null ? "" : body.getType().toLowerCase(Locale.ROOT);
        return type.equals("text") ? Content.TEXT : type.contains("html") && type.startsWith("x") ? Content.HTML
                : Feeds.mediaType(value);
    }

    private static @Nullable String blank(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
