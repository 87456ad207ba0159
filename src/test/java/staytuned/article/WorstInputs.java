package staytuned.article;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import staytuned.fetch.Decoding;
import staytuned.reading.Bodies;
import staytuned.reading.Content;
import staytuned.reading.Reader;

/** A process of its own that reads the worst inputs of the size that is fetched at most; see {@link MemoryTest}. */
final class WorstInputs {
    private static final int SIZE = 10_000_000;
    private static final URI AT = URI.create("https://example.org/feed");

    private WorstInputs() {}

    public static void main(String[] args) {
        feeds().forEach((name, input) -> {
            System.out.println("feed of " + name);
            var feed = Feeds.parse(Decoding.text(input.get().getBytes(StandardCharsets.UTF_8), null), AT);
            if (feed instanceof Feed.Items items) {
                Identity.of(items.items(), "feed");
                items.items().stream().limit(3).forEach(each -> read(each.content()));
            }
        });
        pages().forEach((name, input) -> {
            for (var type : new String[] {Content.TEXT, Content.MARKDOWN, Content.HTML}) {
                if (name.contains("<") == type.equals(Content.TEXT)) continue;
                System.out.println(type + " of " + name);
                read(new Content(type, input.get(), null, null, "https://example.org/a"));
            }
        });
        System.out.println("all read");
    }

    private static void read(Content content) {
        Objects.requireNonNull(new Reader().read(content, "en"));
        Objects.requireNonNull(Bodies.html(content));
    }

    private static Map<String, Supplier<String>> feeds() {
        var out = new LinkedHashMap<String, Supplier<String>>();
        out.put("items", () -> FeedsTest.rss("<item/>".repeat(SIZE / 7)));
        out.put("items under the limit", () -> FeedsTest.rss("<item><title>x</title><guid>y</guid></item>"
                .repeat(99_000)));
        out.put("attributes", () -> FeedsTest.rss(("<a" + " b='' c='' d='' e='' f='' g=''".repeat(10)
                + "/>").repeat(299)));
        out.put("ampersands", () -> FeedsTest.rss("<item><title>" + "&".repeat(SIZE / 5) + "</title></item>"));
        out.put("open tags", () -> FeedsTest.rss("<a ".repeat(SIZE / 3) + "/>"));
        out.put("one text", () -> FeedsTest.rss("<item><description>" + "語".repeat(SIZE / 3)
                + "</description></item>"));
        out.put("escaped tags", () -> FeedsTest.rss("<item><description>" + "&lt;p&gt;".repeat(SIZE / 9)
                + "</description></item>"));
        out.put("tags in CDATA", () -> FeedsTest.rss("<item><description><![CDATA[" + "<p>".repeat(SIZE / 3)
                + "]]></description></item>"));
        out.put("line ends", () -> FeedsTest.rss("<item><description>" + "\n".repeat(SIZE - 500)
                + "x</description></item>"));
        out.put("a page", () -> "<!DOCTYPE html>" + "<p>".repeat(SIZE / 3));
        out.put("empty lists in JSON", () -> "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":["
                + "[],".repeat(SIZE / 3) + "1]}");
        out.put("empty items in JSON", () -> "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":["
                + "{},".repeat(300_000) + "1]}");
        out.put("one text in JSON",
                () -> "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"content_html\":\""
                + "<b>".repeat(SIZE / 3) + "\"}]}");
        return out;
    }

    private static Map<String, Supplier<String>> pages() {
        var out = new LinkedHashMap<String, Supplier<String>>();
        out.put("<p>", () -> "<p>".repeat(SIZE / 3));
        out.put("<b><i>", () -> "<b><i>x".repeat(SIZE / 7));
        out.put("<article>", () -> "<article>".repeat(300) + "<b>x</b>".repeat(SIZE / 8));
        out.put("emphasis", () -> "_a ".repeat(SIZE / 3));
        out.put("brackets", () -> "[".repeat(SIZE));
        out.put("line ends", () -> "\n".repeat(SIZE - 1) + "x");
        out.put("short lines", () -> "Yes: it is\n".repeat(SIZE / 11));
        out.put("one word", () -> "語".repeat(SIZE / 3));
        return out;
    }
}
