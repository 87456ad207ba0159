package staytuned.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which language an article is written in: as named, unless its own words clearly say otherwise. */
final class Languages {
    /** The languages of each small word. */
    private static final Map<String, List<String>> STOP_WORDS = stopWords();
    private static final int LONGEST_WORD = 30;
    private static final Set<String> KNOWN = Words.all().stream()
            .filter(each -> !each.list("stop").isEmpty()).map(Words::language).collect(Collectors.toSet());
    private static final List<String> BY_SCRIPT = List.of("ja", "zh", "ko", "ar");
    /** Letters of Persian and Urdu, which Arabic does not have. */
    private static final String NOT_ARABIC = "پچژگکیٹڈڑےں";
    /** What stands before it in Unicode is Latin, Greek, Cyrillic, Armenian and Hebrew. */
    private static final int FIRST_ARABIC = 0x600;
    private static final int SAMPLE = 20_000;
    private static final int ENOUGH_WORDS = 30;

    private Languages() {}

    static Found of(@Nullable String named, List<Block> blocks, String fallback) {
        var guess = guess(sample(blocks));
        if (named == null) {
            return guess == null ? new Found(fallback, "neither named nor clear from its words: the newsletter's")
                    : new Found(guess, "by its script and its commonest words");
        }
        var primary = Words.primary(named);
        // A language whose words are unknown here cannot be told from its neighbours: its name stands.
        boolean known = KNOWN.contains(primary) || BY_SCRIPT.contains(primary);
        return guess == null || guess.equals(primary) || !known ? new Found(named, "as it is named")
                : new Found(guess, "named " + named + ", but its words clearly say otherwise");
    }

    private static String sample(List<Block> blocks) {
        var out = new StringBuilder();
        for (var each : blocks) {
            if (out.length() > SAMPLE) break;
            if (each.prose()) out.append(each.text(), 0, Math.min(SAMPLE, each.text().length())).append('\n');
        }
        return out.toString();
    }

    /** By script, then by the commonest small words; null where neither is clear. */
    private static @Nullable String guess(String text) {
        var byScript = byScript(text);
        if (byScript != null) return byScript;
        var hits = new HashMap<String, Integer>();
        int words = 0;
        var lower = text.toLowerCase(Locale.ROOT);
        for (int from = 0, to = 0; from < lower.length(); from = Math.max(from + 1, to)) {
            to = wordEnd(lower, from);
            if (to == from) continue;
            words++;
            for (var language : STOP_WORDS.getOrDefault(lower.substring(from, to), List.of())) {
                hits.merge(language, 1, Integer::sum);
            }
        }
        if (words < ENOUGH_WORDS) return null;
        var ranked = hits.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed()).toList();
        if (ranked.isEmpty() || ranked.getFirst().getValue() * 6 < words) return null;
        boolean clear = ranked.size() == 1 || ranked.getFirst().getValue() * 4 > ranked.get(1).getValue() * 5;
        return clear ? ranked.getFirst().getKey() : null;
    }

    private static int wordEnd(String text, int from) {
        int at = from;
        for (int letters = 0; at < text.length() && letters < LONGEST_WORD; letters++) {
            int c = text.codePointAt(at);
            if (!Character.isLetter(c) && c != '\'' && c != '’') break;
            at += Character.charCount(c);
        }
        return at;
    }

    private static @Nullable String byScript(String text) {
        int han = 0;
        int kana = 0;
        int hangul = 0;
        int arabic = 0;
        int notArabic = 0;
        int letters = 0;
        for (int i = 0; i < text.length(); i++) {
            int c = text.codePointAt(i);
            if (!Character.isLetter(c)) continue;
            letters++;
            if (c < FIRST_ARABIC) continue;
            switch (Character.UnicodeScript.of(c)) {
                case HAN -> han++;
                case HIRAGANA, KATAKANA -> kana++;
                case HANGUL -> hangul++;
                case ARABIC -> {
                    arabic++;
                    if (NOT_ARABIC.indexOf(c) >= 0) notArabic++;
                }
                default -> {}
            }
        }
        if (letters < 10) return null;
        if (kana * 10 > letters) return "ja";
        if (hangul * 4 > letters) return "ko";
        if (han * 4 > letters) return "zh";
        return arabic * 2 > letters && notArabic * 100 < arabic ? "ar" : null;
    }

    private static Map<String, List<String>> stopWords() {
        var out = new HashMap<String, List<String>>();
        for (var words : Words.all()) {
            for (var each : new HashSet<>(words.list("stop"))) {
                out.computeIfAbsent(each, _ -> new ArrayList<>()).add(words.language());
            }
        }
        return out;
    }
}
