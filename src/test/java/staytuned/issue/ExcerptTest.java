package staytuned.issue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void shortLinesStayAsTheyAre() {
        assertEquals("How nerves heal", Excerpt.line("How  nerves\n heal ", 40));
    }

    @Test
    void longLinesAreCutBetweenWords() {
        assertEquals("How nerves…", Excerpt.line("How nerves heal, and why", 14));
        assertEquals("How nerves heal…", Excerpt.line("How nerves heal, and why", 18));
    }

    @Test
    void aScriptWithoutSpacesIsCutBetweenCharacters() {
        assertEquals("神経は…", Excerpt.line("神経はどのように治るのか", 4));
    }

    @Test
    void noEmojiIsCutInTwo() {
        var family = "👨‍👩‍👧";
        var line = Excerpt.line(family.repeat(10), 3 * family.length() + 4);
        assertEquals(family.repeat(3) + "…", line);
        assertFalse(Character.isSurrogate(Excerpt.line("x".repeat(9) + "👍👍👍", 11).charAt(9)));
    }

    @Test
    void paragraphsAreKeptWholeAsLongAsThereIsRoom() {
        var text = "One one.\n\n\n\nTwo two.\n\nThree three.";
        assertEquals(List.of("One one.", "Two two."), Excerpt.paragraphs(text, 20));
        assertTrue(Excerpt.paragraphs("word ".repeat(100), 50).getFirst().length() <= 51);
    }
}
