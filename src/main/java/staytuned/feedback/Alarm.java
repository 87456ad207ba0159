package staytuned.feedback;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Database;
import staytuned.delivery.Histories;
import staytuned.mail.Address;
import staytuned.mail.Courier.RelayUnavailable;
import staytuned.mail.Message;
import staytuned.mail.Outcome;

/**
 * Tells the admin when a rate is over its limit, or an issue was stopped: in the log, and by mail where the config
 * names an address; of each newsletter and rate once a day.
 */
public final class Alarm {
    private static final Logger LOG = LoggerFactory.getLogger(Alarm.class);
    /** Whose issues are counted: as many days as the receivers look back, roughly. */
    private static final Duration LATELY = Duration.ofDays(7);
    /** When a mail could not be handed over. */
    private static final Duration PAUSE = Duration.ofMinutes(30);

    private final Desk desk;
    private final Alerts alerts;
    private final Histories histories = new Histories();

    /**
     * What it works with.
     *
     * @param senders the newsletters, by id
     * @param admin who is told by mail; null for nobody
     */
    public record Desk(
            Database database, Figures figures, Map<Long, Sender> senders, @Nullable Address admin,
            InstantSource clock) {}

    /** What there is to tell about one newsletter. */
    private record Alert(long newsletterId, String subject, String title, List<String> lines) {}

    public Alarm(Desk desk) {
        this.desk = desk;
        this.alerts = new Alerts(desk.database);
    }

    /** Looks at issues of the last days, and tells what is new; says how many alerts that made. */
    public int lookDue() {
        var now = desk.clock.instant();
        var told = 0;
        for (var each : found()) {
            if (!alerts.claim(each.newsletterId, each.subject, now)) continue;
            told++;
            LOG.warn("{}: {}", each.title, String.join("; ", each.lines));
            if (desk.admin == null || mailed(each, desk.admin)) continue;
            alerts.putOff(each.newsletterId, each.subject, now, PAUSE);
        }
        return told;
    }

    private List<Alert> found() {
        var since = desk.clock.instant().minus(LATELY);
        var found = new ArrayList<Alert>();
        for (var each : desk.database.inTransaction(tx -> histories.published(tx, since))) {
            var sender = desk.senders.get(each.newsletterId());
            if (sender == null || each.stopped() == null) continue;
            found.add(new Alert(
                    each.newsletterId(), "issue " + each.issueId(),
                    sender.title() + ": issue " + each.issueId() + " is paused",
                    List.of(each.stopped(), "It goes on with \"issues resume " + each.issueId() + "\".")));
        }
        desk.figures.since(since, false).stream()
                .collect(Collectors.groupingBy(Figure::newsletterId))
                .forEach((id, figures) -> found.addAll(rates(id, figures)));
        return found;
    }

    /** One alert for each rate: where the newsletter as a whole, a relay or a receiver is over its limit. */
    private List<Alert> rates(long newsletterId, List<Figure> figures) {
        var sender = desk.senders.get(newsletterId);
        if (sender == null) return List.of();
        var lines = new LinkedHashMap<String, List<String>>();
        collect(lines, figures, _ -> "all letters of the last 7 days");
        collect(lines, figures, each -> each.relay().isEmpty() ? "" : "relay " + each.relay());
        collect(lines, figures, each -> each.receiver().isEmpty() ? "" : "receiver " + each.receiver());
        return lines.entrySet().stream()
                .map(each -> new Alert(
                        newsletterId, each.getKey(),
                        sender.title() + ": more " + each.getKey() + " than receivers accept", each.getValue()))
                .toList();
    }

    private static void collect(
            Map<String, List<String>> lines, List<Figure> figures, Function<Figure, String> name) {
        var sums = new LinkedHashMap<String, Count>();
        for (var each : figures) sums.merge(name.apply(each), each.count(), Count::plus);
        sums.forEach((whose, count) -> {
            if (whose.isEmpty()) return;
            for (var each : count.excesses()) {
                lines.computeIfAbsent(each.rate(), _ -> new ArrayList<>()).add(whose + ": " + each.says());
            }
        });
    }

    private boolean mailed(Alert alert, Address admin) {
        var sender = Objects.requireNonNull(desk.senders.get(alert.newsletterId));
        try (var connection = sender.courier().connect()) {
            var outcome = connection.send(message(alert, sender, admin));
            if (outcome instanceof Outcome.Sent) return true;
            LOG.warn("the admin cannot be told, and is told later: {}", outcome.reply());
        } catch (RelayUnavailable e) {
            LOG.warn("the admin cannot be told, and is told later: {}", e.getMessage());
        }
        return false;
    }

    private Message message(Alert alert, Sender sender, Address admin) {
        var now = desk.clock.instant();
        var more = "See \"feedback rates\" and \"issues list\". The next such mail comes in a day at the earliest.";
        var text = String.join("\n", alert.lines) + "\n\n" + more + "\n";
        var html = "<p>" + alert.lines.stream().map(Html::escaped).collect(Collectors.joining("<br>"))
                + "</p>\n<p>" + Html.escaped(more) + "</p>\n";
        // RFC 3834 section 5: nobody's program is to answer.
        return new Message(
                "alert." + alert.newsletterId + "." + now.toEpochMilli() + "@" + sender.from().domain(), now,
                sender.from(), sender.envelopeFrom(), admin, alert.title, "en",
                Map.of("Auto-Submitted", "auto-generated"), text, html);
    }
}
