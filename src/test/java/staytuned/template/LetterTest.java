package staytuned.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.template.Letters.map;
import static staytuned.template.Letters.with;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LetterTest {
    private final Templates templates = new Templates(null);

    @Test
    void everythingComesOnceAndInOrderInBothParts() {
        var model = Letters.full();
        assertInOrder(Jsoup.parse(html(model)).body().text(), "Field Notes", "Sunday, 22 November 2026", "4 min read",
                "Autumn Colour: Unveiled or Newly Made", "The editors", "Why does one maple", "Conclusion",
                "Yellow is what remains", "Stay tuned", "Stay tuned for the next walk", "Read the whole article",
                "You get this letter because you subscribed to Field Notes.", "Unsubscribe", "View in browser",
                "1 Example Street, Example Town");
        assertInOrder(text(model), "Field Notes", "Sunday, 22 November 2026", "4 min read",
                "Autumn Colour: Unveiled or Newly Made", "The editors", "Why does one maple", "CONCLUSION",
                "Yellow is what remains", "STAY TUNED", "Stay tuned for the next walk",
                "→ Read the whole article [1]\n", "You get this letter because you subscribed to Field Notes.",
                "Unsubscribe [2]\n", "View in browser [3]\n", "1 Example Street, Example Town\n", "Links:\n",
                "[1] https://example.org/articles/17?a=1&b=2\n", "[2] https://letters.example.org/u/Zm9vYmFy\n",
                "[3] https://letters.example.org/i/17?key=a&part=b\n");
    }

    @Test
    void whatIsNotThereLeavesNoTrace() {
        var model = Letters.bare();
        for (var part : List.of(html(model), text(model))) {
            for (var word : List.of("Conclusion", "CONCLUSION", "Stay tuned", "STAY TUNED", "Example Street", "null",
                    "The editors", "Read the whole article")) {
                assertFalse(part.contains(word), word);
            }
            assertTrue(part.contains("Read on"));
        }
    }

    @Test
    void aPromiseStandsWithoutAConclusion() {
        var model = Letters.full();
        model = with(model, "article", with(map(model, "article"), "conclusion", List.of()));
        assertInOrder(Jsoup.parse(html(model)).body().text(), "leaf’s life.", "Read on", "Stay tuned", "Unsubscribe");
        assertInOrder(text(model), "leaf’s life.", "Read on [1]", "STAY TUNED", "Unsubscribe");
    }

    @Test
    void aLetterThatKeepsAPromiseOpensWithItAndRecallsIt() {
        var model = Letters.followUp();
        assertInOrder(Jsoup.parse(html(model)).body().text(), "4 min read", "You asked to stay tuned",
                "Autumn Colour, Part 1", "Autumn Colour: Unveiled", "Conclusion", "Stay tuned",
                "Stay tuned for the next walk", "Promised earlier", "In the next part we look at",
                "Autumn Colour, Part 1", "Read the whole article");
        assertInOrder(text(model), "4 min read", "You asked to stay tuned:\nAutumn Colour, Part 1: The Green That Goes [1]\n", "Autumn Colour: Unveiled", "CONCLUSION",
                "STAY TUNED", "Stay tuned for the next walk", "PROMISED EARLIER", "In the next part we look at",
                "The Green That Goes [1]", "Read the whole article [2]", "[1] https://letters.example.org/issues/12\n");
        assertEquals(2, document(model).select("a[href=https://letters.example.org/issues/12]").size());
    }

    @Test
    void whatAnArticlePerhapsKeepsIsOnlyNamed() {
        var model = with(Letters.full(), "earlier", Map.of(
                "kept", List.of(), "related", List.of(Letters.earlier("Soon: the roots.", "Under the Leaves", 9))));
        assertInOrder(document(model).body().text(), "Stay tuned for the next walk",
                "Related earlier: Under the Leaves", "Read the whole article");
        assertInOrder(text(model), "Stay tuned for the next walk",
                "Related earlier:\nUnder the Leaves [1]\n", "Read the whole article", "[1] https://letters.example.org/issues/9");
        for (var part : List.of(html(model), text(model))) {
            assertFalse(part.contains("You asked") || part.contains("Soon: the roots."), part);
        }
    }

    @Test
    void whatIsComingStandsLastUnderStayTuned() {
        var model = Letters.coming();
        assertInOrder(document(model).select(".tuned").text(), "Stay tuned for the next walk", "Promised earlier",
                "Autumn Colour, Part 1", "Coming next", "Under the Leaves", "26 November 2026", Letters.HOSTILE,
                "24 December 2026");
        assertInOrder(text(model), "Stay tuned for the next walk", "PROMISED EARLIER", "Goes [1]\n\n\nCOMING NEXT\n",
                "- Under the Leaves: Who Eats the Autumn · 26 November 2026\n", "Read the whole article");
        var alone = with(Letters.bare(), "coming", model.get("coming"));
        assertInOrder(document(alone).select(".tuned").text(), "Coming next", "Under the Leaves");
        assertTrue(document(with(Letters.bare(), "coming", List.of())).select(".tuned").isEmpty());
    }

    @Test
    void noLanguageLacksAWord() {
        var model = Letters.full();
        var languages = templates.values("letter/words.ftl", model, "languages");
        assertEquals(11, languages.size());
        languages.forEach((language, words) -> assertEquals(languages.get("en"), words, language));
        assertEquals(20, languages.get("en").split(" ").length, languages.get("en"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es", "it", "pt", "ru", "ar", "ja", "zh", "ko"})
    void everyLanguageSaysItInItsOwnWords(String language) {
        var words = text(with(Letters.coming(), "language", language));
        assertEquals(language.equals("en"), words.contains("COMING NEXT"), words);
        assertEquals(language.equals("en"), words.contains("You asked to stay tuned"), words);
        assertEquals(language.equals("en"), words.contains("PROMISED EARLIER"), words);
    }

    @Test
    void thereIsOneButton() {
        for (var model : List.of(Letters.full(), Letters.bare(), Letters.list())) {
            assertEquals(1, document(model).select("a.buttonlink").size());
        }
    }

    @Test
    void aLongTitleIsSetSmaller() {
        assertTrue(document(Letters.full()).select("h1").attr("style").contains("font-size:33px"));
        assertTrue(document(Letters.longTitle()).select("h1").attr("style").contains("font-size:26px"));
        assertTrue(document(Letters.german()).select("h1").hasClass("longtitle"), "on a telephone, for its long word");
        assertTrue(document(Letters.japanese()).select("h1").hasClass("title"), "which breaks anywhere");
    }

    @Test
    void linesThatBeginWithAHyphenAreAList() {
        assertEquals(3, document(Letters.list()).select(".box ul > li").size());
        assertEquals(2, document(Letters.list()).select(".box p").size());
        assertTrue(text(Letters.list()).contains("""
                - Low pressure lifts the sea by about one centimetre for each\s
                  hectopascal, so a deep storm can add a third of a metre before the\s
                  wind has pushed at all.
                """));
    }

    @Test
    void hostileWordsAreInertInHtmlAndUnchangedInText() {
        var model = Letters.hostile();
        var document = document(model);
        assertTrue(document.select("script, form, iframe, object").isEmpty());
        assertEquals(Letters.HOSTILE, document.select("h1").text());
        assertEquals(Letters.HOSTILE, document.select(".box p").text());
        assertEquals(document(Letters.full()).select("table").size() - 1, document.select("table").size());
        var words = text(model).replaceAll("\\s+", " ");
        assertTrue(words.contains("CONCLUSION ---------- - " + Letters.HOSTILE + " - two"), words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "data:text/html,x", "//example.org", "/relative", "", "https://a b",
        "https://example.org/\"onclick=\"x", "https://example.org/\u2028x"})
    void aLinkThatIsNotOneOfTheWebIsLeftOut(String link) {
        var model = with(Letters.full(), "article", with(map(Letters.full(), "article"), "link", link));
        var document = document(model);
        assertTrue(document.select("h1 a, a.buttonlink").isEmpty());
        assertEquals("Autumn Colour: Unveiled or Newly Made", document.select("h1").text());
        assertFalse(text(model).contains("Read the whole article"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "", "/u/x"})
    void withoutAWayToUnsubscribeThereIsNoLetter(String link) {
        var model = with(Letters.full(), "links", Map.of("web", "https://example.org/", "unsubscribe", link));
        assertThrows(TemplateFailed.class, () -> html(model));
        assertThrows(TemplateFailed.class, () -> text(model));
    }

    @Test
    void theLettersOwnWordsAreInItsLanguage() {
        assertInOrder(text(Letters.german()), "6 Min. Lesezeit", "FAZIT\n-----\n", "Den ganzen Artikel lesen [1]",
                "Abbestellen [2]");
        assertInOrder(text(Letters.japanese()), "まとめ\n------\n", "記事の全文を読む [1]", "配信停止 [2]");
        assertTrue(text(with(Letters.full(), "language", "tlh")).contains("Read the whole article [1]"));
    }

    @Test
    void rightToLeftTurnsTheSides() {
        var arabic = document(Letters.arabic());
        assertEquals("rtl", arabic.select("html").attr("dir"));
        assertTrue(arabic.select(".sheet").attr("style").contains("text-align:right"));
        assertTrue(arabic.select(".box").attr("style").contains("border-right:4px"));
        assertFalse(html(Letters.arabic()).contains("font-style:italic"));
        assertTrue(document(Letters.full()).select(".box").attr("style").contains("border-left:4px"));
    }

    @ParameterizedTest
    @MethodSource("letters")
    void theTextIsWrittenForATerminal(Map<String, Object> model) {
        var text = text(model);
        assertTrue(text.endsWith("\n") && !text.endsWith("\n\n") && !text.contains("\r"));
        assertFalse(text.contains("\n\n\n\n"));
        text.lines().forEach(line -> {
            assertTrue(line.length() - line.stripTrailing().length() <= 2, line);
            var words = line.strip().replaceFirst("^\\[\\d+] ", "");
            assertTrue(Wrap.columns(line.stripTrailing()) <= Wrap.COLUMNS
                    || words.contains("://") && !words.contains(" "), line);
        });
    }

    /** Mail-reading programs show what they can: these are the rules of the big ones. */
    @ParameterizedTest
    @MethodSource("letters")
    void theHtmlHoldsEverywhere(Map<String, Object> model) {
        var html = html(model);
        var document = Jsoup.parse(html);
        assertTrue(html.startsWith("<!DOCTYPE html>"), html.substring(0, 40));
        assertTrue(html.getBytes(StandardCharsets.UTF_8).length < 30_000);
        assertTrue(html.lines().allMatch(line -> line.length() < 998 || line.contains("&#847;")));
        assertEquals(model.get("language"), document.select("html").attr("lang"));
        assertEquals(model.get("dir"), document.select("html").attr("dir"));
        assertTrue(document.select("script, form, iframe, object, link, [src], [onclick], [background]").isEmpty());
        assertFalse(document.select("style").html().contains("url("));
        assertTrue(document.select("img:not([alt])").isEmpty());
        assertTrue(document.select("table:not([role=presentation])").isEmpty());
        for (var link : document.select("[href]").eachAttr("href")) assertTrue(link.startsWith("https://"), link);
        for (var element : document.select("body p, body h1, body h2, body li, body a, body ul")) {
            assertTrue(element.hasAttr("style"), element.outerHtml());
        }
        assertEquals("light dark", document.select("meta[name=color-scheme]").attr("content"));
    }

    private static Stream<Map<String, Object>> letters() {
        return Letters.all().values().stream();
    }

    private static void assertInOrder(String text, String... pieces) {
        var from = 0;
        for (var piece : pieces) {
            var at = text.indexOf(piece, from);
            assertTrue(at >= 0, () -> "not there, or not in its place: " + piece + "\n" + text);
            from = at + piece.length();
        }
    }

    private Document document(Map<String, Object> model) {
        return Jsoup.parse(html(model));
    }

    private String html(Map<String, Object> model) {
        return templates.render("letter/letter.ftlh", model);
    }

    private String text(Map<String, Object> model) {
        return templates.render("letter/letter.ftl", model);
    }
}
