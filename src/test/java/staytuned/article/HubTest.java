package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubTest {
    private static final URI AT = URI.create("https://example.org/feed/");
    private static final Hub HUB = new Hub("https://hub.example.net/", "https://example.org/feed/");
    private static final String LINKS = "<atom:link xmlns:atom=\"http://www.w3.org/2005/Atom\" rel=\"hub\" "
            + "href=\"https://hub.example.net/\"/><atom:link xmlns:atom=\"http://www.w3.org/2005/Atom\" "
            + "rel=\"self\" href=\"https://example.org/self\"/>";

    private static Hub.Inside inside(String feed) {
        return assertInstanceOf(Feed.Items.class, Feeds.parse(feed, AT)).announced();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<https://hub.example.net/>; rel=\"hub\"", "<https://hub.example.net/>;rel=hub", "<https://hub.example.net/>"
                + " ; title=\"a, b\" ; REL = \"other HUB\"", "</x>; rel=prev, <https://hub.example.net/>; rel=hub, <>"})
    void readsHeadersHoweverTheyAreWritten(String header) {
        assertEquals(HUB, Hub.of(List.of(header), Hub.Inside.NOTHING, AT));
    }

    @Test
    void headersGoBeforeTheFeedAndTheFirstHubBeforeTheOthers() {
        var inside = new Hub.Inside(List.of("https://c.example.net/"), "https://example.org/inside");
        assertEquals(new Hub("https://a.example.net/", "https://example.org/self"), Hub.of(
                List.of("<https://a.example.net/>; rel=hub", "<https://b.example.net/>; rel=hub, </self>; rel=self"),
                inside, AT));
        assertEquals(new Hub("https://c.example.net/", "https://example.org/inside"), Hub.of(List.of(), inside, AT));
    }

    @Test
    void whatIsNoWebAddressIsNoHub() {
        for (var hub : List.of("javascript:x", "ftp://example.net/", "https://", "https://e.org/" + "x".repeat(1000))) {
            assertNull(Hub.of(List.of(), new Hub.Inside(List.of(hub), null), AT), hub);
        }
        assertNull(Hub.of(List.of("<".repeat(100_000), "; rel=hub", "<https://example.net/>; rel=hubris"),
                Hub.Inside.NOTHING, AT));
    }

    @Test
    void everyKindOfFeedCanAnnounceOne() {
        var told = new Hub.Inside(List.of("https://hub.example.net/"), "https://example.org/self");
        assertEquals(told, inside(FeedsTest.rss(LINKS)));
        assertEquals(told, inside("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title>" + LINKS
                + "<link href=\"https://example.org/\"/></feed>"));
        assertEquals(told, inside("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
                + "xmlns=\"http://purl.org/rss/1.0/\"><channel><title>T</title>" + LINKS + "</channel></rdf:RDF>"));
        assertEquals(told, inside("{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [], "
                + "\"feed_url\": \"https://example.org/self\", \"hubs\": [{\"type\": \"rssCloud\", \"url\": \"x\"}, "
                + "{\"type\": \"WebSub\", \"url\": \"https://hub.example.net/\"}]}"));
        assertEquals(Hub.Inside.NOTHING, inside(FeedsTest.rss("")));
    }
}
