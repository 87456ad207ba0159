package staytuned.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.nodes.Document.OutputSettings;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a whole article a letter, piece by piece. */
class LetterBodyTest {
    private static final String SITE = "https://example.org/a/";
    private static final LetterBody.Dress DRESS =
            new LetterBody.Dress(Map.of("p", "P", "h2", "H", "inner", "I", "pair", "X"), Map.of("p", "ink"));

    private static Element body(String html) {
        var page = Html.parse(html, SITE);
        page.outputSettings(new OutputSettings().prettyPrint(false));
        return page.body();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <iframe src="https://www.youtube.com/embed/abc_DEF-1?a" title="A"> | youtube.com/watch?v=abc_DEF-1 | A
            <iframe src="https://www.youtube-nocookie.com/embed/abcdef"> | youtube.com/watch?v=abcdef | youtube.com
            <iframe src="https://player.vimeo.com/video/12345"> | vimeo.com/12345 | vimeo.com
            <video src="film.mp4" poster="still.jpg"></video> | example.org/a/film.mp4 | example.org
            <audio><source src="/talk.mp3"></audio> | example.org/talk.mp3 | example.org
            <object data="https://maps.example/x"></object> | maps.example/x | maps.example
            """)
    void whatIsEmbeddedBecomesALink(String html, String link, String words) {
        var body = body("<p>Before</p>" + html);
        Embeds.link(body);
        assertEquals(link, body.select("figcaption a").attr("href").replaceFirst("^https://(?:www\\.)?", ""));
        assertEquals("▶ " + words, body.select("figcaption a").text());
        assertTrue(body.select("iframe, video, audio, object").isEmpty());
    }

    @Test
    void aFilmHasItsPicture() {
        var body = body("<iframe src='https://www.youtube.com/embed/abcdef'></iframe>"
                + "<video src=a.mp4 poster=b.jpg></video>");
        Embeds.link(body);
        assertEquals(List.of("https://i.ytimg.com/vi/abcdef/hqdefault.jpg", "https://example.org/a/b.jpg"),
                body.select("figure > a > img").eachAttr("src"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<iframe src='javascript:alert(1)'></iframe>", "<iframe srcdoc='<b>x</b>'></iframe>", "<video></video>",
        "<embed src='data:text/html,x'>", "<iframe src='https://'></iframe>",
        "<object data='file:///etc/passwd'></object>"
    })
    void whatLeadsNowhereOnTheWebBecomesNothing(String html) {
        var body = body(html);
        Embeds.link(body);
        assertTrue(body.select("figure, a, img").isEmpty(), body.html());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <div><div><p>a</p></div></div>              | <p>a</p>
            <div>a<p>b</p>c</div>                       | <p>a</p><p>b</p><p>c</p>
            a <b>b</b><p>c</p>                          | <p>a <b>b</b></p><p>c</p>
            <section><h2>a</h2><div>b</div></section>   | <h2>a</h2><p>b</p>
            <details><summary>a</summary><p>b</p></details> | <p><strong>a</strong></p><p>b</p>
            <p> </p><p>a</p><p></p>                     | <p>a</p>
            <p><img src="a.png"></p>                    | <p><img src="a.png"></p>
            """)
    void blocksComeToTheTop(String html, String top) {
        var body = body(html);
        Unboxing.unwrap(body);
        assertEquals(top, body.html().replaceAll(">\\s+<", "><").strip());
    }

    @Test
    void titlePromiseAndConclusionStandElsewhere() {
        var html = "<h1>A Title</h1><p>First words. More will follow. And on.</p><h2>Fazit</h2><p>It is so.</p>"
                + "<ul><li>One</li><li>Two</li></ul><h2>After</h2><p>Rest.</p>";
        var conclusion = "It is so.\n\n- One\n- Two";
        var reading = new Reading("A  Title", "de", "First words.", conclusion, "More will follow.", 1);
        var body = body(html);
        Repeats.drop(body, Content.of(Content.HTML, html), reading);
        assertEquals("First words. And on.", body.select("p").first().text().replaceAll(" +", " "));
        assertTrue(body.select("h1").isEmpty());
        assertTrue(Repeats.takeConclusion(body, reading));
        assertEquals("First words. And on. After Rest.", body.text().replaceAll(" +", " "), "its heading goes with it");
    }

    @Test
    void aConclusionThatIsNotFoundWholeStaysWhereItIs() {
        var body = body("<p>Words.</p><h2>Fazit</h2><p>It is so.</p>");
        var before = body.html();
        var reading = new Reading("A", "de", null, "It is so.\n\nAnd so.", null, 1);
        assertFalse(Repeats.takeConclusion(body, reading));
        assertFalse(Repeats.takeConclusion(body, new Reading("A", "de", null, null, null, 1)));
        assertEquals(before, body.html());
    }

    @Test
    void elementsAreDressedAndNothingElseStays() {
        var body = body("<h1 id=x class=y>A</h1><h3>B</h3><p class=z onclick=x style=y>C <a href='/d' rel=x>d</a></p>"
                + "<blockquote><p>E</p></blockquote><figure><img src='/f.png' alt='F' width=9 srcset=x><figcaption>G"
                + "</figcaption></figure><p>H <img src='http://example.org/h.png' alt='a leaf'></p>");
        assertFalse(new Tailor(DRESS).fit(body, 10_000));
        assertEquals("<h2 style='H'>A</h2><h4>B</h4><p style='P' class='ink'>C <a href='/d'>d</a></p>"
                        + "<blockquote><p style='I'>E</p></blockquote>"
                        + "<div><img src='https://example.org/f.png' alt='F' width='524'><p>G</p></div>"
                        + "<p style='P' class='ink'>H <span>a leaf</span></p>",
                body.html().replace('"', '\''));
    }

    @Test
    void picturesWithoutWordsBetweenThemStandInPairs() {
        var image = "<img src='https://example.org/%1$d.png' alt='%1$d'>";
        var picture = "<figure>" + image + "<figcaption>No. %1$d</figcaption></figure>";
        var body = body("<figure>" + picture.formatted(1) + picture.formatted(2) + picture.formatted(3) + "</figure>"
                + "<table><tr><td>" + image.formatted(4) + image.formatted(5) + "</td></tr></table>");
        new Tailor(DRESS).fit(body, 100_000);
        var gallery = body.selectFirst("table[role=presentation]");
        assertEquals(List.of("1", "2", "3"), gallery.select("td > img").eachAttr("alt"));
        assertEquals(2, gallery.select("tr").size());
        assertEquals(List.of("No. 1", "No. 2", "No. 3"), gallery.select("td > p").eachText());
        assertEquals(1, body.select("table:not([role])").size(), "a table stays one");
    }

    @Test
    void whatThereIsNoRoomForIsLeftOutInWholeBlocks() {
        var body = body("<p>" + "ü".repeat(100) + "</p><h2>Next</h2><p>" + "u".repeat(100) + "</p><p>end</p>");
        assertTrue(new Tailor(DRESS).fit(body, 750));
        assertEquals(1, body.childrenSize(), "and no heading that has lost what it announces: " + body.html());
        var pictures = body("<p>a</p>" + "<p><img src='https://example.org/a.png'></p>".repeat(80));
        assertTrue(new Tailor(DRESS).fit(pictures, 1_000_000));
        assertEquals(60, pictures.select("img").size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <h2>A b</h2>                                              | heading  A b
            <p>A <a href="https://a.example/">b</a> c</p>             | text  A b [3] c
            <p>A<br>b</p>                                             | text  A b
            <ul><li>A<ul><li>B</li></ul></li><li>C</li></ul>          | item - A/item   - B/item - C
            <ol start="4"><li>A</li><li>B</li></ol>                   | item 4. A/item 5. B
            <dl><dt>A</dt><dd>B</dd></dl>                             | item * A/item - B
            <blockquote><p>A</p><p>B</p></blockquote>                 | quote  A/quote  B
            <blockquote>A</blockquote>                                | quote  A
            <hr>                                                      | rule
            <table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table> | row  A ¦ B/row  1 ¦ 2
            <div><img src="a.png" alt="A leaf"><p>Caption</p></div>   | text  [A leaf]/text  Caption
            <p>A leaf <img src="a.png" alt="A leaf"></p>              | text  A leaf
            <p> </p>                                                  | ``
            """)
    void eachBlockHasItsLines(String html, String expected) {
        var lines = new PlainLines(3);
        body(html).children().forEach(lines::add);
        assertEquals(expected.strip().replace('¦', '|'), lines.lines().stream()
                .map(each -> each.kind() + " " + each.mark() + " " + each.text())
                .collect(Collectors.joining("/")).strip());
    }

    @Test
    void linksAreNumberedOnAndCodeIsKept() {
        var lines = new PlainLines(7);
        body("<p><a href='https://a.example/'>a</a> <a href='https://b.example/'>b</a> "
                + "<a href='https://c.example/'></a></p><pre>if (x)\n  y;\n\n</pre>").children().forEach(lines::add);
        assertEquals("a [7] b [8]", lines.lines().getFirst().text());
        assertEquals(List.of("https://a.example/", "https://b.example/"), lines.links());
        assertEquals(new LetterBody.Line("code", "if (x)\n  y;", ""), lines.lines().getLast());
    }
}
