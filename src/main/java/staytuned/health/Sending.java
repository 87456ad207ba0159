package staytuned.health;

import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import staytuned.delivery.Dispatcher;
import staytuned.delivery.Logbook.Ending;
import staytuned.feedback.Count;
import staytuned.feedback.Figure;
import staytuned.health.Counts.Backlog;
import staytuned.newsletter.Newsletter;

/** The figures of what goes out and of what waits to. */
final class Sending {
    private static final Duration OFTEN = Duration.ofSeconds(15);
    private static final Duration SELDOM = Duration.ofMinutes(1);
    private static final Duration LATELY = Duration.ofDays(7);

    private final Metrics metrics;
    private final Metrics.Desk desk;
    private final Fresh<Map<Long, Backlog>> backlogs;
    private final Fresh<Map<Long, Count>> lately;

    Sending(Metrics metrics, Metrics.Desk desk) {
        this.metrics = metrics;
        this.desk = desk;
        this.backlogs = new Fresh<>(Map.of(), new Counts(desk.database())::backlogs, OFTEN, desk.clock());
        this.lately = new Fresh<>(Map.of(), this::lately, SELDOM, desk.clock());
    }

    void register() {
        for (var each : desk.newsletters()) {
            for (var dispatcher : desk.dispatchers()) letters(each, dispatcher);
            backlog(each);
            received(each);
        }
        for (var each : desk.dispatchers()) relay(each);
    }

    private void letters(Newsletter newsletter, Dispatcher dispatcher) {
        for (var ending : Ending.values()) {
            var tags = Tags.of(
                    "newsletter", newsletter.key(), "relay", dispatcher.relay(),
                    "result", ending.name().toLowerCase(Locale.ROOT));
            metrics.counter("staytuned.letters", "attempts at letters by this process, by how they ended", tags,
                    () -> dispatcher.logbook().count(newsletter.id(), ending));
        }
    }

    private void relay(Dispatcher dispatcher) {
        var tags = Tags.of("relay", dispatcher.relay());
        metrics.gauge("staytuned.relay.connections", "connections of this process to the relay", tags,
                () -> dispatcher.logbook().connections());
        metrics.gauge("staytuned.relay.up", "0 where the relay is left alone, because it takes no mail", tags,
                () -> dispatcher.rests() ? 0 : 1);
    }

    private void backlog(Newsletter newsletter) {
        var tags = Tags.of("newsletter", newsletter.key());
        Function<Function<Backlog, @Nullable Number>, @Nullable Number> of =
                part -> part.apply(backlogs.get().getOrDefault(newsletter.id(), Backlog.NONE));
        metrics.gauge("staytuned.queue.letters", "letters that are not settled yet", tags,
                () -> of.apply(Backlog::letters));
        metrics.gauge("staytuned.queue.undecided", "letters in doubt about which an admin must decide", tags,
                () -> of.apply(Backlog::undecided));
        metrics.gauge("staytuned.queue.age.seconds", "since the oldest issue that is not settled was published", tags,
                () -> of.apply(each -> age(each.since())));
        metrics.gauge("staytuned.queue.overdue.seconds",
                "how long the oldest letter is due that has not gone out; 0 where none is, and in quiet hours", tags,
                () -> of.apply(each -> isQuiet(newsletter) ? 0 : age(each.due())));
    }

    private boolean isQuiet(Newsletter newsletter) {
        var times = newsletter.cadence().times();
        return !times.local() && !times.hours().areOpen(desk.clock().instant(), times.zone());
    }

    /** Seconds; 0 where it is yet to come. */
    private double age(@Nullable Instant since) {
        if (since == null) return 0;
        return Math.max(0, Duration.between(since, desk.clock().instant()).toMillis() / 1000.0);
    }

    private void received(Newsletter newsletter) {
        var tags = Tags.of("newsletter", newsletter.key());
        Function<Function<Count, Integer>, Integer> of =
                part -> part.apply(lately.get().getOrDefault(newsletter.id(), new Count(0, 0, 0)));
        metrics.gauge("staytuned.week.letters", "letters of finished issues of the last 7 days", tags,
                () -> of.apply(Count::letters));
        metrics.gauge("staytuned.week.bounced", "those of them that bounced", tags, () -> of.apply(Count::bounced));
        metrics.gauge("staytuned.week.complained", "those of them about which readers complained", tags,
                () -> of.apply(Count::complained));
    }

    private Map<Long, Count> lately() {
        var sums = new HashMap<Long, Count>();
        for (Figure each : desk.figures().since(desk.clock().instant().minus(LATELY), false)) {
            sums.merge(each.newsletterId(), each.count(), Count::plus);
        }
        return sums;
    }
}
