package staytuned.desk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import staytuned.delivery.DeliveryStatus;
import staytuned.delivery.Overview;
import staytuned.issue.Issue;
import staytuned.issue.IssueState;

/**
 * How far an issue has come, as a page shows it.
 *
 * @param done how many readers are settled
 * @param rate letters a second, such as {@code 12.5 letters/s}; empty where none leaves
 * @param left how long it takes at this rate; empty where nobody knows
 * @param parts its readers by state
 */
public record Progress(
        long id, String subject, String newsletter, String state, int done, int total, int percent, String rate,
        String left, int doubtful, List<Part> parts) {
    /** How the rate is measured. */
    static final Duration LATELY = Duration.ofMinutes(1);

    /** So many readers in this state. */
    public record Part(String state, int count) {}

    static Progress of(Issue issue, String newsletter, Map<DeliveryStatus, Integer> counts) {
        return of(issue, newsletter, counts, 0);
    }

    static Progress of(Issue issue, String newsletter, Overview overview) {
        return of(issue, newsletter, overview.counts(), overview.lately());
    }

    private static Progress of(Issue issue, String newsletter, Map<DeliveryStatus, Integer> counts, int lately) {
        var parts = new ArrayList<Part>();
        var total = 0;
        var open = 0;
        for (var each : counts.entrySet()) {
            parts.add(new Part(each.getKey().column(), each.getValue()));
            total += each.getValue();
            if (each.getKey().isOpen()) open += each.getValue();
        }
        var going = issue.state() == IssueState.SENDING && open > 0 && lately > 0;
        var rate = lately / (double) LATELY.toSeconds();
        return new Progress(
                issue.id(), issue.subject(), newsletter, issue.state().column(), total - open, total,
                total == 0 ? 0 : (int) (100L * (total - open) / total),
                going ? String.format(Locale.ROOT, "%.1f letters/s", rate) : "",
                going ? When.span(Duration.ofSeconds((long) (open / rate))) : "",
                counts.getOrDefault(DeliveryStatus.DOUBTFUL, 0), parts);
    }
}
