package staytuned.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * The shape of a YAML text, with the line of everything in it: the door to SnakeYAML.
 *
 * <p>Only its nodes are read. Nothing is ever constructed from them, so no tag can name a class to load, and aliases
 * are followed up to a fixed number of values, so they cannot multiply.
 */
final class Yaml {
    private static final int MOST_VALUES = 20_000;
    private static final int LONGEST_TEXT = 5_000;
    private static final int DEEPEST = 20;

    /** What YAML itself says of plain values; all of them are read as text here. */
    private static final Set<Tag> TAGS = Set.of(
            Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.SEQ, Tag.MAP, Tag.MERGE);

    private final Reading reading;
    private int values;

    private Yaml(Reading reading) {
        this.reading = reading;
    }

    /** The keys at the top of {@code text}; none where it is no such YAML, which is then a mistake. */
    static Optional<Value.Keys> read(String text, Reading reading) {
        try {
            var root = new org.yaml.snakeyaml.Yaml(options()).compose(new StringReader(text));
            if (root == null || root.getTag().equals(Tag.NULL)) {
                reading.mistake(Place.START, "is empty; it needs at least the keys relays and newsletters");
                return Optional.empty();
            }
            var value = new Yaml(reading).value(root, Place.START, 0);
            if (value instanceof Value.Keys keys) return Optional.of(keys);
            if (!(value instanceof Value.Broken)) {
                reading.mistake(value.place(), "must be keys at the top, such as \"relays:\", one on each line");
            }
        } catch (MarkedYAMLException e) {
            var problem = e.getProblem() == null ? "" : e.getProblem();
            var unclosed = problem.contains("end of stream") && e.getContextMark() != null;
            var mark = unclosed ? e.getContextMark() : e.getProblemMark();
            reading.mistake(new Place(line(mark), ""), syntax(problem));
        } catch (ReaderException e) {
            var before = text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count();
            var place = new Place(1 + Math.toIntExact(before), "");
            reading.mistake(place, "holds the character U+%04X, which may not stand in YAML; remove it"
                    .formatted(e.getCodePoint()));
        } catch (YAMLException e) {
            var aliases = e.getMessage() != null && e.getMessage().contains("aliases");
            reading.mistake(Place.START, aliases
                    ? "repeats too much by aliases (*name); write the values out"
                    : "is not YAML that can be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static LoaderOptions options() {
        var options = new LoaderOptions();
        options.setTagInspector(_ -> true); // reported below, with its key
        return options;
    }

    private static String syntax(String problem) {
        if (problem.contains("'\\t")) return "holds a tab where the line begins; indent with spaces";
        if (problem.contains("end of stream")) return "begins a quote or a bracket that never ends; close it";
        if (problem.contains("another document")) return "begins a second document; keep one, without the line ---";
        var cure = problem.startsWith("mapping values are not allowed")
                ? "put quotes around a text that holds \": \", and check the indentation"
                : "check the quotes, colons, brackets and indentation of this line and of the one above";
        return "is not YAML: " + problem + "; " + cure;
    }

    private Value value(Node node, Place place, int depth) {
        if (++values > MOST_VALUES || depth > DEEPEST) {
            if (depth > DEEPEST) {
                reading.mistake(place, "is nested too deeply; no key lies so deep");
            } else if (values == MOST_VALUES + 1) {
                reading.mistake(place, "the file has too many values; are its aliases right?");
            }
            return new Value.Broken(place);
        }
        if (!TAGS.contains(node.getTag())) {
            reading.mistake(place, "the tag " + node.getTag() + " is not understood; remove it");
            return new Value.Broken(place);
        }
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar, place);
            case SequenceNode list -> {
                var items = new ArrayList<Value>();
                for (var item : list.getValue()) {
                    if (values > MOST_VALUES) break;
                    items.add(value(item, place.item(line(item.getStartMark()), items.size()), depth + 1));
                }
                yield new Value.Items(place, items);
            }
            case MappingNode map -> keys(map, place, depth);
            default -> new Value.Broken(place);
        };
    }

    private Value scalar(ScalarNode scalar, Place place) {
        if (scalar.getTag().equals(Tag.NULL)) return new Value.Nothing(place);
        if (scalar.getValue().length() > LONGEST_TEXT) {
            reading.mistake(place, "is longer than " + LONGEST_TEXT + " characters; is a quote or a line end missing?");
            return new Value.Broken(place);
        }
        var text = reading.substitute(place, scalar.getValue());
        return text.isPresent() ? new Value.Text(place, text.get()) : new Value.Broken(place);
    }

    private Value keys(MappingNode map, Place place, int depth) {
        var entries = new LinkedHashMap<String, Value>();
        for (var entry : map.getValue()) {
            if (values > MOST_VALUES) break;
            var line = line(entry.getKeyNode().getStartMark());
            if (!(entry.getKeyNode() instanceof ScalarNode name)) {
                reading.mistake(new Place(line, place.key()), "a key must be one word, not a list or a map");
                continue;
            }
            var at = place.child(line, name.getValue());
            var first = entries.get(name.getValue());
            if (first == null) entries.put(name.getValue(), value(entry.getValueNode(), at, depth + 1));
            else reading.mistake(at, "stands twice, first in line " + first.place().line() + "; remove one of them");
        }
        return new Value.Keys(place, entries);
    }

    private static int line(Mark mark) {
        return mark.getLine() + 1;
    }
}
