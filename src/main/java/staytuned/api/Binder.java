package staytuned.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import staytuned.api.Problem.Wrong;

/**
 * Makes records of what programs send. Whatever is wrong is said all at once, and what is not known is never passed
 * over: a misspelt name would otherwise do less than was meant, in silence.
 */
final class Binder {
    private static final int SHOWN = 60;

    private final List<Wrong> errors = new ArrayList<>();
    private final boolean text;

    private Binder(boolean text) {
        this.text = text;
    }

    /** A record of the parameters of an address, all of which are text; @throws Problem some are wrong. */
    static <R> R parameters(Class<R> type, Map<String, String> values) {
        var nodes = new LinkedHashMap<String, JsonNode>();
        values.forEach((name, value) -> nodes.put(name, TextNode.valueOf(value)));
        return new Binder(true).bound(type, nodes, Kind.MALFORMED);
    }

    /** A record of a body; @throws Problem it is no object, or some of its values are wrong. */
    static <R> R body(Class<R> type, JsonNode body) {
        if (!body.isObject()) throw Problem.of(Kind.MALFORMED, "the body is no JSON object; write {…}");
        var nodes = new LinkedHashMap<String, JsonNode>();
        body.properties().forEach(each -> nodes.put(each.getKey(), each.getValue()));
        return new Binder(false).bound(type, nodes, Kind.REFUSED);
    }

    private <R> R bound(Class<R> type, Map<String, JsonNode> nodes, Kind kind) {
        var components = type.getRecordComponents();
        var known = Arrays.stream(components).map(each -> Json.name(each.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
        for (var each : nodes.keySet()) {
            if (known.contains(each)) continue;
            errors.add(new Wrong(line(each), "is not known; "
                    + (known.isEmpty() ? "nothing is expected" : "there is " + String.join(", ", known))));
        }
        var values = new @Nullable Object[components.length];
        for (var i = 0; i < components.length; i++) values[i] = value(components[i], nodes);
        if (!errors.isEmpty()) throw Problem.wrong(kind, errors);
        return make(type, values, kind);
    }

    private static <R> R make(Class<R> type, @Nullable Object[] values, Kind kind) {
        try {
            var parts = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class[]::new);
            Constructor<R> constructor = type.getDeclaredConstructor(parts);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw Problem.of(kind, String.valueOf(wrong.getMessage()));
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable Object value(RecordComponent component, Map<String, JsonNode> nodes) {
        var name = Json.name(component.getName());
        var node = nodes.get(name);
        if (node == null || node.isNull()) {
            if (!Schemas.isOptional(component)) {
                errors.add(new Wrong(name, "is missing; " + expected(component.getGenericType())));
            }
            return null;
        }
        try {
            return value(component.getGenericType(), node);
        } catch (IllegalArgumentException | DateTimeException e) {
            errors.add(new Wrong(name, cut(node.isValueNode() ? node.asText() : node.toString()) + " cannot be used; "
                    + expected(component.getGenericType())));
            return null;
        }
    }

    private Object value(Type type, JsonNode node) {
        if (type instanceof ParameterizedType list) {
            if (!node.isArray()) throw new IllegalArgumentException();
            var values = new ArrayList<>();
            for (var each : node) values.add(value(list.getActualTypeArguments()[0], each));
            return List.copyOf(values);
        }
        if (type == boolean.class || type == Boolean.class) return bool(node);
        if (type == long.class || type == Long.class) return whole(node);
        if (type == int.class || type == Integer.class) return Math.toIntExact(whole(node));
        if (!node.isTextual()) throw new IllegalArgumentException();
        if (type == Instant.class) return Instant.parse(node.asText());
        if (type == LocalDate.class) return LocalDate.parse(node.asText());
        if (type instanceof Class<?> plain && plain.isEnum()) return word(plain, node.asText());
        if (node.asText().indexOf('\0') >= 0) throw new IllegalArgumentException();
        return node.asText();
    }

    private boolean bool(JsonNode node) {
        if (text ? node.asText().matches("true|false") : node.isBoolean()) return node.asBoolean();
        throw new IllegalArgumentException();
    }

    private long whole(JsonNode node) {
        if (text) return Long.parseLong(node.asText());
        if (node.isIntegralNumber() && node.canConvertToLong()) return node.asLong();
        throw new IllegalArgumentException();
    }

    private static Enum<?> word(Class<?> type, String word) {
        for (var each : type.getEnumConstants()) {
            if (Json.word((Enum<?>) each).equals(word)) return (Enum<?>) each;
        }
        throw new IllegalArgumentException();
    }

    private static String expected(Type type) {
        if (type instanceof ParameterizedType) return "write a list of texts";
        if (type == boolean.class || type == Boolean.class) return "write true or false";
        if (type == long.class || type == Long.class || type == int.class || type == Integer.class) {
            return "write a whole number";
        }
        if (type == Instant.class) return "write a time such as 2026-03-01T09:00:00Z";
        if (type == LocalDate.class) return "write a day such as 2026-03-01";
        if (type instanceof Class<?> plain && plain.isEnum()) {
            return "write one of " + Arrays.stream(plain.getEnumConstants()).map(each -> Json.word((Enum<?>) each))
                    .collect(Collectors.joining(", "));
        }
        return "write a text";
    }

    private static String cut(String text) {
        return "\"" + line(text) + "\"";
    }

    private static String line(String text) {
        var line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }
}
