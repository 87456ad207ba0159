package staytuned.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one map, asked for one by one. What can be read is returned; what cannot is a mistake and read as absent;
 * what nobody asked for is an unknown key.
 *
 * <p>A parser throws IllegalArgumentException with the sentence that follows the key.
 */
class Section {
    private static final int LONGEST_SECRET = 65_536;

    private final Reading reading;
    private final Value.Keys keys;
    private final String path;
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * @param path what leads to these keys, as {@link Effective} writes it; empty at the top
     */
    Section(Reading reading, Value.Keys keys, String path) {
        this.reading = reading;
        this.keys = keys;
        this.path = path;
    }

    /** Lets {@code reader} ask for the keys, and reports those that it did not. */
    static <T extends @Nullable Object> T read(Reading reading, Value.Keys keys, Function<Section, T> reader) {
        return read(reading, keys, "", reader);
    }

    private static <T extends @Nullable Object> T read(
            Reading reading, Value.Keys keys, String path, Function<Section, T> reader) {
        var section = new Section(reading, keys, path);
        var read = reader.apply(section);
        section.reportUnknown();
        return read;
    }

    Reading reading() {
        return reading;
    }

    boolean has(String key) {
        return keys.values().containsKey(key);
    }

    /** A key that must be there. */
    <T> @Nullable T need(String key, String example, Function<String, T> parser) {
        known.add(key);
        if (!has(key)) mistake(key, "missing; write for example \"" + key + ": " + example + "\"");
        return maybe(key, parser);
    }

    <T> T or(String key, T absent, Function<String, T> parser) {
        var value = look(key, parser);
        note(key, value == null ? absent : value);
        return value == null ? absent : value;
    }

    /** As {@link #or}, where what holds without the key is said as the file would write it. */
    <T> T as(String key, String absent, Function<String, T> parser) {
        var value = look(key, parser);
        reading.effective().note(path(key), value == null ? absent : text(key), value == null ? absent : value);
        return value == null ? parser.apply(absent) : value;
    }

    <T> @Nullable T maybe(String key, Function<String, T> parser) {
        var value = look(key, parser);
        note(key, value);
        return value;
    }

    private <T> @Nullable T look(String key, Function<String, T> parser) {
        known.add(key);
        var value = keys.values().get(key);
        return value == null ? null : parse(value, parser);
    }

    private void note(String key, @Nullable Object value) {
        reading.effective().note(path(key), text(key), value);
    }

    private @Nullable String text(String key) {
        return keys.values().get(key) instanceof Value.Text text ? text.text() : null;
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private <T> @Nullable T parse(Value value, Function<String, T> parser) {
        switch (value) {
            case Value.Text text -> {
                try {
                    return parser.apply(text.text());
                } catch (IllegalArgumentException e) {
                    reading.mistake(value.place(), e.getMessage() == null ? "is not understood" : e.getMessage());
                }
            }
            case Value.Nothing _ -> reading.mistake(value.place(), "has no value; give it one or remove the key");
            case Value.Items _, Value.Keys _, Value.Broken _ -> reportNo(value, "one value");
        }
        return null;
    }

    /** A secret that stands at the key or in the first line of the file that {@code key-file} names. */
    @Nullable String secret(String key) {
        var inFile = key + "-file";
        if (has(key) && has(inFile)) mistake(inFile, "stands beside " + key + "; keep one of them");
        var secret = look(key, Notation::secret);
        var fromFile = look(inFile, text -> firstLine(text, reading.path(text)));
        if (secret != null || fromFile != null) reading.effective().secret(path(key));
        return secret == null ? fromFile : secret;
    }

    private static String firstLine(String name, Path path) {
        var says = "\"" + name + "\" cannot be read: ";
        var isFile = !Files.exists(path) || Files.isRegularFile(path); // a pipe would let us wait for ever
        if (!isFile) throw new IllegalArgumentException(says + "it is no file");
        try (var in = Files.newInputStream(path)) {
            var bytes = in.readNBytes(LONGEST_SECRET);
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return Notation.secret(text.lines().findFirst().orElse(""));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(says + "it is not UTF-8 text", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(says + Reading.why(path, e), e);
        }
    }

    /** The map at {@code key}; null where there is none. */
    <T> @Nullable T inMaybe(String key, Function<Section, @Nullable T> reader) {
        known.add(key);
        return has(key) ? this.<@Nullable T>in(key, reader) : null;
    }

    /** The map at {@code key}; an empty one where there is none. */
    <T extends @Nullable Object> T in(String key, Function<Section, T> reader) {
        known.add(key);
        var value = keys.values().get(key);
        if (value instanceof Value.Keys map) return read(reading, map, path(key), reader);
        if (value != null) reportNo(value, "a map: its keys below it, indented, one on each line");
        return reader.apply(new Section(reading, new Value.Keys(place(key), Map.of()), path(key)));
    }

    /** The maps in the list at {@code key}, which must hold one at least; those with a mistake are left out. */
    <T> List<T> each(String key, String example, Function<Section, @Nullable T> reader) {
        known.add(key);
        var read = new ArrayList<T>();
        switch (keys.values().get(key)) {
            case null -> mistake(key, "missing; it lists at least one, such as \"- " + example + "\"");
            case Value.Items items when items.values().isEmpty() ->
                mistake(key, "is an empty list; it needs at least one, such as \"- " + example + "\"");
            case Value.Items items -> {
                for (var item : items.values()) {
                    if (item instanceof Value.Keys map) {
                        var one = Section.<@Nullable T>read(reading, map, path(key, map, read.size()), reader);
                        if (one != null) read.add(one);
                    } else {
                        reportNo(item, "a map that begins like \"- " + example + "\"");
                    }
                }
            }
            case Value other -> reportNo(other, "a list, each item beginning like \"- " + example + "\"");
        }
        return List.copyOf(read);
    }

    private String path(String key, Value.Keys item, int number) {
        return path(key) + "[" + Effective.item(item, number) + "]";
    }

    /** The value, or the values in the list, at {@code key}; none where there is none. */
    <T> List<T> values(String key, Function<String, T> parser) {
        known.add(key);
        var value = keys.values().get(key);
        if (value == null) return List.of();
        var read = new ArrayList<T>();
        for (var each : value instanceof Value.Items items ? items.values() : List.of(value)) {
            var one = parse(each, parser);
            if (one != null) read.add(one);
        }
        noteAll(key, read);
        return List.copyOf(read);
    }

    /** A key that this version knows and does not offer. */
    void refuse(String key, String says) {
        if (has(key)) mistake(key, says);
        known.add(key);
    }

    /** The map, or the maps in the list, at {@code key}; none where there is none. */
    <T> List<T> some(String key, String example, Function<Section, @Nullable T> reader) {
        known.add(key);
        if (!has(key)) return List.of();
        if (!(keys.values().get(key) instanceof Value.Keys map)) return each(key, example, reader);
        var one = Section.<@Nullable T>read(reading, map, path(key, map, 0), reader);
        return one == null ? List.of() : List.of(one);
    }

    /** The value, or the values in the list, at {@code key}; none where there is none. */
    <T> List<T> values(String key, String example, Function<String, T> parser) {
        known.add(key);
        var read = new ArrayList<T>();
        switch (keys.values().get(key)) {
            case null -> {}
            case Value.Items items when items.values().isEmpty() ->
                mistake(key, "is an empty list; write for example \"" + key + ": " + example + "\"");
            case Value.Items items -> {
                for (var item : items.values()) {
                    var one = this.<T>parse(item, parser);
                    if (one != null) read.add(one);
                }
            }
            case Value value -> {
                var one = this.<T>parse(value, parser);
                if (one != null) read.add(one);
            }
        }
        noteAll(key, read);
        return List.copyOf(read);
    }

    private void noteAll(String key, List<?> values) {
        if (!values.isEmpty()) note(key, String.join(", ", values.stream().map(String::valueOf).toList()));
    }

    /** Checks the name of a key itself. */
    void check(String key, Consumer<String> checker) {
        try {
            checker.accept(key);
        } catch (IllegalArgumentException e) {
            mistake(key, String.valueOf(e.getMessage()));
        }
    }

    /** The keys of a map whose names are the admin's own. */
    Set<String> names() {
        return keys.values().keySet();
    }

    void mistake(String key, String says) {
        reading.mistake(place(key), says);
    }

    private Place place(String key) {
        var value = keys.values().get(key);
        return value != null ? value.place() : keys.place().child(keys.place().line(), key);
    }

    private void reportNo(Value value, String expected) {
        switch (value) {
            case Value.Broken _ -> {}
            case Value.Nothing _ -> reading.mistake(value.place(), "has no value; it must be " + expected);
            case Value.Text _ -> reading.mistake(value.place(), "is a single value, and must be " + expected);
            case Value.Items _ -> reading.mistake(value.place(), "is a list, and must be " + expected);
            case Value.Keys _ -> reading.mistake(value.place(), "is a map of keys, and must be " + expected);
        }
    }

    private void reportUnknown() {
        keys.values().forEach((key, value) -> {
            if (known.contains(key)) return;
            var nearest = Spelling.nearest(key, known);
            reading.mistake(value.place(), nearest.isPresent()
                    ? "unknown key; did you mean \"" + nearest.get() + "\"?"
                    : "unknown key; allowed here are " + String.join(", ", known));
        });
    }
}
