package staytuned.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CellsTest {
    private static final String LETTERS = "=+-@\t\r\n'\"a, ;\uFF1D\uFF20é";

    @Test
    void whatIsDefusedBeginsNoFormulaAndReadsAsItWas() {
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++) {
            var text = new StringBuilder();
            var length = random.nextInt(6);
            while (text.length() < length) text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            var defused = Cells.defused(text.toString());
            assertFalse(defused.matches("(?s)[=+\\-@\t\r\n\uFF1D\uFF20].*"), defused);
            assertEquals(text.toString(), Cells.plain(defused));
        }
    }

    @Test
    void leavesTheRestAlone() {
        assertEquals("O'Neil", Cells.defused("O'Neil"));
        assertEquals("'tis", Cells.defused("'tis"));
        assertEquals("'tis", Cells.plain("'tis"));
        assertEquals("", Cells.defused(""));
    }
}
