package staytuned.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {
    private static String html(String body) {
        return Bodies.html(new Content(Content.HTML, body, null, null, "https://example.org/a/b"));
    }

    @Test
    void keepsWhatPeopleWrite() {
        var body = "<h2>A</h2><p>B <b>c</b> "
                + "<a href=\"https://example.org/x\">d</a></p><ul><li>e</li></ul><blockquote>f</blockquote>";
        assertEquals(body, html(body));
    }

    @Test
    void resolvesLinksAgainstTheArticle() {
        assertEquals("<p><a href=\"https://example.org/a/c\">c</a></p>", html("<p><a href=c>c</a></p>"));
        assertEquals("<p>c</p>", Bodies.html(Content.of(Content.HTML, "<p><a href=c>c</a></p>")));
        assertEquals("<img src=\"https://example.org/i.png\" alt=\"\">",
                html("<img src=/i.png onerror=alert(1) width=9999>"));
        assertEquals("", Bodies.html(Content.of(Content.HTML, "<img src=i.png>")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<script>alert(1)</script>", "<style>p { color: red }</style>", "<p onclick=alert(1)>x</p>",
                "<form action=/x><input></form>",
        "<a href=\"javascript:alert(1)\">x</a>", "<a href=\"java&#10;script:alert(1)\">x</a>",
                "<img src=\"data:image/png;base64,AA\">",
        "<svg><script>alert(1)</script></svg>", "<math><mi xlink:href=\"javascript:alert(1)\">x</mi></math>",
                "<iframe src=\"https://example.org\"></iframe>",
        "<object data=x></object>", "<meta http-equiv=refresh content=\"0;url=x\">",
                "<base href=\"https://evil.example\">", "<link rel=stylesheet href=x>",
        "<p style=\"background: url(javascript:x)\">x</p>",
                "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<img src=\"vbscript:x\">",
        "<template><script>alert(1)</script></template>", "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>"
    })
    void letsNothingActiveThrough(String hostile) {
        for (var type : new String[] {Content.HTML, Content.MARKDOWN, Content.TEXT}) {
            var safe = Bodies.html(new Content(type, hostile, null, null, "https://example.org/"));
            var markup = String.join(" ", safe.toLowerCase(Locale.ROOT).replaceAll("(?s)>[^<]*", ">"));
            for (var never : new String[] {
                "<script", "<style", "<form", "<input", "<svg", "<math", "<iframe", "<object", "<meta", "<base",
                        "<link", "<template",
                "javascript:", "vbscript:", "data:", "onclick", "onerror", "style="
            }) {
                assertFalse(markup.contains(never), never + " in " + safe);
            }
        }
    }

    @Test
    void showsMarkdownAndText() {
        assertEquals(
                "<h1>A</h1>\n<p><em>b</em> <a href=\"https://example.org\">c</a></p>\n",
                Bodies.html(Content.of(Content.MARKDOWN,
                        "# A\n\n*b* [c](https://example.org)\n\n<script>alert(1)</script>")).replace("\n\n", "\n"));
        assertEquals(
                "<h2>A &lt;b&gt; heading</h2><ul><li>one</li><li>two</li></ul><p>And ${x} a longer line than that.</p>",
                Bodies.html(Content.of(Content.TEXT,
                        "A <b> heading\n- one\n- two\nAnd ${x} a longer line than that.")));
    }
}
