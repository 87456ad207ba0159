package staytuned.outlook;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a config says otherwise than the one before.
 *
 * @param key as {@code newsletters[notes].send.when}; for a thing that is there in one of them only, the thing, such as
 *     {@code newsletters[notes]}
 * @param before null for what was not there, and for a thing
 * @param after null for what is not there any more, and for a thing
 */
public record Change(Kind kind, String key, @Nullable String before, @Nullable String after) {
    private static final Pattern THING = Pattern.compile("\\](?=\\.|$)");

    /** What happened to the key. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    /** All that is another in {@code after}, in its order, and last what is gone. */
    public static List<Change> between(Map<String, String> before, Map<String, String> after) {
        var changes = new ArrayList<Change>();
        var known = things(before.keySet());
        var things = things(after.keySet());
        var told = new LinkedHashSet<String>();
        after.forEach((key, value) -> {
            var old = before.get(key);
            var thing = first(key, known);
            if (thing != null) {
                if (told.add(thing)) changes.add(new Change(Kind.ADDED, thing, null, null));
            } else if (old == null) {
                changes.add(new Change(Kind.ADDED, key, null, value));
            } else if (!old.equals(value)) {
                changes.add(new Change(Kind.CHANGED, key, old, value));
            }
        });
        before.forEach((key, value) -> {
            if (after.containsKey(key)) return;
            var thing = first(key, things);
            if (thing == null) changes.add(new Change(Kind.REMOVED, key, value, null));
            else if (told.add(thing)) changes.add(new Change(Kind.REMOVED, thing, null, null));
        });
        return List.copyOf(changes);
    }

    /** The outermost thing that a key belongs to and that is not among these; null where all are. */
    private static @Nullable String first(String key, Set<String> known) {
        return things(Set.of(key)).stream().filter(each -> !known.contains(each)).findFirst().orElse(null);
    }

    /** The items of lists that these keys belong to, the outer ones first. */
    private static Set<String> things(Set<String> keys) {
        var things = new LinkedHashSet<String>();
        for (var key : keys) {
            var ends = THING.matcher(key);
            while (ends.find()) things.add(key.substring(0, ends.end()));
        }
        return things;
    }
}
