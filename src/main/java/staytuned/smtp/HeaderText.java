package staytuned.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import staytuned.mail.Address;

/**
 * The values of header fields: ASCII, folded at 76, and never a line end that a stranger typed.
 *
 * <p>Text that is not plain ASCII becomes encoded words (RFC 2047). So does text that looks like an encoded word
 * already, so that what a stranger typed is shown and not decoded.
 */
final class HeaderText {
    private static final int LONGEST_LINE = 76;
    /** RFC 5322 section 2.1.1, for what cannot be folded. */
    private static final int LIMIT = 998;
    /** RFC 2047 section 2: an encoded word has at most 75 characters. */
    private static final int LONGEST_WORD = 75;

    private static final int LONGEST_TEXT = 998;
    private static final String OPEN = "=?UTF-8?Q?";
    private static final String CLOSE = "?=";

    private static final Pattern GAP = Pattern.compile("[\\s\\p{Cntrl}\\u0080-\\u009F\\u2028\\u2029]+");
    private static final Pattern ATOMS = Pattern.compile("[\\p{Alnum}!#$%&'*+/=?^_`{|}~ -]*");
    private static final Pattern ASCII = Pattern.compile("[ -~]*");
    /** RFC 2047 section 5 (3): the few characters that may stand for themselves in any place. */
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/";
    /** A longer word is encoded, because encoded words can be folded. */
    private static final int LONGEST_PLAIN_WORD = 60;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private HeaderText() {}

    /** Free text, as in Subject (RFC 5322 section 2.2.1). */
    static String text(String header, String text) {
        var line = cut(oneLine(text));
        return fold(header, isPlain(line) ? List.of(line.split(" ", -1)) : encodedWords(header, line));
    }

    /** A mailbox, as in From and To (RFC 5322 section 3.4). */
    static String mailbox(String header, Address address) {
        var name = cut(oneLine(address.name()));
        if (name.isEmpty()) return address.email();
        var tokens = new ArrayList<String>();
        if (!isPlain(name)) tokens.addAll(encodedWords(header, name));
        else if (ATOMS.matcher(name).matches()) tokens.addAll(List.of(name.split(" ", -1)));
        else tokens.addAll(List.of(("\"" + name.replaceAll("[\"\\\\]", "\\\\$0") + "\"").split(" ", -1)));
        tokens.add("<" + address.email() + ">");
        return fold(header, tokens);
    }

    /**
     * A value that has a form of its own, such as List-Unsubscribe; folded between its words only.
     *
     * @throws IllegalArgumentException a word is longer than a line of a mail may be
     */
    static String structured(String header, String value) {
        var tokens = List.of(oneLine(value).replaceAll("[^ -~]", "?").split(" ", -1));
        for (var token : tokens) {
            if (header.length() + 2 + token.length() > LIMIT) {
                throw new IllegalArgumentException("header " + header + ": a word of " + token.length()
                        + " characters does not fit on a line (at most " + LIMIT + ")");
            }
        }
        return fold(header, tokens);
    }

    private static String oneLine(String text) {
        if (Address.isVisible(text) && !text.contains("  ")) return text.strip();
        return GAP.matcher(text).replaceAll(" ").strip();
    }

    /** RFC 5322 sets no limit, but what nobody reads need not travel. */
    private static String cut(String line) {
        if (line.codePointCount(0, line.length()) <= LONGEST_TEXT) return line;
        return line.substring(0, line.offsetByCodePoints(0, LONGEST_TEXT)).strip();
    }

    private static boolean isPlain(String line) {
        if (line.contains("=?") || !ASCII.matcher(line).matches()) return false;
        return Stream.of(line.split(" ", -1)).allMatch(word -> word.length() <= LONGEST_PLAIN_WORD);
    }

    private static List<String> encodedWords(String header, String line) {
        var words = new ArrayList<String>();
        var word = new StringBuilder(OPEN);
        var room = LONGEST_LINE - header.length() - ": ".length() - CLOSE.length();
        for (var character : line.codePoints().mapToObj(Character::toString).toList()) {
            var encoded = encoded(character); // RFC 2047 section 5: a character is never split.
            if (word.length() + encoded.length() > room) {
                words.add(word.append(CLOSE).toString());
                word = new StringBuilder(OPEN);
                room = LONGEST_WORD - CLOSE.length();
            }
            word.append(encoded);
        }
        words.add(word.append(CLOSE).toString());
        return words;
    }

    private static String encoded(String character) {
        if (character.equals(" ")) return "_";
        if (PLAIN.contains(character)) return character;
        var encoded = new StringBuilder();
        for (var b : character.getBytes(UTF_8)) encoded.append('=').append(HEX.toHexDigits(b));
        return encoded.toString();
    }

    private static String fold(String header, List<String> tokens) {
        var folded = new StringBuilder();
        var column = header.length() + ": ".length();
        for (var token : tokens) {
            if (!folded.isEmpty()) {
                var fits = column + 1 + token.length() <= LONGEST_LINE;
                folded.append(fits ? " " : "\r\n ");
                column = fits ? column + 1 : 1;
            }
            folded.append(token);
            column += token.length();
        }
        return folded.toString();
    }
}
