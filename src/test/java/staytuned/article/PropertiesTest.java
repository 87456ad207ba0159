package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import staytuned.fetch.Decoding;
import staytuned.reading.Bodies;
import staytuned.reading.Content;
import staytuned.reading.Reader;

/**
 * Whatever a stranger sends, built with an eye for what parsers stumble over: nothing is thrown, nothing hangs. The
 * seeds are fixed, so that a run that fails, fails again, and says with which seed.
 */
@Tag("row-24")
class PropertiesTest {
    private static final long SEED = 20260301;
    private static final Duration QUICK = Duration.ofSeconds(10);
    private static final URI AT = URI.create("https://example.org/feed");

    @Test
    void htmlIsRead() {
        check(300, html(), each -> assertRead(Content.HTML, each));
    }

    @Test
    void markdownIsRead() {
        check(300, markdown(), each -> assertRead(Content.MARKDOWN, each));
    }

    @Test
    void plainTextIsRead() {
        check(300, plain(), each -> assertRead(Content.TEXT, each));
    }

    @Test
    void frontMatterIsSplitOrNamedAsBroken() {
        check(400, front(), PropertiesTest::assertSplit);
    }

    private static void assertSplit(String file) {
        assertTimeoutPreemptively(QUICK, () -> {
            try {
                assertNotNull(FrontMatter.split(file));
            } catch (FrontMatter.Broken e) {
                assertTrue(Objects.requireNonNull(e.getMessage()).startsWith("front matter"), e.getMessage());
                assertFalse(e.getMessage().contains("\n"), e.getMessage());
            }
        });
    }

    @Test
    void aDamagedFeedIsReadOrRefusedWithAReason() {
        check(500, Gen.both(feeds(), damages(), Damaged::new),
                each -> assertRefusedWithReason(each.feed(), each.damages()));
    }

    private record Damaged(String feed, List<Damage> damages) {}

    private static void assertRefusedWithReason(String feed, List<Damage> damages) {
        var bytes = feed.getBytes(StandardCharsets.UTF_8);
        for (var each : damages) bytes = each.to(bytes);
        var text = Decoding.text(bytes, null);
        assertTimeoutPreemptively(QUICK, () -> {
            switch (Feeds.parse(text, AT)) {
                case Feed.Unreadable unreadable -> {
                    assertFalse(unreadable.reason().isBlank());
                    assertFalse(unreadable.reason().matches("(?s).*[\\p{Cntrl}].*"), unreadable.reason());
                }
                case Feed.Items items -> {
                    Identity.of(items.items(), "feed").forEach(each -> assertTrue(each.key().length() == 64));
                    for (var each : items.items()) new Reader().read(each.content(), "en");
                }
            }
        });
    }

    @Test
    void bytesAreTextInWhateverCharsetTheyClaim() {
        check(500, random -> {
            var bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            return new Claim(bytes, charsets().next(random));
        }, each -> assertText(each.bytes(), each.charset()));
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Claim(byte[] bytes, String charset) {}

    private static void assertText(byte[] bytes, String charset) {
        var prolog = ("<?xml version=\"1.0\" encoding=\"" + charset + "\"?>").getBytes(StandardCharsets.US_ASCII);
        var lying = Arrays.copyOf(prolog, prolog.length + bytes.length);
        System.arraycopy(bytes, 0, lying, prolog.length, bytes.length);
        assertNotNull(Decoding.text(bytes, "text/xml; charset=" + charset));
        assertNotNull(Feeds.parse(Decoding.text(lying, null), AT));
    }

    private static <T> void check(int tries, Gen<T> from, Consumer<T> property) {
        for (long seed = SEED; seed < SEED + tries; seed++) {
            try {
                property.accept(from.next(new Random(seed)));
            } catch (AssertionError | RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void assertRead(String type, String body) {
        assertTimeoutPreemptively(QUICK, () -> {
            var content = new Content(type, body, null, null, "https://example.org/a");
            var reading = new Reader().read(content, "en");
            assertFalse(reading.title().isBlank());
            assertTrue(reading.lead() == null || reading.lead().length() <= 1_500);
            assertTrue(reading.conclusion() == null || reading.conclusion().length() <= 10_000);
            var shown = Bodies.html(content);
            assertFalse(shown.matches("(?is).*<(?:script|style|svg|math|iframe|form|base|meta|link|object)[\\s>/].*"),
                    shown);
            assertFalse(shown.matches("(?is).*<[^>]*\\son\\w+=.*"), shown);
        });
    }

    /** Words, some of which mean something to the rules, and characters that mean something to a machine. */
    private static Gen<String> words() {
        return Gen.frequency(
                Gen.weighted(6, Gen.of("Conclusion", "In the next post we will share more.",
                        "Stay tuned!", "Fazit:", "まとめ", "次回は", "Mr. X said e.g. this.", "References:", "1. One",
                                "Update:",
                        "To sum up, it pays.", "“We will publish more”", "Introduction")),
                Gen.weighted(6, Gen.of("word ", "word. ", "a", "\n", "\n\n", "  ", "\t", "…", "。", ": ", "- ")),
                Gen.weighted(3, Gen.string(20)),
                Gen.weighted(1, Gen.of("\0", "\uD800", "\uDFFF", "\uFEFF", "\u202E", "\u2028", "\u0085",
                        "\u200B", "\u0301".repeat(50), "\uD83D\uDE00", "&", "&amp;", "&#0;", "&#x110000;", "&nosuch;")),
                Gen.weighted(1, Gen.of("-", "*", "_", "`", "#", "x", "[", "(", "{{", "{%", "| ")
                        .flatMap(each -> Gen.of(3, 200, 3_000).map(each::repeat))));
    }

    private static Gen<String> joined(Gen<String> part) {
        return part.list(0, 40).map(each -> String.join("", each));
    }

    private static Gen<String> html() {
        var name = Gen.of("p", "div", "h1", "h2", "li", "ul", "b", "a", "article", "main", "table", "tr", "td",
                "br",
                "hr", "blockquote", "script", "style", "svg", "math", "template", "noscript", "textarea", "select",
                "title",
                "base", "form", "img", "pre", "plaintext", "frameset", "html", "body", "nosuch");
        var attribute = Gen.of("", " onclick=alert(1)", " style=x", " href='javascript:a()'",
                " class=entry-content",
                " hidden", " src=x onerror=a()", " href=//[", " =", " '", " \"", " itemprop=articleBody", " lang=de");
        var tag = Gen.combine(name, attribute, Gen.of("<%s%s>", "</%s%s>", "<%s%s/>", "<%s%s",
                "<!%s%s>"))
                .as((a, b, shape) -> String.format(shape, a, b));
        var odd = Gen.of("<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE html>", "<?x?>", "<", ">", "</", "<!");
        var many = tag.flatMap(each -> Gen.of(2, 300, 2_000).map(each::repeat));
        return joined(Gen.frequency(
                Gen.weighted(6, tag), Gen.weighted(6, words()), Gen.weighted(1, odd),
                Gen.weighted(1, many)));
    }

    private static Gen<String> markdown() {
        var mark = Gen.of("# ", "## ", "\n---\n", "\n===\n", "> ", "- ", "* ", "1. ", "    ", "```\n", "~~~",
                "**", "_",
                "`", "[a](b)", "[a]: b\n", "![", "](", "|a|b|\n|-|-|\n", "<div>", "<!--", "[^1]", "[^1]: x\n", "{#id}",
                "{% x %}",
                "{{ x }}", "\\", ":::", "import x from 'y'\n", "http://a.b/", "a@b.c", "  \n");
        return joined(Gen.oneOf(mark, words(), mark.flatMap(each -> Gen.of(2, 200).map(each::repeat))));
    }

    private static Gen<String> plain() {
        return joined(words());
    }

    private static Gen<String> front() {
        var key = Gen.of("title", "date", "draft", "lang", "url", "author", "a", "<<", "?", "*a", "&a b",
                "\"x");
        var value = Gen.of("x", "[", "{", "]", "!!int x", "!!float x", "!!binary '*'", "!!map x",
                "!!java.net.URL [x]",
                "&a [*a]", "*a", "2026-99-99", "2026-01-01 25:61", "0o9", "|\n  x", ">", "\"\\ud800\"", "\"open", "'",
                "true",
                "~", "1979-05-27T07:32:00Z", "99999999999999999999", "%", "@", "`", "\t", "- - -", "[1,",
                "{a: {b: [c]}}", ".nan");
        var line = Gen.combine(key, Gen.of(": ", " = ", ":", "="), value).as((a, b,
                c) -> a + b + c + "\n");
        return Gen.combine(Gen.of("---\n", "+++\n", "--- \n"), joined(Gen.oneOf(line, words())),
                Gen.of("---\n", "+++\n", "...\n", "")).as((open, text,
                        close) -> open + text + "\n" + close + "Text.");
    }

    private static Gen<String> feeds() {
        var text = joined(words()).map(each -> each.replace("]]>", ""));
        var item = Gen.combine(text, text, Gen.of("1", "", "https://example.org/?p=1", "urn:x:1")).as(
                (title, body, guid) -> "<item><title><![CDATA[" + title + "]]></title><guid>" + guid
                        + "</guid><pubDate>"
                        + "Fri, 02 Jan 2026 03:04:05 GMT</pubDate><content:encoded><![CDATA[<p>" + body
                        + "]]></content:encoded></item>");
        var rss = joined(item).map(FeedsTest::rss);
        var atom = joined(text.map(each -> "<entry><title>x</title><id>y</id><updated>2026-01-01T00:00:00Z</updated>"
                + "<content type=\"html\"><![CDATA[" + each + "]]></content></entry>"))
                .map(each -> "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title>" + each + "</feed>");
        var json = Gen.of("\"1\"", "null", "[]", "{}", "1e999", "true", "\"<p>x\"",
                "\"\\ud800\"").list(4, 4)
                .map(each -> "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [{\"id\": " + each.get(0)
                        + ", \"title\": " + each.get(1) + ", \"content_html\": " + each.get(2) + ", \"authors\": "
                        + each.get(3) + "}, " + each.get(0) + "]}");
        return Gen.oneOf(rss, atom, json);
    }

    /** One thing that happens to bytes on their way. */
    record Damage(int kind, double from, double to) {
        byte[] to(byte[] bytes) {
            int a = (int) (Math.min(from, to) * bytes.length);
            int b = (int) (Math.max(from, to) * bytes.length);
            var out = new ByteArrayOutputStream();
            switch (kind) {
                case 0 -> out.write(bytes, 0, a); // cut
                case 1 -> { // a piece is missing
                    out.write(bytes, 0, a);
                    out.write(bytes, b, bytes.length - b);
                }
                case 2 -> { // a piece comes twice
                    out.write(bytes, 0, b);
                    out.write(bytes, a, bytes.length - a);
                }
                case 3 -> { // two bytes have changed places
                    var swapped = bytes.clone();
                    if (b < bytes.length) {
                        swapped[a] = bytes[b];
                        swapped[b] = bytes[a];
                    }
                    out.writeBytes(swapped);
                }
                case 4 -> { // nested in itself
                    out.write(bytes, 0, a);
                    out.writeBytes(bytes);
                    out.write(bytes, a, bytes.length - a);
                }
                default -> { // a bit has turned
                    var turned = bytes.clone();
                    if (a < bytes.length) turned[a] ^= (byte) (1 << (b % 8));
                    out.writeBytes(turned);
                }
            }
            return out.toByteArray();
        }
    }

    private static Gen<List<Damage>> damages() {
        return Gen.combine(random -> random.nextInt(6), Random::nextDouble,
                Random::nextDouble).as(Damage::new).list(1, 4);
    }

    private static Gen<String> charsets() {
        return Gen.of(Charset.availableCharsets().keySet().toArray(String[]::new));
    }
}
