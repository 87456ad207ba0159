package staytuned.article;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import staytuned.text.Characters;

/**
 * What stands above an article, YAML between two lines of "---" or TOML between two of "+++", and the article without
 * it.
 *
 * @param date null where there is none or it cannot be understood
 */
record FrontMatter(
        String body,
        @Nullable String title,
        @Nullable String language,
        @Nullable String link,
        @Nullable String author,
        @Nullable Instant date,
        boolean draft,
        Labels labels) {
    private static final int LONGEST = 64 * 1024;
    private static final Pattern CLOSING = Pattern.compile("\\n(?:---|\\.\\.\\.)[ \\t]*(?:\\n|$)");
    private static final Pattern CLOSING_TOML = Pattern.compile("\\n\\+\\+\\+[ \\t]*(?:\\n|$)");
    private static final TomlMapper TOML = new TomlMapper();

    /** What stands above an article is broken; the message says where and why. */
    static final class Broken extends Exception {
        Broken(String message) {
            super(message);
        }
    }

    /** Splits a file with "\n" as its line end. */
    static FrontMatter split(String file) throws Broken {
        int opened = file.indexOf('\n');
        var mark = opened < 0 ? "" : file.substring(0, opened).stripTrailing();
        boolean toml = mark.equals("+++");
        if (!toml && !mark.equals("---")) return none(file);
        var closing = (toml ? CLOSING_TOML : CLOSING)
                .matcher(file.substring(opened, Math.min(file.length(), opened + LONGEST)));
        if (!closing.find()) return none(file);
        var body = file.substring(opened + closing.end());
        var text = file.substring(opened + 1, opened + closing.start() + 1);
        return (toml ? toml(text) : yaml(text)) instanceof Map<?, ?> keys
                ? of(body, keys)
                : none(file); // two lines across the page, and prose between them
    }

    private static Object toml(String text) throws Broken {
        try {
            return TOML.readValue(text, Map.class);
        } catch (JacksonException e) {
            var at = e.getLocation();
            var line = at == null || at.getLineNr() < 1 ? "" : " line " + (at.getLineNr() + 1);
            throw new Broken("front matter" + line + ": " + Characters.line(e.getOriginalMessage(), 200));
        }
    }

    private static @Nullable Object yaml(String text) throws Broken {
        var options = new LoaderOptions();
        options.setNestingDepthLimit(50);
        options.setCodePointLimit(LONGEST);
        try {
            return new Yaml(new SafeConstructor(options)).load(text);
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            var line = mark == null ? "" : " line " + (mark.getLine() + 2);
            throw new Broken("front matter" + line + ": " + Characters.line(e.getProblem(), 200));
        } catch (YAMLException e) {
            throw new Broken("front matter: " + Characters.line(e.getMessage(), 200));
        } catch (IllegalArgumentException | ClassCastException e) {
            // What it throws of "!!int x".
            throw new Broken(
                    "front matter: a value is not what its tag says: " + Characters.line(e.getMessage(), 200));
        }
    }

    private static FrontMatter of(String body, Map<?, ?> keys) {
        return new FrontMatter(
                body,
                string(keys, "title"),
                string(keys, "language", "lang"),
                string(keys, "link", "url", "canonical", "canonical_url"),
                string(keys, "author"),
                date(keys.get("date")),
                Boolean.TRUE.equals(keys.get("draft")) || Boolean.FALSE.equals(keys.get("published")),
                Labels.of(Stream.of("tags", "categories", "category").flatMap(each -> list(keys.get(each))),
                        string(keys, "follows")));
    }

    /** A list, or words between commas. */
    private static Stream<?> list(@Nullable Object value) {
        if (value instanceof Collection<?> many) return many.stream();
        return value instanceof String text ? Stream.of(text.split(",", -1)) : Stream.empty();
    }

    private static FrontMatter none(String body) {
        return new FrontMatter(body, null, null, null, null, null, false, Labels.NONE);
    }

    private static @Nullable String string(Map<?, ?> keys, String... names) {
        for (var name : names) {
            var value = keys.get(name);
            if (value instanceof String || value instanceof Number) return Characters.line(value.toString(), 1000);
            if (value instanceof Map<?, ?> map && map.get("name") instanceof String named) {
                return Characters.line(named, 400);
            }
        }
        return null;
    }

    /** As YAML's own timestamp, or an ISO date and time; without a zone it is UTC. */
    private static @Nullable Instant date(@Nullable Object value) {
        if (value instanceof Date date) return date.toInstant();
        if (!(value instanceof String text)) return null;
        var iso = text.strip().replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) +(?=\\d)", "$1T")
                .replaceFirst(" +(?=[+-]\\d\\d:?\\d\\d$)", "");
        try {
            if (iso.length() == 10) return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
            if (iso.matches(".*([zZ]|[+-]\\d\\d:\\d\\d)$")) return OffsetDateTime.parse(iso).toInstant();
            return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
