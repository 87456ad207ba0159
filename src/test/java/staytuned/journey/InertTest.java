package staytuned.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Header;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.journey.Press.Printed;

/** Rows 24 and 25: what a feed brings, however hostile or large, comes out as an inert letter and an inert page. */
class InertTest {
    private static final String PROSE = "<p>It begins with a sentence that is long enough for a lead.</p>";
    private static final String END = "<h2>Conclusion</h2><p>It pays off in the end, for everybody who took part. ";

    /** What may stand on the page within the article, and what it may say of itself. */
    private static final Set<String> ELEMENTS = Set.of(
            "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "a", "b", "i", "em", "strong", "ul", "ol", "li", "img",
            "blockquote", "pre", "code", "table", "tbody", "tr", "td", "th", "br", "hr", "span", "q", "u", "small",
            "sub",
            "sup", "cite", "figure", "figcaption", "details", "summary", "dl", "dt", "dd", "del", "ins", "s", "mark");
    private static final Set<String> ATTRIBUTES =
            Set.of("href", "src", "alt", "title", "colspan", "rowspan", "class", "span", "cite", "start", "type");

    private static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>", "<scr<script>ipt>alert(1)</scr</script>ipt>", "<script src=//evil.example/x>",
            "<svg onload=alert(1)><script>alert(1)</script><a xlink:href='javascript:alert(1)'>x</a></svg>",
            "<svg><style><img src=x onerror=alert(1)></style></svg>",
            "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>",
            "<math><maction actiontype='statusline#javascript:alert(1)'>x</maction></math>",
            "<p style='background:url(javascript:alert(1))'>x</p>", "<p style='width:expression(alert(1))'>x</p>",
            "<style>@import url(//evil.example/x.css); p { color: red }</style>",
            "<link rel=stylesheet href=//evil.example/x.css>", "<div style=\"position:fixed;top:0;z-index:9\">x</div>",
            "${7*7} <#assign x=7*7>${x}[=7*7] <@letter/> #{7*7} {{7*7}} <#include \"/etc/passwd\">",
            "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
            "<img src='data:image/svg+xml,<svg onload=a()>'>",
            "<a href='javascript:alert(1)'>x</a>", "<a href='JaVaScRiPt:alert(1)'>x</a>",
            "<a href=' \u0001javascript:alert(1)'>x</a>", "<a href='java\tscript:alert(1)'>x</a>",
            "<a href='java&#10;script:alert(1)'>x</a>", "<a href='&#106;avascript&colon;alert(1)'>x</a>",
            "<a href='java&NewLine;script:alert(1)'>x</a>", "<a href='vbscript:alert(1)'>x</a>",
            "<a href='feed:javascript:alert(1)'>x</a>", "<a href='//evil.example\\@example.org'>x</a>",
            "<img src=x onerror=alert(1)>", "<img src=x onerror = 'alert(1)' / >", "<img/src='x'/onerror='alert(1)'>",
            "<body onload=alert(1)>", "<p onmouseover=alert(1) autofocus onfocus=alert(1)>x</p>",
            "<details open ontoggle=alert(1)><summary>x</summary></details>",
            "<video><source onerror=alert(1)></video>",
            "<meta http-equiv=refresh content='0;url=//evil.example'>",
            "<base href='//evil.example/'><a href='x'>x</a>",
            "<form action=//evil.example><input name=x><button formaction='javascript:alert(1)'>x</button></form>",
            "<iframe src=//evil.example srcdoc='<script>alert(1)</script>'></iframe>",
            "<frameset><frame src=x></frameset>",
            "<img srcset='//evil.example/x 1x' src='https://example.org/i.png' sizes=1 loading=lazy>",
            "<picture><source srcset='javascript:alert(1)'><img src='https://example.org/i.png'></picture>",
            "<object data='javascript:alert(1)'><embed src='javascript:alert(1)'></object>",
            "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
            "<template><img src=x onerror=alert(1)></template>",
            "<textarea></textarea><script>alert(1)</script>", "<xmp><img src=x onerror=alert(1)></xmp>",
            "<!--[if mso]><script>alert(1)</script><![endif]-->", "<![endif]--><script>alert(1)</script>",
            "<?php echo 1 ?><% alert(1) %>", "<title></title><script>alert(1)</script>",
            "</div></body></html><script>a()",
            "<a href='https://example.org/' target=_blank ping=//evil.example download>x</a>",
            "<p id=content name=x class='quiet sheet' is=x slot=y>x</p>", "<marquee onstart=alert(1)>x</marquee>",
            "<isindex action='javascript:alert(1)' type=image>", "<audio src=//evil.example/x autoplay></audio>",
            "<table background='javascript:alert(1)'><tr><td background=//evil.example/x>x</td></tr></table>",
            "https://unsubscribe.invalid/0123456789abcdef0123456789abcdef");

    /** Each means to be more than one line of words. */
    private static final List<String> TITLES = List.of(
            "<script>alert(1)</script>A title", "<img src=x onerror=alert(1)>A title", "&lt;b onclick=a()&gt;A title",
            "${7*7} <#assign x=1> [=7*7] a title", "A title\r\nBcc: victim@example.net\r\n\r\n<script>a()</script>",
            "A title\nBcc: victim@example.net", "A title\rBcc: victim@example.net",
            "A title&#13;&#10;Bcc: victim@example.net",
            "A title\u0085Bcc: victim@example.net", "A title\u2028Bcc: victim@example.net",
            "A title\u2029Bcc: victim@example.net", "A title\u560d\u560aBcc: victim@example.net",
            "A title\u760d\u760aBcc: victim@example.net", "A title%0d%0aBcc: victim@example.net",
            "=?utf-8?q?A_title=0D=0ABcc:_victim=40example.net?=", "=?utf-8?b?QQ0KQmNjOiB2aWN0aW1AZXhhbXBsZS5uZXQ=?=",
            "A title \u202Egpj.exe", "A title \u202Dx \u2066y \u2067z", "A title \u202Ax \u202By",
            "A\u0000 title\u0007",
            "A title \uD83D\uDE00 " + "\u0301".repeat(200), "A title " + "x".repeat(5_000),
            "A title " + "y ".repeat(2_500));

    @Test
    @Tag("row-25")
    void aHostileArticleIsInert(@TempDir Path folder) throws Exception {
        var items = new ArrayList<String>();
        items.add(Press.item("Harmless", "", PROSE + "<img src='https://example.org/i.png'>" + END + "</p>"));
        for (int i = 0; i < HOSTILE.size(); i++) {
            var body = PROSE + "<p>" + HOSTILE.get(i) + "</p>" + END + HOSTILE.get(i) + "</p>";
            items.add(Press.item("Case " + i, "", body));
        }
        try (var press = new Press(folder)) {
            var printed = press.print(items);
            assertEquals(items.size(), printed.size());
            var allowed = shape(Jsoup.parse(printed.getFirst().html()));
            for (int i = 1; i < printed.size(); i++) {
                assertInert(HOSTILE.get(i - 1), printed.get(i), allowed);
            }
            var expanded = printed.get(1 + HOSTILE.indexOf(HOSTILE.stream().filter(each -> each.startsWith("${"))
                    .findFirst().orElseThrow()));
            assertTrue(expanded.plain().contains("${7*7}"), expanded.plain());
            for (var text : List.of(expanded.plain(), expanded.html(), expanded.page().html())) {
                assertFalse(text.matches("(?s).*\\b49\\b.*"), text);
            }
        }
    }

    private static void assertInert(String what, Printed printed, Set<String> allowed) throws Exception {
        // The letter has no element, no attribute and no style that a harmless one has not.
        var more = new TreeSet<>(shape(Jsoup.parse(printed.html())));
        more.removeAll(allowed);
        assertEquals(Set.of(), more, what);
        assertEquals(1, count(printed.html(),
                printed.html().replaceAll("(?s).*(https://unsubscribe\\.invalid/\\w{32}).*",
                "$1")), what);
        var letter = Jsoup.parse(printed.html());
        for (var link : letter.select("[href]")) assertWeb(what, link.attr("href"));
        var page = printed.page();
        for (var each : page.select(".prose *")) {
            assertTrue(ELEMENTS.contains(each.normalName()), what + " left " + each.outerHtml());
            for (var attribute : each.attributes()) {
                assertTrue(ATTRIBUTES.contains(attribute.getKey()), what + " left " + each.outerHtml());
            }
        }
        for (var each : page.select(".prose [href]")) assertWeb(what, each.attr("href"));
        for (var each : page.select(".prose [src]")) assertWeb(what, each.attr("src"));
        assertEquals(0, page.select("script, base, iframe, object, form, meta[http-equiv]").size(), what);
        assertTrue(printed.policy().startsWith("default-src 'none'"), printed.policy());
        var message = new MimeMessage(null, new ByteArrayInputStream(printed.wire()));
        var parts = (Multipart) message.getContent();
        assertEquals(2, parts.getCount(), what);
        assertTrue(parts.getBodyPart(0).isMimeType("text/plain") && parts.getBodyPart(1).isMimeType("text/html"), what);
    }

    private static void assertWeb(String what, String address) {
        assertTrue(address.matches("(https?://|mailto:)[^\\s\\p{Cntrl}]*"), what + " left " + address);
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    /** Each element with its attributes, and with the values of those that are no words. */
    private static Set<String> shape(Document letter) {
        return letter.getAllElements().stream()
                .map(each -> each.normalName() + each.attributes().asList().stream()
                        .filter(attribute -> !Set.of("href", "lang").contains(attribute.getKey()))
                        .map(attribute -> " " + attribute.getKey() + "=" + attribute.getValue()
                                .replaceAll("margin: 0( 0 16px)?;|padding: 0( 0 16px)?;", ""))
                        .collect(Collectors.joining()))
                .collect(Collectors.toSet());
    }

    @Test
    @Tag("row-25")
    void aHostileTitleIsOneLineOfWordsInEveryHeader(@TempDir Path folder) throws Exception {
        var items = new ArrayList<String>();
        items.add(Press.item("Harmless", "https://example.org/", PROSE + END + "</p>"));
        for (int i = 0; i < TITLES.size(); i++) {
            items.add(Press.item(TITLES.get(i), "https://example.org/" + i, PROSE + END + "</p>"));
        }
        try (var press = new Press(folder)) {
            var printed = press.print(items);
            assertEquals(items.size(), printed.size());
                var headers = names(printed.getFirst());
            for (var each : printed) {
                var message = new MimeMessage(null, new ByteArrayInputStream(each.wire()));
                assertEquals(headers, names(each), each.subject());
                var subject = message.getSubject();
                assertEquals(each.subject(), subject, "what is read is what was written");
                assertTrue(subject.length() <= 200, subject);
                assertFalse(subject.matches("(?s).*[\\p{Cntrl}\u2028\u2029\u202A-\u202E\u2066-\u2069].*"), subject);
                assertEquals("reader0@example.net", message.getAllRecipients()[0].toString().replaceAll(".*<|>", ""));
                assertEquals(1, message.getAllRecipients().length);
                var html = Jsoup.parse(each.html());
                assertEquals(html.selectFirst("h1").text(), html.title());
                assertEquals(0, html.select("script, img").size(), each.html());
                assertEquals(0, each.page().select("h1 *, script").size());
                assertFalse(each.plain().matches("(?s).*[\u202A-\u202E\u2066-\u2069\u0085\u2028].*"), each.plain());
                for (var line : new String(each.wire(), StandardCharsets.ISO_8859_1).split("\r\n", -1)) {
                    assertTrue(line.length() <= 998 && !line.contains("\n") && !line.contains("\r"), line);
                }
            }
        }
    }

    private static List<String> names(Printed printed) throws Exception {
        var message = new MimeMessage(null, new ByteArrayInputStream(printed.wire()));
        return Collections.list(message.getAllHeaders()).stream().map(Header::getName).toList();
    }

    @Test
    @Tag("row-24")
    void aHugeArticleIsAWholeLetterOfTheUsualSize(@TempDir Path folder) throws Exception {
        var large = List.of(
                PROSE.repeat(5_000_000 / PROSE.length()),
                "<div>".repeat(10_000) + PROSE + "</div>".repeat(10_000),
                "<blockquote><ul><li>".repeat(10_000) + PROSE,
                "<p>" + "word ".repeat(200_000) + "</p>",
                "<p>" + "x".repeat(1_000_000) + "</p>",
                "<p>Words <img src=https://example.org/i.png></p>".repeat(5_000));
        var items = new ArrayList<String>();
        for (int i = 0; i < large.size(); i++) items.add(Press.item("Case " + i, "", large.get(i) + END + "</p>"));
        try (var press = new Press(folder)) {
            var printed = press.print(items);
            assertEquals(large.size(), printed.size());
            for (var each : printed) {
                assertTrue(each.wire().length < 100_000, each.subject() + ": " + each.wire().length);
                assertTrue(each.html().contains("unsubscribe.invalid"), each.subject());
            }
            assertTrue(printed.get(5).page().select("img").size() == 5_000, "the page has them all");
        }
    }
}
