package staytuned.health;

import java.util.List;
import java.util.stream.Collectors;

/** Whether the service is ready, and what keeps it from that. */
public record Report(List<Check> checks) {
    /**
     * What was looked at.
     *
     * @param says what is wrong, in words that hold no secret; empty where nothing is
     */
    public record Check(String name, String says) {
        public boolean isRight() {
            return says.isEmpty();
        }
    }

    public boolean isReady() {
        return checks.stream().allMatch(Check::isRight);
    }

    /** "ready", or a line for each thing that is wrong. */
    @Override
    public String toString() {
        if (isReady()) return "ready";
        return checks.stream()
                .filter(each -> !each.isRight())
                .map(each -> each.name + ": " + each.says)
                .collect(Collectors.joining("\n"));
    }
}
