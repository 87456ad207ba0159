package staytuned.template;

import java.lang.Character.UnicodeScript;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Breaks plain text into lines of at most 72 columns, which mail programs may join again (RFC 3676, with DelSp).
 *
 * <p>Lines end between words; Chinese, Japanese and Korean text, whose characters are two columns wide, wherever its
 * rules allow. An address with {@code ://} in it is never broken, so that it can still be clicked.
 *
 * <p>A space at the end of a line says that the next one belongs to it. Whoever joins them takes that space away, and
 * one at the beginning of the next line, which was put there: so the space between two words stands before the last
 * one of a line, or behind the first one of an indented line.
 */
final class Wrap {
    static final int COLUMNS = 72;

    private static final Set<UnicodeScript> WIDE =
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HANGUL);

    /** White space at which a line may end: all but the no-break spaces. */
    private static final Pattern SPACE = Pattern.compile("[\\p{IsWhite_Space}&&[^\\u00A0\\u202F]]+");

    /** An address among characters that need no space around it. */
    private static final Pattern LINK = Pattern.compile("\\p{Alpha}+://[!-~]+");

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder line = new StringBuilder();
    private final String later;
    private boolean empty = true;

    private Wrap(String first, String later) {
        this.later = later;
        line.append(first);
    }

    /** {@code words} on lines that begin with {@code first}, then with {@code later}; without a last line end. */
    static String wrap(String words, String first, String later) {
        var wrap = new Wrap(first, later);
        SPACE.splitAsStream(words.strip()).forEach(wrap::word);
        return wrap.text.append(wrap.stuffed(wrap.line.toString().stripTrailing())).toString();
    }

    /** How many columns a terminal gives to {@code text}. */
    static int columns(String text) {
        return text.codePoints().map(Wrap::columns).sum();
    }

    private void word(String word) {
        var space = empty ? "" : " ";
        for (var piece : pieces(word)) {
            if (!empty && columns(line + space + piece) > COLUMNS) {
                next(space);
                space = "";
            }
            line.append(space).append(piece);
            space = "";
            empty = false;
        }
    }

    /** Ends a line at which {@code space} stood between two words, or nothing. */
    private void next(String space) {
        var indented = later.startsWith(" ");
        text.append(stuffed(line.toString().stripTrailing())).append(' ').append(indented ? "" : space).append('\n');
        line.setLength(0);
        line.append(indented && space.isEmpty() ? " " : later);
    }

    /** RFC 3676 section 4.4: what would look like a quotation, or like the beginning of a mailbox, gets a space. */
    private String stuffed(String line) {
        var quotes = line.startsWith(">") && !later.startsWith(">");
        return quotes || line.startsWith("From ") ? " " + line : line;
    }

    /** The parts of a word between which a line may end. */
    private static List<String> pieces(String word) {
        var wide = word.codePoints().anyMatch(Wrap::isWide);
        if (!wide && (word.contains("://") || columns(word) <= COLUMNS)) return List.of(word);
        var pieces = new ArrayList<String>();
        var links = LINK.matcher(word);
        var from = 0;
        while (links.find()) {
            cut(word.substring(from, links.start()), pieces);
            pieces.add(links.group());
            from = links.end();
        }
        cut(word.substring(from), pieces);
        return pieces;
    }

    private static void cut(String word, List<String> pieces) {
        var breaks = BreakIterator.getLineInstance(Locale.ROOT);
        breaks.setText(word);
        var start = breaks.first();
        for (var end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            pieces.add(word.substring(start, end));
        }
    }

    private static int columns(int character) {
        if (isWide(character)) return 2;
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.CONTROL -> 0;
            default -> 1;
        };
    }

    /** Unicode Standard Annex 11, East Asian Width, as near as Java's tables come. */
    private static boolean isWide(int character) {
        if (character < 0x1100) return false;
        if (between(character, 0xFF61, 0xFFDC)) return false; // the halfwidth forms
        return WIDE.contains(UnicodeScript.of(character))
                || between(character, 0x3000, 0x303F)
                || between(character, 0xFF01, 0xFF60)
                || Character.isEmojiPresentation(character);
    }

    private static boolean between(int character, int first, int last) {
        return first <= character && character <= last;
    }
}
