package staytuned.outlook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import staytuned.outlook.Change.Kind;

class ChangeTest {
    private static Map<String, String> settings(String... keysAndValues) {
        var settings = new LinkedHashMap<String, String>();
        for (var i = 0; i < keysAndValues.length; i += 2) settings.put(keysAndValues[i], keysAndValues[i + 1]);
        return settings;
    }

    @Test
    void namesWhatIsAnother() {
        var before = settings("data", "a", "site.url", "u", "alerts.to", "x@example.org");
        var after = settings("data", "b", "site.url", "u", "templates", "t");
        assertEquals(
                List.of(
                        new Change(Kind.CHANGED, "data", "a", "b"),
                        new Change(Kind.ADDED, "templates", null, "t"),
                        new Change(Kind.REMOVED, "alerts.to", "x@example.org", null)),
                Change.between(before, after));
        assertEquals(List.of(), Change.between(before, before));
    }

    /** What is new or gone as a whole is told once; addresses may hold dots and brackets. */
    @Test
    void namesAThingOnce() {
        var feed = "newsletters[a].sources[https://[::1]/a.b/?c[]=1].";
        var before = settings(
                "newsletters[a].key", "a", "newsletters[a].sources[one].feed", "one",
                "newsletters[b].key", "b", "newsletters[b].sources[one].feed", "one");
        var after = settings(
                "newsletters[a].key", "a", feed + "feed", "two", feed + "poll", "10m",
                "newsletters[c].key", "c", "newsletters[c].sources[one].feed", "one");
        assertEquals(
                List.of(
                        new Change(Kind.ADDED, feed.substring(0, feed.length() - 1), null, null),
                        new Change(Kind.ADDED, "newsletters[c]", null, null),
                        new Change(Kind.REMOVED, "newsletters[a].sources[one]", null, null),
                        new Change(Kind.REMOVED, "newsletters[b]", null, null)),
                Change.between(before, after));
    }
}
