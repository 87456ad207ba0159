package staytuned.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import staytuned.delivery.DeliveryStatus;
import staytuned.issue.Issue;
import staytuned.subscriber.Censuses;
import staytuned.web.Answer;
import staytuned.web.Visit;

/** How the list grows, and how much was sent: bars, drawn here, so that no script is needed. */
final class Charts {
    private static final int DAYS = 60;
    private static final int ISSUES = 200;
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final int WIDTH = 720;
    private static final int HEIGHT = 160;

    private final Shelf shelf;
    private final Printer printer;
    private final Censuses censuses;
    private volatile @Nullable Drawn drawn;

    /** What was drawn, and when: nobody counts a million readers for each look. */
    private record Drawn(List<Chart> charts, Instant at) {}

    /**
     * Some bars.
     *
     * @param most the highest of them
     * @param summary what it shows, for who does not see it
     */
    public record Chart(
            String title, String summary, int width, int height, int most, String from, String to, List<Bar> bars) {}

    /** One bar, in units of the picture. */
    public record Bar(int x, int y, int width, int height, String label) {}

    Charts(Shelf shelf, Printer printer) {
        this.shelf = shelf;
        this.printer = printer;
        this.censuses = new Censuses(shelf.database());
    }

    Answer show(Guest guest, Visit visit) {
        return printer.page(guest, visit, "charts", Map.of("charts", charts()));
    }

    private List<Chart> charts() {
        var last = drawn;
        var now = shelf.now();
        if (last != null && last.at.plus(FRESH).isAfter(now)) return last.charts;
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        var sent = new TreeMap<LocalDate, Integer>();
        var bounced = new TreeMap<LocalDate, Integer>();
        var issues = shelf.issues().page(Long.MAX_VALUE, ISSUES);
        var kept = shelf.mail().tallies().kept(issues.stream().map(Issue::id).toList());
        for (var each : issues) {
            if (each.publishedAt() == null) continue;
            var day = LocalDate.ofInstant(each.publishedAt(), ZoneOffset.UTC);
            var counts = kept.getOrDefault(each.id(), Map.of());
            sent.merge(day, counts.getOrDefault(DeliveryStatus.SENT, 0), Integer::sum);
            bounced.merge(day, counts.getOrDefault(DeliveryStatus.BOUNCED, 0), Integer::sum);
        }
        var charts = List.of(
                chart("New readers a day", "readers", today, censuses.joined(now.minus(Duration.ofDays(DAYS)))),
                chart("Letters sent a day", "letters", today, sent),
                chart("Letters refused a day", "letters", today, bounced));
        drawn = new Drawn(charts, now);
        return charts;
    }

    /** Of the last sixty days. */
    static Chart chart(String title, String what, LocalDate today, Map<LocalDate, Integer> counts) {
        var first = today.minusDays(DAYS - 1L);
        var most = 0;
        var sum = 0L;
        for (var each : counts.entrySet()) {
            if (each.getKey().isBefore(first) || each.getKey().isAfter(today)) continue;
            most = Math.max(most, each.getValue());
            sum += each.getValue();
        }
        var bars = new ArrayList<Bar>();
        var step = WIDTH / DAYS;
        for (var day = 0; day < DAYS; day++) {
            var date = first.plusDays(day);
            int count = counts.getOrDefault(date, 0);
            if (count == 0) continue;
            var height = Math.max(2, (int) ((long) HEIGHT * count / most));
            bars.add(new Bar(day * step, HEIGHT - height, step - 2, height, date + ": " + count));
        }
        return new Chart(
                title, sum + " " + what + " in " + DAYS + " days, at most " + most + " a day", WIDTH, HEIGHT, most,
                first.toString(), today.toString(), bars);
    }
}
