package staytuned.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Turns phrases of a word list into a pattern. In a phrase, {@code word*} stands for every word that begins so,
 * {@code *word} for every word that ends so, {@code {name}} for any phrase of the list {@code promise.name},
 * {@code ~3} for up to three words (or twelve letters in a script without spaces) in between. A comma may stand
 * between any two words.
 */
final class Phrase {
    private static final String NEVER = "(?!)";

    private Phrase() {}

    /**
     * What a phrase begins with.
     *
     * @param letters letters and digits, or one sign; empty where it may begin with anything
     * @param goesOn whether the first word may have more letters
     */
    record Start(String letters, boolean goesOn) {}

    static Pattern pattern(Words words, List<String> phrases) {
        return Pattern.compile(
                any(words, phrases),
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }

    /** Everything that the phrase may begin with. */
    static List<Start> starts(Words words, String phrase) {
        var token = phrase.split("\\s+", 2)[0];
        if (token.matches("\\{\\w+\\}")) {
            return named(words, token).stream().flatMap(each -> starts(words, each).stream()).distinct().toList();
        }
        if (token.startsWith("*") || token.startsWith("'")) return List.of(new Start("", true));
        int end = 0;
        while (end < token.length() && letter(token, end)) end++;
        if (end == 0) return List.of(new Start(token.substring(0, 1), true));
        return List.of(new Start(token.substring(0, end), words.unspaced() || token.startsWith("*", end)));
    }

    /** Whether a letter or digit stands there, so that it is no end of a word. */
    static boolean letter(String text, int at) {
        return letter(text.charAt(at));
    }

    static boolean letter(int c) {
        if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER, Character.OTHER_LETTER, Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
            default -> false;
        };
    }

    private static List<String> named(Words words, String token) {
        return words.list("promise." + token.substring(1, token.length() - 1));
    }

    private static String any(Words words, List<String> phrases) {
        if (phrases.isEmpty()) return NEVER;
        var opening = new ArrayList<String>();
        var others = new ArrayList<String>();
        for (var each : phrases) (opens(words, each) ? opening : others).add(phrase(words, each));
        // Whether a word begins is asked once for all of them: within words, most of a text, all fail at once.
        if (!opening.isEmpty()) others.addFirst("(?<![\\p{L}\\p{N}])(?:" + String.join("|", opening) + ")");
        return "(?:" + String.join("|", others) + ")";
    }

    private static boolean opens(Words words, String phrase) {
        return !words.unspaced() && (Character.isLetterOrDigit(phrase.charAt(0)) || phrase.charAt(0) == '{');
    }

    private static String phrase(Words words, String phrase) {
        var parts = new ArrayList<String>();
        for (var token : phrase.split("\\s+", -1)) parts.add(token(words, token));
        var out = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            boolean gap = parts.get(i).endsWith("}?");
            if (i > 0 && !words.unspaced() && !gap && !parts.get(i - 1).endsWith("}?")) out.append(",?\\s+");
            out.append(parts.get(i));
        }
        if (words.unspaced()) return out.toString();
        char last = phrase.charAt(phrase.length() - 1);
        boolean closes = Character.isLetterOrDigit(last) || last == '}' || last == '*';
        return out + (closes ? "(?![\\p{L}\\p{N}])" : "");
    }

    private static String token(Words words, String token) {
        if (token.matches("~\\d")) {
            int most = token.charAt(1) - '0';
            // Up to so many words and the spaces around them; reluctant, so that the nearest match wins.
            return words.unspaced()
                    ? "[^。！？]{0," + 4 * most + "}?"
                    : ",?\\s+(?:[^\\s.!?]+\\s+){0," + most + "}?";
        }
        if (token.matches("\\{\\w+\\}")) {
            return any(words, named(words, token));
        }
        boolean ending = token.startsWith("*");
        boolean stem = token.endsWith("*");
        var bare = token.substring(ending ? 1 : 0, token.length() - (stem ? 1 : 0));
        return (ending ? "[\\p{L}'’]*" : "") + Pattern.quote(bare).replace("'", "\\E['’]\\Q")
                + (stem ? "[\\p{L}'’]*" : "");
    }
}
