package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LabelsTest {
    private static final URI AT = URI.create("https://example.org/feed");

    @Test
    void frontMatterNamesTagsAndWhatItFollows() throws Exception {
        var yaml = FrontMatter.split("""
                ---
                tags: [Holz, "Leim ", 2024, {a: b}]
                categories: Werkstatt, holz
                follows: /2024/leim/
                ---
                Text.
                """);
        assertEquals(new Labels(List.of("holz", "leim", "2024", "werkstatt"), "/2024/leim/"), yaml.labels());
        assertEquals(new Labels(List.of("wood"), null),
                FrontMatter.split("+++\ntags = ['Wood']\n+++\nText.\n").labels());
        assertEquals(Labels.NONE, FrontMatter.split("No front matter.\n").labels());
    }

    @Test
    void feedsNameTags() {
        var rss = items(XmlFeeds.parse("""
                <rss version="2.0"><channel><title>F</title><item><title>T</title>
                <category>Wood</category><category>wood</category><category></category></item></channel></rss>""", AT));
        assertEquals(List.of("wood"), rss.labels().tags());
        var atom = items(XmlFeeds.parse("""
                <feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><id>urn:f</id><entry><id>urn:e</id>
                <title>T</title><category term="Glue"/></entry></feed>""", AT));
        assertEquals(List.of("glue"), atom.labels().tags());
        var json = items(JsonFeeds.parse("""
                {"version": "https://jsonfeed.org/version/1.1", "items": [
                  {"id": "1", "content_text": "x", "tags": ["Nails", 7, null, {"a": 1}]}]}""", AT));
        assertEquals(List.of("nails"), json.labels().tags());
    }

    @Test
    void whatIsNoTagIsLeftOut() {
        var many = Labels.of(IntStream.range(0, 1000).mapToObj(i -> "tag " + i), null).tags();
        assertEquals(20, many.size());
        assertEquals(List.of("a b"), Labels.of(Stream.of("A\r\nB", " ", "x".repeat(61), "\u0000"), null).tags());
    }

    private static Item items(Feed feed) {
        return assertInstanceOf(Feed.Items.class, feed).items().getFirst();
    }
}
