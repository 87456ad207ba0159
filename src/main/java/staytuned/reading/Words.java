package staytuned.reading;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The words that readers of a language go by, from {@code words/LANGUAGE.properties}: lists, separated by "|". What a
 * heading may say is known in all languages at once; what running text may say, in the article's own and in English.
 */
final class Words {
    private static final List<String> LANGUAGES = List.of(
            "en", "de", "fr", "es", "it", "pt", "ru", "ja", "zh", "ko", "nl", "pl", "sv", "da", "no", "fi", "cs", "uk",
            "tr", "ar", "id", "ro", "hu", "el", "vi");
    private static final Map<String, Words> ALL = load();

    private final String language;
    private final Map<String, List<String>> lists;
    private final Map<String, Phrases> phrases = new ConcurrentHashMap<>();

    private Words(String language, Map<String, List<String>> lists) {
        this.language = language;
        this.lists = Map.copyOf(lists);
    }

    /** The words of each language that has some. */
    static Collection<Words> all() {
        return ALL.values();
    }

    /** The words for running text in {@code language}: its own, and the English ones. */
    static List<Words> of(String language) {
        var english = Objects.requireNonNull(ALL.get("en"));
        var named = ALL.get(language);
        var own = named != null ? named : ALL.get(primary(language));
        return own == null || own == english ? List.of(english) : List.of(own, english);
    }

    /** The language of a BCP 47 tag, both kinds of Norwegian as one. */
    static String primary(String tag) {
        var language = Locale.forLanguageTag(tag).getLanguage();
        return language.equals("nb") || language.equals("nn") ? "no" : language;
    }

    /** The list {@code key} of every language, each entry as headings are compared. */
    static Set<String> headings(String key) {
        var out = new LinkedHashSet<String>();
        for (var each : all()) for (var entry : each.list(key)) out.add(Headings.normalised(entry));
        return out;
    }

    String language() {
        return language;
    }

    /** Whether this language writes without spaces between words. */
    boolean unspaced() {
        return language.equals("ja") || language.equals("zh");
    }

    /** The list {@code key}; empty where this language has none. */
    List<String> list(String key) {
        return lists.getOrDefault(key, List.of());
    }

    /** The list {@code key}, to be found in running text. */
    Phrases phrases(String key) {
        return phrases.computeIfAbsent(key, _ -> new Phrases(this, list(key)));
    }

    private static List<String> split(String line) {
        var out = new ArrayList<String>();
        for (var each : line.split("\\|", -1)) if (!each.isBlank()) out.add(each.strip());
        return List.copyOf(out);
    }

    private static Map<String, Words> load() {
        var out = new LinkedHashMap<String, Words>();
        for (var language : LANGUAGES) {
            var lines = new Properties();
            try (var in = Objects.requireNonNull(Words.class.getResourceAsStream("words/" + language + ".properties"));
                    var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
                lines.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            var lists = new LinkedHashMap<String, List<String>>();
            for (var key : lines.stringPropertyNames()) lists.put(key, split(lines.getProperty(key)));
            out.put(language, new Words(language, lists));
        }
        return out;
    }
}
