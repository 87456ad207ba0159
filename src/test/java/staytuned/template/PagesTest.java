package staytuned.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PagesTest {
    private final Templates templates = new Templates(null);

    /** The pages are served under {@code default-src 'none'; style-src 'self'}: what stands inline would not work. */
    @ParameterizedTest
    @MethodSource("pages")
    void nothingStandsInline(Pages page) {
        var document = render(page);
        assertTrue(document.select("script, style, [style], object, embed").isEmpty());
        for (var element : document.getAllElements()) {
            for (var attribute : element.attributes()) assertFalse(attribute.getKey().startsWith("on"));
        }
        assertEquals(List.of("/style.css"), document.select("link[rel=stylesheet]").eachAttr("href"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whoeverDoesNotSeeThePageFindsTheWay(Pages page) {
        var document = render(page);
        assertEquals("en", document.select("html").attr("lang"));
        assertEquals(1, document.select("main").size());
        assertEquals(1, document.select("h1").size());
        assertFalse(document.title().isBlank());
        for (var frame : document.select("iframe")) assertTrue(frame.hasAttr("title") && frame.hasAttr("sandbox"));
    }

    @Test
    void toLookAtUnsubscribeIsNotToUnsubscribe() {
        var document = render(Pages.all().get("unsubscribe"));
        var form = document.selectFirst("form");
        assertEquals("post", form.attr("method"));
        assertEquals("/u/Zm9vYmFy?n=1&m=2", form.attr("action"));
        assertEquals(List.of("Unsubscribe"), document.select("button").eachText());
        assertTrue(document.select("a").isEmpty());
    }

    @Test
    void homeListsTheLettersOfEachNewsletter() {
        var document = render(Pages.all().get("home"));
        assertEquals(List.of("Field Notes", "Harbour Letters"), document.select("h2").eachText());
        assertEquals(4, document.select("#field-notes ~ ol > li > a").size());
        assertTrue(document.text().endsWith("No letter has been sent yet."));
    }

    @Test
    void theInboxShowsTheChosenLetterInASandbox() {
        var document = render(Pages.all().get("inbox"));
        assertEquals(3, document.select("nav li a").size());
        assertEquals(List.of("?letter=3"), document.select("nav [aria-current]").eachAttr("href"));
        assertEquals("letter-full.html", document.select("iframe").attr("src"));
        assertFalse(document.select("iframe").attr("sandbox").contains("allow-scripts"));
        assertTrue(document.select("details pre").text().contains("STAY TUNED"));
        assertTrue(document.text().contains("nothing left this machine"));
        assertTrue(render(Pages.all().get("inbox-unselected")).select("iframe").isEmpty());
    }

    @Test
    void anEmptyInboxLooksAgainByItself() {
        assertEquals("3", render(Pages.all().get("inbox-empty")).select("meta[http-equiv=refresh]").attr("content"));
        assertTrue(render(Pages.all().get("inbox")).select("meta[http-equiv=refresh]").isEmpty());
    }

    @Test
    void anArticlePrintsItsBodyAsItIsAndEscapesAllElse() {
        var model = Letters.with(Pages.all().get("article").model(), "article", Map.of("title", Letters.HOSTILE));
        var document = render(new Pages("article", model));
        assertEquals(2, document.select(".prose > ul > li").size());
        assertEquals(Letters.HOSTILE, document.select("h1").text());
        assertEquals("https://example.org/tide-table", document.select("link[rel=canonical]").attr("href"));
        var without = render(new Pages("article", Letters.with(model, "link", null)));
        assertTrue(without.select("link[rel=canonical], footer").isEmpty());
        var hostile = render(new Pages("article", Letters.with(model, "link", "javascript:alert(1)")));
        assertTrue(hostile.select("link[rel=canonical], footer").isEmpty());
    }

    @Test
    void hostileWordsAreInertOnAMessage() {
        var document = render(new Pages("message", Map.of("title", Letters.HOSTILE, "text", Letters.HOSTILE)));
        assertEquals(Letters.HOSTILE, document.title());
        assertEquals(Letters.HOSTILE, document.select("main p").text());
        assertTrue(document.select("script").isEmpty());
    }

    private static Stream<Pages> pages() {
        return Pages.all().values().stream();
    }

    private Document render(Pages page) {
        return Jsoup.parse(templates.render("pages/" + page.template() + ".ftlh", page.model()));
    }
}
