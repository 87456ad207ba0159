package staytuned.feedback;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out from a server's words why a message was not delivered. */
final class Causes {
    private static final int MOST = 16_384;

    private final Map<Cause, Wording> wordings = new EnumMap<>(Cause.class);

    Causes() {
        Wording.read("causes.txt").forEach((name, wording) ->
                wordings.put(Cause.valueOf(name.toUpperCase(Locale.ROOT)), wording));
    }

    /** What a text names first; what is weak counts only where nothing else is named. Null where nothing is. */
    @Nullable Cause of(String text) {
        var normal = Wording.normal(text.substring(0, Math.min(text.length(), MOST)));
        var strong = first(normal, false);
        return strong == null ? first(normal, true) : strong;
    }

    private @Nullable Cause first(String text, boolean weak) {
        Cause cause = null;
        Wording.Found first = null;
        for (var each : wordings.entrySet()) {
            if (each.getKey().weak() != weak) continue;
            var found = each.getValue().first(text);
            if (found == null || !found.before(first)) continue;
            first = found;
            cause = each.getKey();
        }
        return cause;
    }
}
