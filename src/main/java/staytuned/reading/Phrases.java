package staytuned.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Turns the phrases of a word list into one pattern. In a phrase, {@code word*} stands for every word that begins so,
 * {@code *word} for every word that ends so, {@code {name}} for any phrase of the list {@code promise.name},
 * {@code ~3} for up to three words (or twelve letters in a script without spaces) in between. A comma may stand
 * between any two words.
 */
final class Phrases {
    private static final Pattern NEVER = Pattern.compile("(?!)");
    private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

    private Phrases() {}

    /** Finds any phrase of the list, as whole words. */
    static Pattern anywhere(Words words, String key) {
        return COMPILED.computeIfAbsent(words.language() + " " + key, _ -> compile(words, words.list(key), ""));
    }

    /** Finds any phrase of the list at the beginning, as whole words. */
    static Pattern first(Words words, String key) {
        return COMPILED.computeIfAbsent(words.language() + " ^" + key,
                _ -> compile(words, words.list(key), "^\\W{0,3}"));
    }

    private static Pattern compile(Words words, List<String> phrases, String before) {
        if (phrases.isEmpty()) return NEVER;
        return Pattern.compile(
                before + any(words, phrases),
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }

    private static String any(Words words, List<String> phrases) {
        if (phrases.isEmpty()) return NEVER.pattern();
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
            return any(words, words.list("promise." + token.substring(1, token.length() - 1)));
        }
        boolean ending = token.startsWith("*");
        boolean stem = token.endsWith("*");
        var bare = token.substring(ending ? 1 : 0, token.length() - (stem ? 1 : 0));
        return (ending ? "[\\p{L}'’]*" : "") + Pattern.quote(bare).replace("'", "\\E['’]\\Q")
                + (stem ? "[\\p{L}'’]*" : "");
    }
}
