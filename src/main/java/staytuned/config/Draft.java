package staytuned.config;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** A first config, as it grows answer by answer; each answer is checked as the config's own reader does it. */
public final class Draft {
    private final Path file;
    private final Map<Key, String> answers = new EnumMap<>(Key.class);

    /** What a first config says. */
    public enum Key {
        FEED,
        FOLDER,
        KEY,
        TITLE,
        FROM,
        POSTAL_ADDRESS,
        LANGUAGE,
        SITE,
        RELAY,
        USER,
        WHEN,
        TIME_ZONE
    }

    /**
     * An empty one.
     *
     * @param file where it will stand; relative paths begin there
     */
    public Draft(Path file) {
        this.file = file;
    }

    /**
     * Takes an answer.
     *
     * @throws IllegalArgumentException it cannot be; the message says why, and what would be right
     */
    public void answer(Key key, String text) {
        var _ = check(key, text);
        if (key == Key.FEED) answers.remove(Key.FOLDER);
        if (key == Key.FOLDER) answers.remove(Key.FEED);
        answers.put(key, text);
    }

    private Object check(Key key, String text) {
        return switch (key) {
            case FEED -> Hosts.feedUrl(text);
            case FOLDER -> new Reading(file, Map.of()).folder(text);
            case KEY -> Notation.newsletterKey(text);
            case TITLE, POSTAL_ADDRESS, USER -> Notation.line(text);
            case FROM -> Notation.address(text);
            case LANGUAGE -> Notation.language(text);
            case SITE -> Hosts.siteUrl(text);
            case RELAY -> Hosts.host(text);
            case WHEN -> SendSettings.when(text);
            case TIME_ZONE -> Notation.zone(text);
        };
    }

    /** The config, which is right when every key but the user and the postal address was answered. */
    public String text() {
        var out = new StringBuilder();
        out.append("# Checked with: staytuned check. All keys: README.md\n");
        out.append("site:\n").append(line(2, "url", Key.SITE));
        out.append("relays:\n  - name: main\n").append(line(4, "host", Key.RELAY));
        var relay = answers.getOrDefault(Key.RELAY, "");
        if (!relay.isEmpty() && Hosts.isLoopback(relay)) out.append("    tls: none\n");
        if (answers.containsKey(Key.USER)) {
            out.append(line(4, "user", Key.USER)).append("    password: ${SMTP_PASSWORD}\n");
        }
        out.append("newsletters:\n  - key: ").append(quoted(answers.getOrDefault(Key.KEY, ""))).append('\n');
        out.append(line(4, "title", Key.TITLE)).append(line(4, "from", Key.FROM));
        out.append(line(4, "postal-address", Key.POSTAL_ADDRESS)).append(line(4, "language", Key.LANGUAGE));
        var source = answers.containsKey(Key.FEED) ? Key.FEED : Key.FOLDER;
        out.append("    sources:\n      - ").append(source == Key.FEED ? "feed: " : "folder: ")
                .append(quoted(answers.getOrDefault(source, ""))).append('\n');
        out.append("    send:\n").append(line(6, "when", Key.WHEN)).append(line(6, "time-zone", Key.TIME_ZONE));
        return out.toString();
    }

    private String line(int indent, String name, Key key) {
        var answer = answers.get(key);
        return answer == null ? "" : " ".repeat(indent) + name + ": " + quoted(answer) + "\n";
    }

    /** As it stands where it needs no quotes; else in double ones (YAML 1.2 section 7.3.1). */
    private static String quoted(String text) {
        if (text.matches("[A-Za-z/][A-Za-z0-9./@+_-]*(?: [A-Za-z0-9./@+_-]+)*")) return words(text);
        var escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "$${");
        return "\"" + escaped + "\"";
    }

    /** What YAML takes for something else than a text. */
    private static String words(String text) {
        return text.matches("(?i)y|n|yes|no|on|off|true|false|null") ? "\"" + text + "\"" : text;
    }
}
