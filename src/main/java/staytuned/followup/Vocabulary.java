package staytuned.followup;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The words of a language for series, topics and dates, from {@code words/LANGUAGE.properties}: lists, separated by
 * "|". In each entry {@code #} stands for a number: digits, a Roman numeral, or a word of the list {@code numbers}.
 */
final class Vocabulary {
    private static final List<String> LANGUAGES = List.of("en", "de", "fr", "es", "it", "pt", "ru", "ja", "zh", "ko");
    private static final Pattern NEVER = Pattern.compile("(?!)");
    private static final int FLAGS =
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;
    private static final Map<String, Vocabulary> ALL = load();

    private final Locale locale;
    private final Map<String, List<String>> lists;
    private final Map<String, Pattern> patterns = new HashMap<>();

    private Vocabulary(Locale locale, Map<String, List<String>> lists) {
        this.locale = locale;
        this.lists = Map.copyOf(lists);
        for (var key : lists.keySet()) patterns.put(key, compile(list(key)));
    }

    /** The words for a text in {@code language}: its own, and the English ones. */
    static List<Vocabulary> of(String language) {
        var english = Objects.requireNonNull(ALL.get("en"));
        var own = ALL.get(Locale.forLanguageTag(language).getLanguage());
        return own == null || own == english ? List.of(english) : List.of(own, english);
    }

    Locale locale() {
        return locale;
    }

    List<String> list(String key) {
        return lists.getOrDefault(key, List.of());
    }

    /** Finds any entry of the list, as whole words; its group {@code n} is the number, where the entry has one. */
    Pattern pattern(String key) {
        return patterns.getOrDefault(key, NEVER);
    }

    /** What a number says, however it is written; 0 where it is none. */
    int number(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        int word = list("numbers").indexOf(lower);
        if (word >= 0) return word + 1;
        if (lower.matches("\\d{1,4}")) return Integer.parseInt(lower); // other digits too, such as full-width ones
        return Numerals.roman(lower);
    }

    private Pattern compile(List<String> entries) {
        if (entries.isEmpty()) return NEVER;
        var numbers = Stream.concat(Stream.of("\\d{1,4}", "[ivxl]{1,6}"), list("numbers").stream().map(Pattern::quote))
                .toList();
        var number = "(" + String.join("|", numbers) + ")";
        Function<String, String> one = entry -> {
            var out = new StringBuilder();
            for (var each : entry.split("(?<=#)|(?=#)", -1)) {
                out.append(each.equals("#") ? number : Pattern.quote(each).replace(" ", "\\E\\s+\\Q"));
            }
            return bound(entry, 0, "(?<![\\p{L}\\p{N}])") + out
                    + bound(entry, entry.length() - 1, "(?![\\p{L}\\p{N}])");
        };
        return Pattern.compile("(?:" + String.join("|", entries.stream().map(one).toList()) + ")", FLAGS);
    }

    /** Scripts without spaces have no whole words. */
    private static String bound(String entry, int at, String bound) {
        int c = entry.codePointAt(at);
        boolean spaced = c == '#' || (Character.isLetterOrDigit(c) && !Character.isIdeographic(c) && c < 0x3000);
        boolean cjk = entry.codePoints().anyMatch(each -> each >= 0x3000);
        return spaced && !cjk ? bound : "";
    }

    private static Map<String, Vocabulary> load() {
        var out = new LinkedHashMap<String, Vocabulary>();
        for (var language : LANGUAGES) {
            var lines = new Properties();
            var file = "words/" + language + ".properties";
            try (var in = Objects.requireNonNull(Vocabulary.class.getResourceAsStream(file), file);
                    var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
                lines.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            var lists = new LinkedHashMap<String, List<String>>();
            for (var key : lines.stringPropertyNames()) {
                lists.put(key, Stream.of(lines.getProperty(key).split("\\|", -1)).map(String::strip)
                        .filter(each -> !each.isEmpty()).toList());
            }
            out.put(language, new Vocabulary(Locale.forLanguageTag(language), lists));
        }
        return out;
    }
}
