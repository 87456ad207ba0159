package staytuned.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/**
 * What each key says in effect: what the file says, or else what holds without it. Secrets are not in it.
 *
 * <p>A key is called by the keys that lead to it; one in a list by what its item is called rather than by its number:
 * {@code newsletters[notes].send.when}.
 */
final class Effective {
    private static final int LONGEST = 300;
    /** The keys that say what an item of a list is called, in the order in which they are looked for. */
    private static final List<String> NAMES =
            List.of("key", "name", "feed", "folder", "export", "sitemap", "page", "selector", "from", "url");
    /** What an address may hold that is a secret. */
    private static final Pattern SECRET = Pattern.compile("(?i)((?:password|secret|token|api_?key)=)[^&\\s\\]]*");

    private final Map<String, String> settings = new LinkedHashMap<>();

    /** All of them, in the order in which they were read. */
    Map<String, String> settings() {
        return Collections.unmodifiableMap(settings);
    }

    /** Takes note of a key's value; {@code text} is how the file writes it, null where it does not. */
    void note(String path, @Nullable String text, @Nullable Object value) {
        if (value == null) return;
        var shown = Address.oneLine(SECRET.matcher(shown(text, value)).replaceAll("$1***"), LONGEST);
        if (!shown.isEmpty()) settings.put(SECRET.matcher(path).replaceAll("$1***"), shown);
    }

    /** Takes note that there is a secret. */
    void secret(String path) {
        settings.put(path, "***");
    }

    /** What an item of a list is called: as it names itself, else by its number. */
    static String item(Value.Keys item, int number) {
        return NAMES.stream()
                .map(each -> item.values().get(each) instanceof Value.Text text ? text.text() : null)
                .filter(Objects::nonNull)
                .findFirst()
                .map(each -> Address.oneLine(each, LONGEST))
                .orElse(String.valueOf(number));
    }

    /** How the file would write a value; as it does, where {@code text} is known. */
    static String shown(@Nullable String text, Object value) {
        return switch (value) {
            case Duration duration -> shown(duration);
            case Enum<?> word -> Notation.spelled(word);
            case Path _, URI _, ZoneId _, Address _, Boolean _, Integer _ -> value.toString();
            default -> text == null ? value.toString() : text;
        };
    }

    /** As the config writes it: 90m and not PT1H30M. */
    private static String shown(Duration duration) {
        var seconds = duration.toSeconds();
        if (seconds == 0 || seconds % 60 != 0) return seconds + "s";
        if (seconds % 3600 != 0) return seconds / 60 + "m";
        return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3600 + "h";
    }
}
