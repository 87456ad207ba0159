package staytuned.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** At most {@code count} messages in each {@code per}. */
public record Rate(int count, Duration per) {
    private static final Pattern RATE = Pattern.compile("([0-9]{1,8}) ?/ ?(second|minute|hour|day)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "second", ChronoUnit.SECONDS,
            "minute", ChronoUnit.MINUTES,
            "hour", ChronoUnit.HOURS,
            "day", ChronoUnit.DAYS);

    /** The one at the key {@code rate}, or those in the list there; none where there is none. */
    static List<Rate> read(Section keys) {
        return keys.values("rate", "[50/second, 10000/hour]", Rate::parse);
    }

    static Rate parse(String text) {
        var m = RATE.matcher(text.strip());
        var count = m.matches() ? Integer.parseInt(m.group(1)) : 0;
        var unit = count > 0 ? UNITS.get(m.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(
                    Notation.shown(text)
                            + " is no rate; write a number and its period: 50/second, /minute, /hour or /day");
        }
        return new Rate(count, unit.getDuration());
    }

    @Override
    public String toString() {
        var unit = UNITS.entrySet().stream().filter(each -> each.getValue().getDuration().equals(per)).findFirst();
        return count + "/" + unit.map(Map.Entry::getKey).orElse(per.toString());
    }
}
