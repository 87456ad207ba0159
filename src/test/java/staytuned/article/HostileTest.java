package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import staytuned.fetch.Decoding;
import staytuned.reading.Bodies;
import staytuned.reading.Content;
import staytuned.reading.Reader;

/** Whatever strangers send is read or refused, quickly, and nothing falls over. */
class HostileTest {
    private static final Duration QUICK = Duration.ofSeconds(10);
    private static final String[] TYPES = {Content.TEXT, Content.MARKDOWN, Content.HTML};

    private static final Map<String, String> HOSTILE = hostile();

    /** What happens to meet a weak place of a parser or pattern. */
    private static Map<String, String> hostile() {
        var out = new TreeMap<String, String>();
        int deep = 10_000;
        out.put("empty", "");
        out.put("blank", " \n\t\n");
        out.put("NUL bytes", "a\0b\0".repeat(1000));
        out.put("half characters", "\uD800 \uDC00".repeat(1000));
        out.put("one word of 1 MB", "a".repeat(1_000_000));
        out.put("one line of 1 MB", "word ".repeat(200_000));
        out.put("one line of 1 MB in sentences", "Stay tuned for the next post. ".repeat(33_000));
        out.put("a million line ends", "\n".repeat(1_000_000));
        out.put("100,000 short lines", "Short\n".repeat(100_000));
        out.put("colons", "a: ".repeat(300_000));
        out.put("brackets", "(".repeat(200_000));
        out.put("template tags", "{{".repeat(200_000) + "{%".repeat(100_000));
        out.put("deep div", "<div>".repeat(deep) + "x" + "</div>".repeat(deep));
        out.put("deep quote", "<blockquote><p>".repeat(deep) + "x");
        out.put("deep list", "<ul><li>".repeat(deep) + "x");
        out.put("deep table", "<table><tr><td>".repeat(deep) + "x");
        out.put("deep bold", "<b><i><a href=x>".repeat(deep) + "x");
        out.put("deep article", "<article><p>x</p>".repeat(deep));
        out.put("5,000 images", "<p>Words <img src=https://example.org/i.png>".repeat(5_000));
        out.put("50,000 open paragraphs", "<p>x".repeat(50_000));
        out.put("an attribute of 1 MB", "<p title=\"" + "x".repeat(1_000_000) + "\">y");
        out.put("deep Markdown quote", "> ".repeat(deep) + "x");
        out.put("deep Markdown list", Stream.iterate("- x\n", each -> "  " + each).limit(1_000)
                .reduce("", String::concat));
        out.put("open Markdown links", "[".repeat(50_000) + "](".repeat(50_000));
        out.put("Markdown emphasis", "*a **b ".repeat(20_000));
        out.put("Markdown ticks", Stream.iterate("`x ", each -> "`" + each).limit(1_000).reduce("", String::concat));
        out.put("Markdown table", "|a".repeat(5_000) + "|\n" + "|-".repeat(5_000) + "|\n" + "|x|\n".repeat(20));
        out.put("front matter", "---\n" + "a: [".repeat(deep) + "\n---\nx");
        out.put("headings", "# Conclusion\n\n".repeat(20_000));
        out.put("Chinese", "我们将在下一篇文章中介绍".repeat(40_000));
        return out;
    }

    static Stream<String> names() {
        return HOSTILE.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsItOrRefusesItQuickly(String name) {
        var text = HOSTILE.get(name);
        for (var type : types(name, text)) withinTime(type, text);
        // Without a tag or an entity, what an unclosed channel holds is one text like any other.
        if (text.indexOf('<') >= 0 || text.indexOf('&') >= 0 || name.startsWith("one line")) {
            assertTimeoutPreemptively(QUICK,
                    () -> Feeds.parse("<rss version=\"2.0\"><channel>" + text, URI.create("https://example.org/")));
        }
        assertTimeoutPreemptively(QUICK, () -> Feeds.parse(
                FeedsTest.rss("<item><title>x</title><description><![CDATA[" + text + "]]></description></item>"),
                URI.create("https://example.org/")));
    }

    /** Where the text means something: tags are one long line of plain text, Markdown's marks are letters to HTML. */
    private static List<String> types(String name, String text) {
        if (text.startsWith("<")) return List.of(Content.MARKDOWN, Content.HTML);
        boolean marks = name.contains("Markdown") || text.startsWith("#");
        return marks ? List.of(Content.TEXT, Content.MARKDOWN) : List.of(TYPES);
    }

    private static void withinTime(String type, String text) {
        assertTimeoutPreemptively(QUICK, () -> {
            var content = new Content(type, text, null, null, "https://example.org/a");
            var reading = new Reader().read(content, "en");
            assertFalse(reading.title().isEmpty());
            assertTrue(reading.title().length() <= 300 && reading.minutes() >= 1);
            assertTrue(reading.lead() == null || reading.lead().length() <= 1_500);
            assertFalse(reading.toString().contains("\0"));
            assertFalse(Bodies.html(content).contains("<script"));
        });
    }

    /** Mutations are seeded: one that fails, fails again. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void readsWhatIsDamaged(long seed) throws IOException {
        var random = new Random(seed);
        var samples = new ArrayList<String>();
        try (var files = Files.list(Path.of("src/test/resources/staytuned/article/cases"))) {
            for (var file : files.sorted().toList()) samples.add(Files.readString(file));
        }
        samples.add(FeedsTest.rss("<item><title>A</title><guid>1</guid><pubDate>Fri, 02 Jan 2026 03:04:05 GMT</pubDate>"
                + "<content:encoded><![CDATA[<p>B</p>]]></content:encoded></item>").repeat(2));
        samples.add("{\"version\": \"https://jsonfeed.org/version/1\", \"items\": "
                + "[{\"id\": \"1\", \"content_html\": \"<p>x\"}]}");
        for (int i = 0; i < 300; i++) {
            var damaged = damaged(samples.get(random.nextInt(samples.size())), samples, random);
            withinTime(TYPES[random.nextInt(TYPES.length)], damaged);
            assertNotNull(assertTimeoutPreemptively(QUICK,
                    () -> Feeds.parse(damaged, URI.create("https://example.org/"))));
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            assertNotNull(Decoding.text(bytes, damaged.substring(0, Math.min(80, damaged.length()))));
            try {
                FrontMatter.split(damaged);
            } catch (FrontMatter.Broken e) {
                assertTrue(e.getMessage().startsWith("front matter"), e.getMessage());
            }
        }
    }

    private static String damaged(String text, List<String> others, Random random) {
        var out = new StringBuilder(text);
        for (int i = random.nextInt(8); i >= 0; i--) {
            int at = random.nextInt(out.length() + 1);
            int to = Math.min(out.length(), at + random.nextInt(60));
            var other = others.get(random.nextInt(others.size()));
            switch (random.nextInt(5)) {
                case 0 -> out.delete(at, to);
                case 1 -> out.insert(at, (char) random.nextInt(0x10000));
                case 2 -> out.insert(at, out.substring(at, to).repeat(random.nextInt(50)));
                case 3 -> out.insert(at, List.of("<", "&", ";", "]]>", "<!--", "---\n", "\"", "{{", "\n\n", "<p>", "</",
                        "&#0;", "<!DOCTYPE", "**").get(random.nextInt(14)));
                default -> out.insert(at, other, 0, random.nextInt(other.length() + 1));
            }
        }
        return out.toString();
    }
}
