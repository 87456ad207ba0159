package staytuned.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How a run went.
 *
 * @param rate in a second
 * @param cpu milliseconds of the sender's CPU for each letter; 0 where nobody asked
 */
record Measured(double rate, double cpu) {
    /** A sender's JSON line about so many letters. */
    static Measured of(JsonNode line, int letters) {
        return new Measured(letters / line.get("seconds").asDouble(), line.get("cpu_ms").asDouble());
    }

    /** The middle of several runs, for each figure. */
    static Measured median(List<Measured> runs) {
        return new Measured(median(runs, Measured::rate), median(runs, Measured::cpu));
    }

    private static double median(List<Measured> runs, ToDoubleFunction<Measured> figure) {
        return runs.stream().mapToDouble(figure).sorted().toArray()[runs.size() / 2];
    }

    @Override
    public String toString() {
        var cpuMs = cpu == 0 ? "" : String.format(Locale.ROOT, ", %.2f CPU ms", cpu);
        return String.format(Locale.ROOT, rate < 1_000 ? "%.1f/s%s" : "%,.0f/s%s", rate, cpuMs);
    }
}
