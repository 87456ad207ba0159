package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import staytuned.fetch.Decoding;
import staytuned.reading.Content;

class FeedsTest {
    private static final URI AT = URI.create("https://example.org/feed/");

    private static List<Item> items(String feed) {
        return assertInstanceOf(Feed.Items.class, Feeds.parse(feed, AT)).items();
    }

    private static String refusal(String feed) {
        return assertInstanceOf(Feed.Unreadable.class, Feeds.parse(feed, AT)).reason();
    }

    static String rss(String items) {
        return "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\""
                + " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel>"
                + "<title>T</title><link>https://example.org/</link>"
                + "<description>D</description><language>en-us</language>" + items + "</channel></rss>";
    }

    @Test
    void readsRss2() {
        var item = items(rss("<item><title>A &amp; B</title><link>/a</link><guid isPermaLink=\"false\">17</guid>"
                        + "<dc:creator>The Desk</dc:creator><pubDate>Fri, 02 Jan 2026 03:04:05 GMT</pubDate>"
                        + "<description>Short</description>"
                + "<content:encoded><![CDATA[<p>Long &nbsp; one</p>]]></content:encoded></item>"))
                .getFirst();
        assertEquals(
                new Item("17", "The Desk", Instant.parse("2026-01-02T03:04:05Z"), new Content(
                        Content.HTML, "<p>Long &nbsp; one</p>", "A & B", "en-US", "https://example.org/a")),
                item);
    }

    @Test
    void readsRss1() {
        var item = items("""
                <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
                <channel rdf:about="https://example.org/"><title>T</title><link>https://example.org/</link>
                <description>D</description>
                <items><rdf:Seq><rdf:li resource="https://example.org/1"/></rdf:Seq></items></channel>
                <item rdf:about="https://example.org/1"><title>One</title><link>https://example.org/1</link>
                <description>Plain words</description></item></rdf:RDF>""").getFirst();
        assertEquals("One", item.content().title());
        assertEquals("https://example.org/1", item.link());
        assertEquals(Content.TEXT, item.content().mediaType());
    }

    @Test
    void readsAtom() {
        var item = items("""
                <feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>urn:x</id>
                <updated>2026-01-01T00:00:00Z</updated>
                <entry><title>One</title><id>urn:uuid:1</id>
                <link href="https://example.org/1"/><updated>2026-01-01T00:00:00Z</updated>
                <summary>Short</summary>
                <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Long</p></div></content>
                </entry></feed>""").getFirst();
        assertEquals("urn:uuid:1", item.guid());
        assertEquals(Instant.parse("2026-01-01T00:00:00Z"), item.published());
        assertEquals(Content.HTML, item.content().mediaType());
        assertTrue(item.content().body().contains("Long"), item.content().body());
    }

    @Test
    void readsJsonFeed() {
        var items = items("""
                {"version": "https://jsonfeed.org/version/1.1", "language": "de", "items": [
                {"id": "1", "url": "https://example.org/1", "title": "Eins", "content_html": "<p>Lang</p>",
                "date_published": "2026-01-02T03:04:05+01:00", "authors": [{"name": "The Desk"}]},
                {"id": 2, "content_text": "Nur Text"}, 7]}""");
        assertEquals(
                new Item("1", "The Desk", Instant.parse("2026-01-02T02:04:05Z"), new Content(
                        Content.HTML, "<p>Lang</p>", "Eins", "de", "https://example.org/1")),
                items.getFirst());
        assertEquals("2", items.get(1).guid());
        assertEquals(Content.TEXT, items.get(1).content().mediaType());
        assertEquals(2, items.size());
    }

    @Test
    void ignoresTheDoctypeAndExpandsNothing() {
        var xxe = "<!DOCTYPE rss [<!ENTITY xxe SYSTEM \"http://127.0.0.1:1/x\"><!ENTITY a \"]>&#65;\">]>";
        var feed = rss("<item><title>&xxe; &a; &eacute;&copy; AT&T &#0; &#66;</title><guid>1</guid></item>");
        var title = items(feed.replace("<rss", xxe + "<rss")).getFirst().content().title();
        assertEquals("&xxe; &a; é© AT&T B", title);
    }

    @Test
    void laughsAtABillionLaughs() {
        var bomb = new StringBuilder("<!DOCTYPE lolz [<!ENTITY lol0 \"lol\">");
        for (int i = 1; i < 10; i++) bomb.append("<!ENTITY lol").append(i).append(" \"")
                .append(("&lol" + (i - 1) + ";").repeat(10)).append("\">");
        var feed = rss("<item><title>&lol9;</title><guid>1</guid></item>").replace("<rss", bomb + "]><rss");
        assertEquals("&lol9;", items(feed).getFirst().content().title());
    }

    @Test
    void saysWhyItIsNoFeed() {
        var whole = rss("<item><title>A</title><guid>1</guid></item><item><title>B</title><guid>2</guid></item>");
        assertEquals("the answer is empty", refusal(" \n"));
        assertEquals("neither XML nor JSON, so not a feed", refusal("hello"));
        assertEquals("an HTML page and not a feed", refusal("<!DOCTYPE html><html><p>Not here"));
        assertEquals(
                "an HTML page and not a feed; the page names this feed: https://example.org/rss.xml",
                refusal("<html><link rel=alternate type=application/rss+xml href=/rss.xml>"));
        assertTrue(refusal(whole.substring(0, whole.length() - 40))
                .startsWith("the XML is cut off or broken at line 1, column "));
        assertEquals("JSON, but no JSON Feed", refusal("{\"items\": []}"));
        assertEquals("the JSON is cut off or broken at line 1, column 12", refusal("{\"version\":"));
        assertEquals("XML nested so deeply, or of so many elements, that it is no feed",
                refusal("<rss>" + "<a>".repeat(10_000)));
        assertTrue(refusal("<opml/>").startsWith("XML, but no feed that is known"), refusal("<opml/>"));
    }

    @Test
    void takesOddItemsAsTheyAre() {
        var items = items(
                rss("<item/><item><title>No date</title><pubDate>yesterday</pubDate><link>javascript:x</link></item>"));
        assertEquals(2, items.size());
        assertEquals(null, items.get(1).link());
        assertEquals(null, items.get(1).published());
    }

    @Test
    void decodesAsMarkedDeclaredOrGuessed() {
        var latin = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>é–“x”".replace("–“x”", "");
        assertTrue(Decoding.text(latin.getBytes(StandardCharsets.ISO_8859_1), null).endsWith("é"));
        assertTrue(Decoding.text(latin.getBytes(StandardCharsets.UTF_8), null).endsWith("é"), "a wrong prolog");
        assertEquals("é", Decoding.text("é".getBytes(StandardCharsets.ISO_8859_1), "text/xml; charset=utf-8"),
                "a wrong header");
        assertEquals("вывод", Decoding.text("вывод".getBytes(java.nio.charset.Charset.forName("windows-1251")),
                "text/xml; charset=\"windows-1251\""));
        assertEquals("é", Decoding.text("\uFEFFé".getBytes(StandardCharsets.UTF_16LE), "text/xml; charset=utf-8"));
        assertEquals("é", Decoding.text("\uFEFFé".getBytes(StandardCharsets.UTF_8), null));
        var damaged = ("é".repeat(50) + "?").getBytes(StandardCharsets.UTF_8);
        damaged[damaged.length - 1] = (byte) 0xC3;
        assertFalse(Decoding.text(damaged, null).contains("Ã"));
    }
}
