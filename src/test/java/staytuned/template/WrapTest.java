package staytuned.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class WrapTest {
    @Test
    void shortTextStaysOnOneLine() {
        assertEquals("One line.", wrap(" One\n line. "));
        assertEquals("", wrap(" \n"));
    }

    @Test
    void breaksAtTheLastSpaceThatFits() {
        var exactly = "x".repeat(35) + " " + "y".repeat(36);
        assertEquals(exactly, wrap(exactly));
        assertEquals("x".repeat(35) + "  \n" + "y".repeat(37), wrap("x".repeat(35) + " " + "y".repeat(37)));
    }

    @Test
    void laterLinesOfAListItemAreIndented() {
        var lines = Wrap.wrap("word ".repeat(20), "- ", "  ").lines().toList();
        assertEquals(2, lines.size());
        assertTrue(lines.get(0).startsWith("- word") && lines.get(1).startsWith("  word"));
        assertTrue(lines.stream().allMatch(line -> line.length() <= Wrap.COLUMNS));
    }

    @Test
    void aLinkIsNeverBroken() {
        var link = "https://example.org/" + "a-b/".repeat(40);
        assertEquals("See  \n" + link + "  \nthere.", wrap("See " + link + " there."));
        assertEquals("資料は  \n" + link + " \nを参照。", wrap("資料は " + link + "を参照。"));
    }

    @Test
    void aNoBreakSpaceKeepsItsWordsTogether() {
        var together = "y".repeat(30) + "\u00A0" + "z".repeat(30);
        assertEquals("x".repeat(30) + "  \n" + together, wrap("x".repeat(30) + " " + together));
    }

    @Test
    void wideCharactersCountTwoAndBreakAnywhereButBeforeAStop() {
        var lines = wrap("あ".repeat(36) + "。" + "い".repeat(10)).lines().toList();
        assertEquals("あ".repeat(35) + " ", lines.get(0));
        assertEquals("あ。" + "い".repeat(10), lines.get(1));
    }

    @Test
    void whatIsJoinedAgainIsWhatWasWritten() {
        var texts = List.of("word ".repeat(60).strip(), "日本語の文が続く。".repeat(20), "> no quotation ".repeat(9).strip(),
                "From here on, " + "and on ".repeat(20).strip(), "資料 https://example.org/" + "x".repeat(80) + "を参照。");
        for (var text : texts) {
            assertEquals(text, joined(wrap(text)));
            assertEquals("- " + text, joined(Wrap.wrap(text, "- ", "  ")));
            assertEquals("> " + text, joined(Wrap.wrap(text, "> ", "> ")).replaceAll("(?<=.)\n> ", ""));
        }
    }

    /** What a mail program makes of it (RFC 3676 section 4.2, with DelSp). */
    private static String joined(String lines) {
        var text = new StringBuilder();
        var quoted = lines.startsWith("> ");
        for (var line : lines.lines().toList()) {
            var own = quoted && !text.isEmpty() ? line.substring(2) : line.startsWith(" ") ? line.substring(1) : line;
            text.append(own.endsWith(" ") ? own.substring(0, own.length() - 1) : own);
        }
        return text.toString();
    }

    @Test
    void mixedTextKeepsItsSpaces() {
        assertEquals("日本語 と English の文", wrap("日本語 と English の文"));
    }

    @Test
    void columnsAreThoseOfATerminal() {
        assertEquals(5, Wrap.columns("hello"));
        assertEquals(4, Wrap.columns("漢字"));
        assertEquals(2, Wrap.columns("한"));
        assertEquals(1, Wrap.columns("ﾊ"));
        assertEquals(1, Wrap.columns("e\u0301"));
        assertEquals(2, Wrap.columns("🎈"));
    }

    private static String wrap(String words) {
        return Wrap.wrap(words, "", "");
    }
}
