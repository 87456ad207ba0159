package staytuned.config;

import java.util.List;
import java.util.Map;

/** What stands at one place of the file, with its variables replaced. */
sealed interface Value {
    Place place();

    /** A text, a number or a word: the file does not tell them apart, the reader of the key does. */
    record Text(Place place, String text) implements Value {}

    record Items(Place place, List<Value> values) implements Value {}

    record Keys(Place place, Map<String, Value> values) implements Value {}

    /** A key without a value. */
    record Nothing(Place place) implements Value {}

    /** What was reported already. */
    record Broken(Place place) implements Value {}
}
