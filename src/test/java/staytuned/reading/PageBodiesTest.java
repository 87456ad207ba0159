package staytuned.reading;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that were made to keep a machine busy. */
class PageBodiesTest {
    private static final Duration QUICK = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(strings = {
        "<div>", "<div><p>word ", "<blockquote><p>", "<table><tr><td>", "<ul><li>", "<b><i><a href=x>", "<p>x",
        "<article><p>x</p>", "<div class=article><p>word, word, word, word, word, word, word, word</p></div>",
        "<br>", "<svg>", "<!--", "<script>", "<a href=x>y</a> "
    })
    void takesHostilePagesApartQuickly(String piece) {
        for (int times : new int[] {3_000, 50_000}) {
            var html = "<body>" + piece.repeat(times) + "words";
            assertTimeoutPreemptively(QUICK, () -> {
                var page = Html.parse(html, "https://example.org/");
                PageBodies.find(page);
            }, piece);
        }
    }

    @Test
    void takesOneLongLineApart() {
        var page = Html.parse("<body><div>" + "word ".repeat(200_000), null);
        assertTimeoutPreemptively(QUICK, () -> {
            PageBodies.find(page);
        });
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertNull(PageBodies.find(Html.parse("", null)));
        assertNull(PageBodies.find(Html.parse("<frameset><frame src=x></frameset>", "https://example.org/")));
        assertNull(PageBodies.find(Html.parse("<nav><a href=/a>" + "A long link. ".repeat(50) + "</a></nav>", null)));
    }
}
