package staytuned.web;

import com.rometools.rome.feed.atom.Content;
import com.rometools.rome.feed.atom.Entry;
import com.rometools.rome.feed.atom.Feed;
import com.rometools.rome.feed.atom.Link;
import com.rometools.rome.feed.atom.Person;
import com.rometools.rome.feed.synd.SyndPerson;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.WireFeedOutput;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.jdom2.Namespace;
import org.jdom2.Verifier;
import org.jdom2.output.XMLOutputter;

/** Letters as an Atom feed (RFC 4287). */
final class AtomFeed {
    static final String TYPE = "application/atom+xml";

    private AtomFeed() {}

    static String write(ArchiveFeeds.Issued issued) {
        var feed = new Feed("atom_1.0");
        feed.setId(issued.link());
        feed.setTitle(allowed(issued.title()));
        feed.setUpdated(Date.from(issued.updated()));
        // Section 4.2.1: its letters need no author of their own.
        var author = new Person();
        author.setName(allowed(issued.title()));
        feed.setAuthors(List.<SyndPerson>of(author));
        feed.setAlternateLinks(List.of(link("alternate", "text/html", issued.link())));
        feed.setOtherLinks(List.of(link("self", TYPE, issued.self())));
        feed.setEntries(issued.letters().stream().map(AtomFeed::entry).toList());
        try {
            var document = new WireFeedOutput().outputJDom(feed);
            document.getRootElement().setAttribute("lang", issued.language(), Namespace.XML_NAMESPACE);
            return new XMLOutputter().outputString(document);
        } catch (FeedException e) {
            throw new IllegalStateException("what was put into a feed is no feed", e);
        }
    }

    private static Entry entry(ArchiveFeeds.Letter letter) {
        var entry = new Entry();
        entry.setId(letter.link());
        entry.setTitleEx(content(Content.TEXT, letter.title()));
        entry.setPublished(Date.from(letter.published()));
        entry.setUpdated(Date.from(letter.updated()));
        entry.setAlternateLinks(List.of(link("alternate", "text/html", letter.link())));
        var others = new ArrayList<Link>();
        if (letter.article() != null) others.add(link("related", "text/html", letter.article()));
        entry.setOtherLinks(others);
        if (!letter.summary().isBlank()) entry.setSummary(content(Content.TEXT, letter.summary()));
        entry.setContents(List.of(content(Content.HTML, letter.html())));
        return entry;
    }

    private static Content content(String type, String text) {
        var content = new Content();
        content.setType(type);
        content.setValue(allowed(text));
        return content;
    }

    private static Link link(String rel, String type, String address) {
        var link = new Link();
        link.setRel(rel);
        link.setType(type);
        link.setHref(allowed(address));
        return link;
    }

    /** Without the characters that XML 1.0 forbids (section 2.2): no reader takes a feed that has one. */
    static String allowed(String text) {
        return text.codePoints()
                .filter(Verifier::isXMLCharacter)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
