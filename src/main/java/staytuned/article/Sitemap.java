package staytuned.article;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import staytuned.fetch.Body;
import staytuned.fetch.Links;
import staytuned.text.Characters;

/**
 * A sitemap or an index of sitemaps (sitemaps.org, protocol 0.9), read as a stream: however large it is, only what is
 * wanted of it is kept.
 */
sealed interface Sitemap {
    /** As the protocol says: 50 MB unpacked, 50,000 addresses. */
    int LARGEST = 52_428_800;

    int MOST = 50_000;

    /**
     * A page.
     *
     * @param changed as it stands there, at most 100 characters; empty where nothing does
     * @param title of a news article; null otherwise
     */
    record Entry(URI url, String changed, @Nullable String title, @Nullable Instant published) {}

    record Pages(List<Entry> entries) implements Sitemap {}

    record Index(List<URI> sitemaps) implements Sitemap {}

    record Unreadable(String reason) implements Sitemap {}

    /** Reads what was found {@code at}; of the addresses, those that are {@code wanted}. */
    static Sitemap read(Body body, URI at, Predicate<URI> wanted) {
        try (var in = body.stream(LARGEST)) {
            return new Parser(at, wanted).parse(factory().createXMLStreamReader(in));
        } catch (XMLStreamException e) {
            var place = e.getLocation();
            return new Unreadable("the XML is cut off or broken" + (place == null ? ""
                    : " at line " + place.getLineNumber() + ", column " + place.getColumnNumber()));
        } catch (IOException e) {
            return new Unreadable("cannot be unpacked: " + Characters.line(e.getMessage(), 200));
        } catch (RuntimeException e) {
            return new Unreadable("cannot be read: " + Characters.line(e.toString(), 200));
        }
    }

    /** A document type is passed over: nothing is fetched, and no entity of its own is known. */
    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        return factory;
    }

    /** One walk over one file. */
    final class Parser {
        private static final int LONGEST = 2_000;
        private static final int DEPTH = 50;

        private final URI at;
        private final Predicate<URI> wanted;
        private final List<Entry> entries = new ArrayList<>();
        private final List<URI> sitemaps = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private String loc = "";
        private String changed = "";
        private String title = "";
        private String published = "";

        Parser(URI at, Predicate<URI> wanted) {
            this.at = at;
            this.wanted = wanted;
        }

        Sitemap parse(XMLStreamReader xml) throws XMLStreamException {
            String root = null;
            int depth = 0;
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (root == null) root = xml.getLocalName();
                        boolean known = root.equals("urlset") || root.equals("sitemapindex");
                        if (!known) return new Unreadable("neither a sitemap nor an index of sitemaps but <"
                                + Characters.cut(root, 40) + ">");
                        if (++depth > DEPTH) return new Unreadable("XML nested so deeply that it is no sitemap");
                        text.setLength(0);
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        end(xml);
                        text.setLength(0);
                        if (entries.size() > MOST || sitemaps.size() > MOST) {
                            return new Unreadable("more than 50,000 addresses: name the sitemap that holds the "
                                    + "articles, or say with \"only\" which paths count");
                        }
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        int room = LONGEST + 1 - text.length();
                        if (room > 0) text.append(xml.getTextCharacters(), xml.getTextStart(),
                                Math.min(room, xml.getTextLength()));
                    }
                    default -> {}
                }
            }
            return "sitemapindex".equals(root) ? new Index(sitemaps) : new Pages(entries);
        }

        private void end(XMLStreamReader xml) {
            var namespace = String.valueOf(xml.getNamespaceURI());
            boolean news = namespace.contains("sitemap-news");
            boolean other = namespace.contains("sitemap-image") || namespace.contains("sitemap-video");
            if (other) return;
            switch (xml.getLocalName()) {
                case "loc" -> loc = text.toString().strip();
                case "lastmod" -> changed = Characters.cut(text.toString().strip(), 100);
                case "title" -> title = news ? text.toString() : title;
                case "publication_date" -> published = news ? text.toString() : published;
                case "url", "sitemap" -> entry(xml.getLocalName().equals("url"));
                default -> {}
            }
        }

        /** A sitemap speaks for its own site alone. */
        private void entry(boolean page) {
            var address = Links.absolute(loc, at);
            var url = address == null ? null : URI.create(address);
            if (url != null && Links.sameSite(url, at)) {
                if (!page) sitemaps.add(url);
                else if (wanted.test(url)) {
                    entries.add(new Entry(url, changed, Characters.line(title, 300),
                            PageMeta.instant(published).orElse(null)));
                }
            }
            loc = "";
            changed = "";
            title = "";
            published = "";
        }
    }
}
