package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import staytuned.reading.Content;

/** Every RSS that was ever written down, from 0.90 to 2.0. */
class RssVersionsTest {
    private static final URI AT = URI.create("https://example.org/old/feed.rdf");
    private static final String RDF = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" ";

    private static List<Item> items(String feed) {
        return assertInstanceOf(Feed.Items.class, Feeds.parse(feed, AT)).items();
    }

    private static String rss(String attributes, String items) {
        return "<?xml version=\"1.0\"?><rss" + attributes + "><channel><title>T</title>"
                + "<link>https://example.org/</link><description>D</description><language>en</language>" + items + "</channel></rss>";
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://my.netscape.com/rdf/simple/0.9/", "http://channel.netscape.com/rdf/simple/0.9/"})
    void rss090HasTitlesAndLinksAlone(String namespace) {
        var items = items("<?xml version=\"1.0\"?>" + RDF + "xmlns=\"" + namespace + "\">"
                + "<channel><title>T</title><link>https://example.org/</link><description>D</description></channel>"
                + "<image><title>I</title><url>https://example.org/i.gif</url><link>https://example.org/</link></image>"
                + "<item><title>One</title><link>https://example.org/1</link></item>"
                + "<item><title>Two</title><link>2.html</link></item></rdf:RDF>");
        assertEquals(List.of("One", "Two"), items.stream().map(each -> each.content().title()).toList());
        assertEquals("https://example.org/1", items.getFirst().link());
        assertEquals("https://example.org/old/2.html", items.get(1).link());
        assertNull(items.getFirst().published());
        assertNotEquals(Identity.of(items, "x").getFirst().key(), Identity.of(items, "x").get(1).key());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" "
                + "\"http://127.0.0.1:1/rss-0.91.dtd\">",
        "<!DOCTYPE rss SYSTEM \"http://127.0.0.1:1/rss-0.91.dtd\" [<!ENTITY eacute \"&#233;\">]>"})
    void rss091IsReadWithAndWithoutItsDocumentType(String doctype) {
        var items = items(doctype + rss(" version=\"0.91\"",
                "<item><title>Caf&eacute;</title><link>https://example.org/1</link>"
                        + "<description>Plain</description></item>"
                        + "<skipDays><day>Monday</day></skipDays>").replaceFirst("<\\?xml[^>]*>", ""));
        assertEquals(
                List.of(new Item("https://example.org/1", null, null, new Content(
                        Content.TEXT, "Plain", "Café", "en", "https://example.org/1"))),
                items);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.91", "0.92", "0.93", "0.94", "2.0", "2.0.1", "2.00", "0.9x", ""})
    void everyNumberIsReadAndTheRightTextTaken(String version) {
        var items = items(rss((version.isEmpty() ? "" : " version=\"" + version + "\"")
                        + " xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"",
                "<item><title>One</title><link>https://example.org/1</link><description>Short</description>"
                        + "<content:encoded><![CDATA[<p>Long</p>]]></content:encoded></item>"));
        assertEquals("<p>Long</p>", items.getFirst().content().body(), version);
        assertEquals(Content.HTML, items.getFirst().content().mediaType());
    }

    @ParameterizedTest
    @CsvSource({"0.92", "0.93", "0.94"})
    void from092EverythingInAnItemIsOptional(String version) {
        var items = items(rss(" version=\"" + version + "\"",
                "<item><description>Only &lt;b&gt;words&lt;/b&gt;</description></item>"
                        + "<item><link>https://example.org/2</link></item>"
                        + "<item><title>Only a title</title><source url=\"https://example.net/f\">S</source>"
                        + "<enclosure url=\"https://example.org/a.mp3\" length=\"1\" type=\"audio/mpeg\"/>"
                        + "<category domain=\"x\">c</category></item>"));
        assertEquals(3, items.size());
        assertEquals("Only <b>words</b>", items.getFirst().content().body());
        assertEquals(Content.HTML, items.getFirst().content().mediaType());
        assertEquals("https://example.org/2", items.get(1).link());
        assertEquals("Only a title", items.get(2).content().title());
        assertEquals(3, Identity.of(items, "x").stream().map(Identity::key).distinct().count());
    }

    @ParameterizedTest
    @CsvSource({"0.93", "0.94", "2.0"})
    void from093ItemsHaveDates(String version) {
        var item = items(rss(" version=\"" + version + "\"",
                "<item><title>One</title><pubDate>Fri, 02 Jan 2026 03:04:05 GMT</pubDate></item>")).getFirst();
        assertEquals(Instant.parse("2026-01-02T03:04:05Z"), item.published());
    }

    @Test
    void rss10HasDublinCoreAndFullText() {
        var item = items(RDF + "xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                + "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">"
                + "<channel rdf:about=\"https://example.org/\"><title>T</title><link>https://example.org/</link>"
                + "<description>D</description><items><rdf:Seq><rdf:li rdf:resource=\"urn:1\"/></rdf:Seq></items>"
                + "</channel>"
                + "<item rdf:about=\"urn:1\"><title>One</title><link>https://example.org/1</link><dc:creator>The Desk"
                + "</dc:creator><dc:date>2026-01-02T03:04:05Z</dc:date><description>Short</description>"
                + "<content:encoded>&lt;p&gt;Long&lt;/p&gt;</content:encoded></item></rdf:RDF>").getFirst();
        assertEquals(
                new Item("urn:1", "The Desk", Instant.parse("2026-01-02T03:04:05Z"), new Content(
                        Content.HTML, "<p>Long</p>", "One", null, "https://example.org/1")),
                item);
    }

    @Test
    void theFullTextWinsOverALongerSummary() {
        var item = items(rss(" version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"",
                "<item><content:encoded>&lt;p&gt;Full&lt;/p&gt;</content:encoded><title>One</title>"
                        + "<description>A summary that is longer than all of the text</description></item>"));
        assertTrue(item.getFirst().content().body().contains("Full"));
    }
}
