package staytuned.text;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a string from a stranger may hold. */
public final class Characters {
    /** What stands on one line has one direction: an embedding or isolate left open would turn what follows it. */
    private static final Pattern EMBEDDINGS = Pattern.compile("[\\u202A-\\u202C\\u2066-\\u2069]+");

    private Characters() {}

    /** Without controls other than tab and line feed, with "\n" as the only line end, and with no half characters. */
    public static String clean(String text) {
        int first = 0;
        while (first < text.length() && clean(text.charAt(first))) first++;
        if (first == text.length()) return text;
        var out = new StringBuilder(text.length()).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                out.append(c).append(text.charAt(++i));
            } else if (Character.isSurrogate(c)) {
                out.append('\uFFFD');
            } else if (c == '\r') {
                if (i + 1 == text.length() || text.charAt(i + 1) != '\n') out.append('\n');
            } else if (c == '\u2028' || c == '\u2029' || c == '\u0085') {
                out.append('\n');
            } else if (c == '\n' || c == '\t' || (!Character.isISOControl(c) && c != '\uFEFF' && !overrides(c))) {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Whether it stays as it is, whatever stands beside it: most characters of most texts. */
    private static boolean clean(char c) {
        return c < 0x7F ? c >= ' ' || c == '\n' || c == '\t' : c > 0x9F && c < '\u2028';
    }

    /** Whether it turns letters around that have a direction of their own, as only those do who hide something. */
    private static boolean overrides(char c) {
        return c == '\u202D' || c == '\u202E';
    }

    /** On one line, at most {@code limit} characters long, cut at a word; null when nothing is left. */
    public static @Nullable String line(@Nullable String text, int limit) {
        if (text == null) return null;
        var line = spaced(EMBEDDINGS.matcher(clean(text)).replaceAll(""));
        return line.isEmpty() ? null : cut(line, limit);
    }

    /** With every run of white space as one space, and none at the ends. */
    public static String spaced(String text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean space = Character.isWhitespace(c) || c == '\u00A0' || c == '\u200B';
            if (!space) {
                out.append(c);
            } else if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
        }
        int end = out.length();
        return !out.isEmpty() && out.charAt(end - 1) == ' ' ? out.substring(0, end - 1) : out.toString();
    }

    /** The text itself, or as many of its first words as fit into {@code limit} characters with an ellipsis. */
    public static String cut(String text, int limit) {
        if (text.length() <= limit) return text;
        int end = text.lastIndexOf(' ', limit - 1);
        if (end < limit / 2) end = limit - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) end--;
        return text.substring(0, end).stripTrailing() + "…";
    }

    /** Whether the letter belongs to a script that writes no spaces between words, or counts as a word by itself. */
    public static boolean cjk(int codePoint) {
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> true;
            default -> false;
        };
    }

    /** How many letters of Chinese, Japanese and Korean stand in the text. */
    public static int countCjk(String text) {
        int count = 0;
        for (int c, i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (c > 0x1100 && cjk(c)) count++;
        }
        return count;
    }
}
