package staytuned.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import staytuned.reading.Phrases.Span;

/** Phrases are found as whole words, and the tree finds the same as one pattern of all of them would. */
class PhrasesTest {
    private static final Words ENGLISH = Words.of("en").getFirst();

    private static Phrases english(String... phrases) {
        return new Phrases(ENGLISH, List.of(phrases));
    }

    static List<Words> languages() {
        return List.copyOf(Words.all());
    }

    @ParameterizedTest
    @MethodSource("languages")
    void theTreeFindsWhatOnePatternFinds(Words words) {
        for (var key : List.of("promise.idioms", "promise.patterns", "promise.not", "boilerplate.anywhere")) {
            var list = words.list(key);
            if (list.isEmpty()) continue;
            var pattern = Phrase.pattern(words, list);
            var tree = new Phrases(words, list);
            for (var said : list) {
                var plain = said.replace("*", "x").replaceAll("~\\d ", "").replace("{noun}", "post");
                var text = "So (" + plain + "), soon.";
                var found = pattern.matcher(text);
                var expected = found.find() ? new Span(found.start(), found.end()) : null;
                assertEquals(expected, tree.find(text, 0), text);
            }
        }
    }

    @Test
    void aWordIsWholeUnlessTheListSaysThatItGoesOn() {
        assertTrue(english("tag").in("A tag."));
        assertFalse(english("tag").in("Tags, and a vintage tag1."));
        assertTrue(english("tag*").in("Tags"));
        assertFalse(english("tag*").in("vintages"));
        assertTrue(english("*ing").in("We are sing"));
    }

    @Test
    void caseAndTheFormOfTheApostropheDoNotCount() {
        assertEquals(new Span(0, 4), english("i'll").find("I’LL", 0));
        assertEquals(new Span(3, 6), english("été").find("En ÉTÉ", 0));
    }

    @Test
    void ofPhrasesThatBeginAtOnePlaceTheListsFirstCounts() {
        assertEquals(new Span(0, 9), english("next post", "next post of ours").find("Next post of ours", 0));
        assertEquals(new Span(0, 17), english("next post of ours", "next post").find("Next post of ours", 0));
    }

    @Test
    void theFirstPlaceCountsWhateverTheOrderOfTheList() {
        assertEquals(new Span(2, 7), english("tuned", "stays").find("A stays tuned", 0));
        assertEquals(new Span(8, 13), english("tuned", "stays").find("A stays tuned", 3));
    }

    @Test
    void aPhraseMayBeginWithASign() {
        assertEquals(new Span(3, 9), english(", says").find("Yes, says she", 0));
    }

    @Test
    void atTheBeginningUpToThreeSignsMayStandBefore() {
        assertEquals(new Span(0, 6), english("tags").first("» tags"));
        assertEquals(new Span(0, 4), english("tags").first("tags"));
        assertNull(english("tags").first("The tags"));
        assertNull(english("tags").first("— — tags"));
        assertNull(english("tags").first(""));
    }

    @Test
    void whatIsFoundIsBlankedOut() {
        assertEquals("Soon:  ! And  ?", english("stay tuned").without("Soon: stay tuned! And STAY tuned?"));
        assertEquals("Nothing.", english("stay tuned").without("Nothing."));
    }

    @Test
    void whereNoSpacesStandAPhraseStandsWithinWords() {
        var japanese = Words.of("ja").getFirst();
        assertEquals(new Span(2, 6), new Phrases(japanese, List.of("次回 ~1 記事")).find("では次回記事", 0));
    }

    @Test
    void anEmptyListFindsNothing() {
        assertNull(english().find("Anything", 0));
        assertNull(english().first("Anything"));
    }
}
