package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StoredHtmlTest {
    private static void shows(String expected, String stored) {
        assertEquals(expected, StoredHtml.shown(stored).replaceAll("\\s*\n\\s*", ""));
    }

    @Test
    void blankLinesMakeParagraphsAndSingleOnesLineBreaks() {
        shows("<p>One<br>and <em>two</em>.</p><p>Three</p>", "One\r\nand <em>two</em>.\r\n \r\n\r\nThree");
        shows("<p><strong>Bold</strong> words</p><p>More</p>", "<strong>Bold</strong> words\n\nMore");
    }

    @Test
    void blocksStayAsTheyAre() {
        shows("<h2>Tides</h2><p>Words</p><ul><li>a</li><li>b</li></ul><p>More</p>",
                "<h2>Tides</h2>\nWords\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\nMore".replace("Words\n", "Words"));
        assertEquals("<pre>a\n\nb</pre>", StoredHtml.shown("<pre>a\n\nb</pre>"));
        shows("<p>Already</p><p>whole</p>", "<p>Already</p>\n\n<p>whole</p>");
        shows("<blockquote><p>One</p><p>Two</p></blockquote>", "<blockquote>One\n\nTwo</blockquote>");
    }

    @Test
    void theBlockEditorsCommentsGo() {
        shows("<p>One</p><h2>Two</h2>", "<!-- wp:paragraph -->\n<p>One</p>\n<!-- /wp:paragraph -->\n\n"
                + "<!-- wp:heading {\"level\":2} -->\n<h2>Two</h2>\n<!-- /wp:heading -->\n<!--more-->");
    }

    @Test
    void shortcodesGoAndACaptionIsOne() {
        shows("<p>Before</p><figure><figcaption><img src=\"a.jpg\"> The harbour</figcaption></figure>"
                        + "<p>After [sic]</p>",
                "Before\n\n[caption id=\"x\" width=\"300\"]<img src=\"a.jpg\"> The harbour[/caption]\n\n"
                        + "[gallery ids=\"1,2\"]\n\n[embed width=\"1\"]https://example.org/v[/embed]After [sic]");
    }

    @Test
    void whatIsBrokenStaysReadable() {
        shows("<p><b>One</b></p>", "<b>One");
        shows("", "");
        shows("<p>[caption</p>", "[caption");
    }
}
