package staytuned.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The keys that may stand in one map, as a JSON Schema (draft 2020-12). It is asked for keys by the same code that
 * reads a config, and notes what it is asked for; so the schema knows every key that is read, and no other. What a
 * value must be is told by the error with which its parser refuses one that nobody writes.
 */
final class Outline extends Section {
    private static final String NOBODY_WRITES = "\u0000";
    /** Stands for the names of a map whose names are the admin's own. */
    private static final String ANY = "*";

    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final Set<String> required = new TreeSet<>();
    private final List<Map<String, Object>> choices = new ArrayList<>();

    private Outline() {
        super(
                new Reading(Path.of("staytuned.yaml"), Map.of()),
                new Value.Keys(Place.START, Map.of()),
                "");
    }

    /** The schema of the map that {@code reader} reads. */
    static Map<String, Object> of(Function<Section, ? extends @Nullable Object> reader) {
        var outline = new Outline();
        var _ = reader.apply(outline);
        return outline.schema();
    }

    private Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "object");
        var own = properties.remove(ANY);
        if (!properties.isEmpty()) schema.put("properties", properties);
        if (!required.isEmpty()) schema.put("required", List.copyOf(required));
        if (!choices.isEmpty()) schema.put("oneOf", choices);
        schema.put("additionalProperties", own == null ? false : own);
        return schema;
    }

    /** What a parser takes, or a variable that stands for it. */
    private static Map<String, Object> one(Function<String, ?> parser, @Nullable Object absent) {
        Map<String, Object> fits = Map.of("type", List.of("string", "number", "boolean"));
        try {
            var _ = parser.apply(NOBODY_WRITES);
        } catch (Misfit e) {
            fits = Map.of("anyOf", List.of(e.fits(), Map.of("$ref", "#/$defs/variable")));
        } catch (IllegalArgumentException e) {
            // One of the many that have no short name; the sentence comes when it is read.
        }
        var shown = absent == null ? null : standard(absent);
        if (shown == null) return fits;
        var with = new LinkedHashMap<>(fits);
        with.put("default", shown);
        return with;
    }

    /** A default as an editor may show it; null for one that hangs on other things. */
    private static @Nullable Object standard(Object absent) {
        return switch (absent) {
            case Boolean _, Integer _ -> absent;
            case String text -> text.isEmpty() ? null : text;
            case Duration _, Enum<?> _ -> Effective.shown(null, absent);
            default -> null;
        };
    }

    private static Map<String, Object> many(Map<String, Object> item) {
        return Map.of("type", "array", "items", item, "minItems", 1);
    }

    private static Map<String, Object> oneOrMany(Map<String, Object> item) {
        return Map.of("anyOf", List.of(item, many(item)));
    }

    @Override
    boolean has(String key) {
        return true;
    }

    @Override
    List<String> oneOf(List<String> keys) {
        keys.forEach(each -> choices.add(Map.of("required", List.of(each))));
        return keys;
    }

    @Override
    <T> @Nullable T need(String key, String example, Function<String, T> parser) {
        required.add(key);
        return maybe(key, parser);
    }

    @Override
    <T> T or(String key, T absent, Function<String, T> parser) {
        properties.put(key, one(parser, absent));
        return absent;
    }

    @Override
    <T> T as(String key, String absent, Function<String, T> parser) {
        properties.put(key, one(parser, absent));
        return parser.apply(absent);
    }

    @Override
    <T> @Nullable T maybe(String key, Function<String, T> parser) {
        properties.put(key, one(parser, null));
        return null;
    }

    @Override
    @Nullable String secret(String key) {
        properties.put(key, one(Notation::secret, null));
        properties.put(key + "-file", one(Notation::line, null));
        return null;
    }

    @Override
    <T> @Nullable T inMaybe(String key, Function<Section, @Nullable T> reader) {
        return this.<@Nullable T>in(key, reader);
    }

    @Override
    <T extends @Nullable Object> T in(String key, Function<Section, T> reader) {
        var inner = new Outline();
        var read = reader.apply(inner);
        properties.put(key, inner.schema());
        return read;
    }

    @Override
    <T> List<T> each(String key, String example, Function<Section, @Nullable T> reader) {
        required.add(key);
        properties.put(key, many(of(reader)));
        return List.of();
    }

    @Override
    <T> List<T> some(String key, String example, Function<Section, @Nullable T> reader) {
        properties.put(key, oneOrMany(of(reader)));
        return List.of();
    }

    @Override
    <T> List<T> values(String key, Function<String, T> parser) {
        properties.put(key, oneOrMany(one(parser, null)));
        return List.of();
    }

    @Override
    <T> List<T> values(String key, String example, Function<String, T> parser) {
        return values(key, parser);
    }

    @Override
    void refuse(String key, String says) {
        properties.putIfAbsent(key, one(Notation::line, null));
    }

    @Override
    void check(String key, Consumer<String> checker) {
        // It is no key of ours.
    }

    @Override
    Set<String> names() {
        return Set.of(ANY);
    }

    @Override
    void mistake(String key, String says) {
        // Nothing is read.
    }
}
