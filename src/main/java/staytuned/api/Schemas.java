package staytuned.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The JSON Schemas (draft 2020-12) of our records, each once, by its name. */
final class Schemas {
    static final String PLACE = "#/components/schemas/";
    private static final JsonNodeFactory NEW = JsonNodeFactory.instance;

    private final Map<String, ObjectNode> named = new TreeMap<>();

    /** A reference to the schema of a record, which is made where there is none yet. */
    ObjectNode of(Class<?> type) {
        var name = name(type);
        if (!named.containsKey(name)) {
            named.put(name, NEW.objectNode()); // so that one that holds itself ends
            named.put(name, object(type));
        }
        return NEW.objectNode().put("$ref", PLACE + name);
    }

    /** A page of records. */
    ObjectNode page(Class<?> type) {
        var schema = NEW.objectNode().put("type", "object");
        var properties = schema.putObject("properties");
        properties.putObject("items").put("type", "array").set("items", of(type));
        properties.putObject("next")
                .put("description", "Where the next page begins; null where this is the last.")
                .putArray("type").add("string").add("null");
        schema.putArray("required").add("items").add("next");
        return schema.put("additionalProperties", false);
    }

    /** All schemas that were asked for. */
    Map<String, ObjectNode> named() {
        return named;
    }

    /** The schema of one value of a record, with what it is. */
    ObjectNode of(RecordComponent component) {
        var schema = schema(component.getGenericType());
        if (isOptional(component)) schema = nullable(schema);
        return describe(schema, component.getAnnotation(Note.class));
    }

    /** The schema of what a parameter may be, which is there or not, and never null. */
    ObjectNode parameter(RecordComponent component) {
        return schema(component.getGenericType());
    }

    static boolean isOptional(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** {@code IssueOperations.Shown} is {@code IssueShown}. */
    static String name(Class<?> type) {
        var outer = type.getDeclaringClass();
        return outer == null ? type.getSimpleName()
                : outer.getSimpleName().replaceFirst("Operations$", "") + type.getSimpleName();
    }

    private ObjectNode object(Class<?> type) {
        var schema = NEW.objectNode().put("type", "object");
        describe(schema, type.getAnnotation(Note.class));
        var properties = schema.putObject("properties");
        var required = NEW.arrayNode();
        for (var each : type.getRecordComponents()) {
            properties.set(Json.name(each.getName()), of(each));
            // What we answer is always there, also where it is null.
            if (!isOptional(each) || !isAsked(type)) required.add(Json.name(each.getName()));
        }
        if (!required.isEmpty()) schema.set("required", required);
        return schema.put("additionalProperties", false);
    }

    private static boolean isAsked(Class<?> type) {
        return Asked.class.isAssignableFrom(type);
    }

    private static ObjectNode describe(ObjectNode schema, @Nullable Note note) {
        return note == null ? schema : schema.put("description", note.value());
    }

    private ObjectNode schema(Type type) {
        if (type instanceof ParameterizedType generic) return collection(generic);
        if (!(type instanceof Class<?> plain)) throw new IllegalArgumentException(type + " has no schema");
        if (plain.isRecord()) return of(plain);
        if (plain.isEnum()) {
            var schema = NEW.objectNode().put("type", "string");
            var words = schema.putArray("enum");
            for (var each : plain.getEnumConstants()) words.add(Json.word((Enum<?>) each));
            return schema;
        }
        var schema = NEW.objectNode();
        return switch (plain.getSimpleName()) {
            case "String" -> schema.put("type", "string");
            case "boolean", "Boolean" -> schema.put("type", "boolean");
            case "int", "Integer" -> schema.put("type", "integer").put("format", "int32");
            case "long", "Long" -> schema.put("type", "integer").put("format", "int64");
            case "double", "Double" -> schema.put("type", "number").put("format", "double");
            default -> {
                if (plain == Instant.class) yield schema.put("type", "string").put("format", "date-time");
                if (plain == LocalDate.class) yield schema.put("type", "string").put("format", "date");
                throw new IllegalArgumentException(type + " has no schema");
            }
        };
    }

    private ObjectNode collection(ParameterizedType type) {
        var held = type.getActualTypeArguments();
        var schema = NEW.objectNode();
        if (type.getRawType() == List.class) {
            schema.put("type", "array").set("items", schema(held[0]));
            return schema;
        }
        if (type.getRawType() != Map.class) throw new IllegalArgumentException(type + " has no schema");
        schema.put("type", "object").set("additionalProperties", schema(held[1]));
        return schema;
    }

    private static ObjectNode nullable(ObjectNode schema) {
        if (schema.has("$ref")) {
            var either = NEW.objectNode();
            either.putArray("anyOf").add(schema).add(NEW.objectNode().put("type", "null"));
            return either;
        }
        var type = Objects.requireNonNull(schema.get("type")).asText();
        schema.putArray("type").add(type).add("null");
        if (schema.get("enum") instanceof ArrayNode words) words.addNull();
        return schema;
    }
}
