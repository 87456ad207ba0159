package staytuned.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import staytuned.feedback.Count;
import staytuned.feedback.Figure;
import staytuned.newsletter.Newsletter;

/** The rates by which receivers judge a sender. */
@Command(
        name = "rates",
        description = {
            "How letters were received, by newsletter, relay, receiver and issue: how many were delivered, bounced and "
                    + "complained about.",
            "Over the limit is, from 50 letters on, who has more than 5% bounces, 10 at least, or more than 0.1% "
                    + "complaints, 3 at least; from 0.3% on receivers turn mail away."
        })
final class FeedbackRates extends ServiceCommand {
    private static final int MOST_DAYS = 3650;
    private static final int SHOWN = 20;

    @Option(names = "--days", paramLabel = "N", description = "Of issues of the last N days. Default: 30.")
    private int days = 30;

    @Option(names = "--newsletter", paramLabel = "KEY", description = "Only of this newsletter.")
    private @Nullable String newsletter;

    @Option(
            names = "--json",
            description = "One JSON line for each: by (newsletter, relay, receiver or issue), name (empty where it is "
                    + "not known, or for all receivers with few letters), letters, delivered, bounced, complained, "
                    + "delivery_rate, bounce_rate, complaint_rate (from 0 to 1), over (a list of sentences).")
    private boolean json;

    FeedbackRates(Surroundings around) {
        super(around);
    }

    @Override
    void act(Staytuned service) {
        if (days < 1 || days > MOST_DAYS) {
            throw new Failure(Failure.USAGE, "--days: write a number from 1 to " + MOST_DAYS);
        }
        var only = newsletter == null ? null : config.newsletter(service, newsletter);
        var since = around.clock().instant().minus(Duration.ofDays(days));
        var figures = service.mailroom().figures().since(since, true).stream()
                .filter(each -> only == null || each.newsletterId() == only.id())
                .toList();
        var keys = service.newsletters().stream().collect(Collectors.toMap(Newsletter::id, Newsletter::key));
        show("newsletter", figures, each -> keys.getOrDefault(each.newsletterId(), "no longer in the config"));
        show("relay", figures, Figure::relay);
        show("receiver", figures, Figure::receiver);
        show("issue", figures, each -> String.valueOf(each.issueId()));
    }

    /** Those with the most letters. */
    private void show(String by, List<Figure> figures, Function<Figure, String> name) {
        var sums = new LinkedHashMap<String, Count>();
        for (var each : figures) sums.merge(name.apply(each), each.count(), Count::plus);
        sums.entrySet().stream()
                .sorted((a, b) -> Integer.compare(b.getValue().letters(), a.getValue().letters()))
                .limit(SHOWN)
                .forEach(each -> around.print(json, fields(by, each.getKey(), each.getValue())));
    }

    private Map<String, Object> fields(String by, String name, Count count) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("by", by);
        fields.put("name", json || !name.isEmpty() ? name : by.equals("receiver") ? "others" : "unknown");
        fields.putAll(rates(count, json));
        return fields;
    }

    /** The figures and what is over its limit; the rates as numbers, or in percent. */
    static Map<String, Object> rates(Count count, boolean json) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("letters", count.letters());
        fields.put("delivered", count.delivered());
        fields.put("bounced", count.bounced());
        fields.put("complained", count.complained());
        fields.put("delivery_rate", json ? count.deliveryRate() : Count.percent(count.deliveryRate()));
        fields.put("bounce_rate", json ? count.bounceRate() : Count.percent(count.bounceRate()));
        fields.put("complaint_rate", json ? count.complaintRate() : Count.percent(count.complaintRate()));
        var over = count.excesses().stream().map(Count.Excess::says).toList();
        fields.put("over", json ? over : String.join("; ", over));
        return fields;
    }
}
