package staytuned.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import staytuned.delivery.DeliveryStatus;
import staytuned.delivery.Overview;
import staytuned.issue.Issue;
import staytuned.issue.IssueState;

/** How one issue goes. */
@Command(name = "show", description = "How an issue goes: its readers by state, its pace, and what relays say.")
final class IssueShow extends IssuesCommand.OfOne {
    private static final Duration LATELY = Duration.ofMinutes(1);

    @Option(
            names = "--json",
            description = {
                "One JSON line: issue, state, subject, published, finished, readers, later, possibly_twice, rate, "
                        + "left, replies, receivers, rates, waits, next.",
                "later: how much of it readers are still to get in a digest, counting each article. rate: letters a "
                        + "second in the last minute. left: seconds, null where nobody knows. receivers: the ten "
                        + "with the most readers. rates: as \"feedback rates\" has them.",
                "waits: why no letter leaves now; next: when one does; null for "
                        + "neither."
            })
    private boolean json;

    IssueShow(Surroundings around) {
        super(around);
    }

    /** Why nothing of an issue leaves now, and when that ends by itself; both null where it goes on. */
    private record Waiting(@Nullable String why, @Nullable Instant until) {
        static final Waiting NOT = new Waiting(null, null);
    }

    @Override
    void act(Staytuned service, Issue issue) {
        var now = around.clock().instant();
        var overview = service.overviews().of(issue.id(), now.minus(LATELY));
        var lately = overview.lately();
        var waiting = waiting(service, issue, overview, now);
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("issue", issue.id());
        fields.put("state", issue.state().column());
        fields.put("subject", issue.subject());
        fields.put("published", text(issue.publishedAt()));
        fields.put("finished", text(issue.finishedAt()));
        fields.put("readers", readers(overview));
        fields.put("later", overview.later());
        fields.put("possibly_twice", overview.twice());
        fields.put("rate", lately / (double) LATELY.toSeconds());
        fields.put("left", lately == 0 ? null : overview.open() * LATELY.toSeconds() / lately);
        fields.put("replies", named(overview.replies()));
        var receivers = new LinkedHashMap<String, Object>();
        overview.receivers().forEach((receiver, counts) -> receivers.put(receiver, named(counts)));
        fields.put("receivers", receivers);
        fields.put("rates", FeedbackRates.rates(service.mailroom().figures().of(issue.id()), json));
        fields.put("waits", waiting.why);
        fields.put("next", text(waiting.until));
        around.print(json, fields);
    }

    /** By their state, where those that wait in the hands of a node are leased. */
    private static Map<String, Integer> readers(Overview overview) {
        var readers = new LinkedHashMap<String, Integer>();
        overview.counts().forEach((status, count) -> {
            var rest = count - overview.leased().getOrDefault(status, 0);
            if (rest > 0) readers.put(status.column(), rest);
        });
        var leased = overview.leased().values().stream().mapToInt(each -> each).sum();
        if (leased > 0) readers.put("leased", leased);
        return readers;
    }

    private static Waiting waiting(Staytuned service, Issue issue, Overview overview, Instant now) {
        var id = issue.id();
        if (issue.state() == IssueState.PAUSED) {
            var why = issue.reason() == null ? "an admin has paused it" : issue.reason();
            return new Waiting(why + "; it goes on with \"issues resume " + id + "\"", null);
        }
        if (issue.state() == IssueState.HELD) {
            return new Waiting(issue.reason() + "; \"issues reset " + id + "\" sets it anew when that is mended, "
                    + "\"issues approve " + id + "\" lets it go out as it is", null);
        }
        if (issue.state() == IssueState.PROPOSED) return proposed(service, issue);
        if (issue.state() != IssueState.SENDING || overview.open() == 0) return Waiting.NOT;
        var held = service.instances().held();
        if (held.isPresent()) return new Waiting(held.get(), null);
        var newsletter = service.newsletters().stream().filter(each -> each.id() == issue.newsletterId()).findFirst();
        if (newsletter.isEmpty()) return new Waiting("its newsletter is no longer in the config", null);
        var times = newsletter.get().cadence().times();
        var open = times.local() ? now : times.hours().next(now, times.zone());
        if (open.isAfter(now)) return new Waiting("quiet hours", open);
        var next = overview.nextDue();
        if (next != null && next.isAfter(now) && overview.leased().isEmpty()) {
            return new Waiting(times.local() ? "for its time where its readers are" : "for the next try", next);
        }
        var doubtful = overview.counts().getOrDefault(DeliveryStatus.DOUBTFUL, 0);
        if (next == null && doubtful == overview.open()) {
            return new Waiting("for your word: \"deliveries resolve --issue " + id + "\"", null);
        }
        return Waiting.NOT;
    }

    private static Waiting proposed(Staytuned service, Issue issue) {
        var last = service.review().proposals().last(issue.id()).orElse(null);
        if (last == null) return Waiting.NOT;
        if (last.verdict() != null) return new Waiting("for its time", last.goesAt());
        var then = last.sends() ? "then it goes out" : "then it is held";
        return new Waiting("for its editors; " + then + ", unless you say \"issues approve " + issue.id()
                + "\" or \"issues hold " + issue.id() + "\"", last.dueAt());
    }

    private static <V> Map<String, V> named(Map<DeliveryStatus, V> by) {
        var named = new LinkedHashMap<String, V>();
        by.forEach((status, value) -> named.put(status.column(), value));
        return named;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
