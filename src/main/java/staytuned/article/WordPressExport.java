package staytuned.article;

import java.io.BufferedInputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jsoup.nodes.Entities;
import org.jspecify.annotations.Nullable;
import staytuned.fetch.Links;
import staytuned.reading.Content;
import staytuned.text.Characters;

/**
 * What WordPress writes at Tools, Export (WXR): RSS with elements of its own. It is read as a stream, because comments
 * and attachments make it large; of the posts only those are taken that anybody may read, be it later.
 */
final class WordPressExport {
    private static final String WORDPRESS = "http://wordpress.org/export/";
    private static final Pattern ENCODING =
            Pattern.compile("<\\?xml[^>]{0,200}?encoding\\s*=\\s*[\"']([\\w.:-]{2,40})");
    private static final DateTimeFormatter GMT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    /** What an item is made of; everything else is passed over. */
    private static final Set<String> WANTED = Set.of(
            "title", "link", "guid", "pubDate", "creator", "content", "wp:post_type", "wp:status", "wp:post_password",
            "wp:post_date_gmt");

    /** What a post is filed under; other domains are its format and what plug-ins note. */
    private static final Set<String> FILED = Set.of("category", "post_tag");
    private static final int MOST_TAGS = 100;

    private final List<Post> posts = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> authors = new HashMap<>();
    private final Map<String, StringBuilder> fields = new HashMap<>();
    private final List<StringBuilder> tags = new ArrayList<>();
    private @Nullable StringBuilder text;
    private @Nullable String language;
    private boolean wordPress;
    private boolean large;

    /** A post that is published, or will be; its body is packed, so that even the largest export fits into memory. */
    record Post(Item item, Packed body, String version) {}

    /** An export that was read, or why it could not be. */
    sealed interface Parsed {
        /** Its posts, and those that still wait for their dates. */
        record Posts(List<Post> posts, List<String> problems) implements Parsed {}

        record Unreadable(String reason) implements Parsed {}
    }

    private WordPressExport() {}

    static Parsed parse(InputStream bytes) throws IOException {
        var export = new WordPressExport();
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        try {
            export.all(factory.createXMLStreamReader(decoded(bytes)));
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException io) throw io;
            var at = e.getLocation();
            return new Parsed.Unreadable("the XML is cut off or broken"
                    + (at == null ? "" : " at line " + at.getLineNumber() + ", column " + at.getColumnNumber()));
        }
        return export.wordPress
                ? new Parsed.Posts(export.posts, export.problems)
                : new Parsed.Unreadable("XML, but no export of WordPress (Tools, Export)");
    }

    private static Reader decoded(InputStream bytes) throws IOException {
        var in = new BufferedInputStream(bytes, 65_536);
        in.mark(1024);
        var start = new String(in.readNBytes(512), StandardCharsets.ISO_8859_1);
        in.reset();
        if (start.startsWith("\u00EF\u00BB\u00BF")) in.skipNBytes(3);
        var named = ENCODING.matcher(start);
        Charset charset = StandardCharsets.UTF_8;
        try {
            if (named.find()) charset = Charset.forName(named.group(1));
        } catch (IllegalArgumentException e) {
            // An encoding that nobody knows: UTF-8 most likely.
        }
        return new Allowed(new InputStreamReader(in, charset));
    }

    /** WordPress writes control characters as they are, which XML forbids; they become spaces. */
    private static final class Allowed extends FilterReader {
        Allowed(Reader in) {
            super(in);
        }

        @Override
        public int read(char[] into, int from, int length) throws IOException {
            int count = super.read(into, from, length);
            for (int i = from; i < from + count; i++) {
                char c = into[i];
                if ((c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == '\uFFFE' || c == '\uFFFF') into[i] = ' ';
            }
            return count;
        }
    }

    private void all(XMLStreamReader in) throws XMLStreamException {
        int depth = 0;
        boolean item = false;
        while (in.hasNext()) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    var name = name(in);
                    if (++depth == 3) item = name.equals("item");
                    boolean wanted = item ? depth == 4 && WANTED.contains(name) : depth == 3 || depth == 4;
                    text = wanted ? fields.computeIfAbsent(name, _ -> new StringBuilder()) : null;
                    if (item && depth == 4 && name.equals("category")) text = tag(in);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> append(in);
                case XMLStreamConstants.ENTITY_REFERENCE -> {
                    if (text != null) text.append(Entities.getByName(in.getLocalName()));
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    text = null;
                    if (depth-- == 3) close(item);
                }
                default -> {}
            }
        }
    }

    private static String name(XMLStreamReader in) {
        var space = in.getNamespaceURI() == null ? "" : in.getNamespaceURI();
        var name = in.getLocalName();
        if (space.startsWith(WORDPRESS)) return (space.contains("/excerpt") ? "excerpt:" : "wp:") + name;
        return name.equals("encoded") ? "content" : name;
    }

    /** Where the text of a post's category or tag goes. */
    private @Nullable StringBuilder tag(XMLStreamReader in) {
        var domain = in.getAttributeValue(null, "domain");
        if (domain == null || !FILED.contains(domain) || tags.size() == MOST_TAGS) return null;
        tags.add(new StringBuilder());
        return tags.getLast();
    }

    private void append(XMLStreamReader in) {
        if (text == null) return;
        if (text.length() + in.getTextLength() > ArticleFile.LARGEST) large = true;
        else text.append(in.getTextCharacters(), in.getTextStart(), in.getTextLength());
    }

    /** At the end of an item, or of what the export says of the whole blog. */
    private void close(boolean item) {
        if (item) post();
        if (fields.containsKey("wp:wxr_version")) wordPress = true;
        if (language == null) language = field("language");
        var login = field("wp:author_login");
        var name = field("wp:author_display_name");
        if (login != null && name != null) authors.put(login, name);
        fields.clear();
        tags.clear();
        large = false;
    }

    private void post() {
        var status = field("wp:status");
        boolean open = "post".equals(field("wp:post_type")) && field("wp:post_password") == null
                && ("publish".equals(status) || "future".equals(status));
        if (!open) return;
        var published = published();
        if ("future".equals(status) && published == null) return; // for no time that is known
        var title = field("title");
        if (large) {
            problems.add("post '" + Characters.cut(String.valueOf(title), 100) + "' is larger than "
                    + ArticleFile.LARGEST / 1_000_000 + " MB");
            return;
        }
        var body = fields.getOrDefault("content", new StringBuilder()).toString();
        var creator = field("creator");
        var content = new Content(Content.HTML, "", title, language, Links.absolute(field("link"), null));
        posts.add(new Post(
                new Item(
                        field("guid"),
                        creator == null ? null : Characters.line(authors.getOrDefault(creator, creator), 400),
                        published,
                        content,
                        Labels.of(tags.stream().map(StringBuilder::toString), null)),
                Packed.of(body),
                Identity.hash(body, title == null ? "" : title)));
    }

    /** A post that never had a date bears zeros. */
    private @Nullable Instant published() {
        var gmt = field("wp:post_date_gmt");
        var date = field("pubDate");
        try {
            if (gmt != null && !gmt.startsWith("0000")) return LocalDateTime.parse(gmt, GMT).toInstant(ZoneOffset.UTC);
            if (date != null) return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeException e) {
            // None, then.
        }
        return null;
    }

    private @Nullable String field(String name) {
        var value = fields.get(name);
        return value == null || value.toString().isBlank() ? null : value.toString().strip();
    }
}
