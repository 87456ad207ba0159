package staytuned.health;

import io.micrometer.core.instrument.Tags;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import staytuned.article.ArticleState;
import staytuned.article.Sources.Standing;
import staytuned.health.Counts.Group;
import staytuned.issue.IssueState;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.Reason;
import staytuned.subscriber.Status;

/** The figures of what the tables hold: sources, articles, issues, readers, and whom never to mail. */
final class Holdings {
    private static final Duration OFTEN = Duration.ofSeconds(15);
    private static final Duration SELDOM = Duration.ofMinutes(1);

    private final Metrics metrics;
    private final Metrics.Desk desk;
    private final Counts counts;

    Holdings(Metrics metrics, Metrics.Desk desk) {
        this.metrics = metrics;
        this.desk = desk;
        this.counts = new Counts(desk.database());
    }

    void register() {
        var articles = fresh(counts::articles, SELDOM);
        var issues = fresh(counts::issues, OFTEN);
        var subscriptions = fresh(counts::subscriptions, SELDOM);
        for (var each : desk.newsletters()) {
            sources(each);
            states(each, "articles", "articles, by what became of them", articles, ArticleState.values());
            states(each, "issues", "issues, by how far they have come", issues, IssueState.values());
            states(each, "subscriptions", "subscriptions, by what their readers said", subscriptions, Status.values());
        }
        var suppressions = new Fresh<Map<String, Integer>>(Map.of(), counts::suppressions, SELDOM, desk.clock());
        for (var each : Reason.values()) {
            metrics.gauge("staytuned.suppressions", "whom never to mail, by reason", Tags.of("reason", each.column()),
                    () -> suppressions.get().getOrDefault(each.column(), 0));
        }
    }

    private Fresh<Map<Group, Integer>> fresh(Supplier<Map<Group, Integer>> counted, Duration least) {
        return new Fresh<>(Map.of(), counted, least, desk.clock());
    }

    private void states(
            Newsletter newsletter, String what, String says, Fresh<Map<Group, Integer>> counted, Enum<?>[] states) {
        for (var state : Arrays.stream(states).map(each -> each.name().toLowerCase(Locale.ROOT)).toList()) {
            var group = new Group(newsletter.id(), state);
            metrics.gauge("staytuned." + what, says, Tags.of("newsletter", newsletter.key(), "state", state),
                    () -> counted.get().getOrDefault(group, 0));
        }
    }

    private void sources(Newsletter newsletter) {
        var standings = new Fresh<List<Standing>>(List.of(), () -> desk.sources().list(newsletter.id()), OFTEN, desk.clock());
        var labels = new HashMap<String, Integer>();
        for (var source : newsletter.sources()) {
            var label = label(source);
            int same = labels.merge(label, 1, Integer::sum);
            var tags = Tags.of("newsletter", newsletter.key(), "source", same == 1 ? label : label + " " + same);
            Function<Function<Standing, @Nullable Number>, @Nullable Number> of = part -> standings.get().stream()
                    .filter(each -> each.location().equals(source.location()))
                    .findFirst()
                    .map(part)
                    .orElse(null);
            metrics.gauge("staytuned.source.success.timestamp.seconds",
                    "when the source was last polled with success; NaN where it never was", tags,
                    () -> of.apply(each -> each.succeededAt() == null ? null : each.succeededAt().getEpochSecond()));
            metrics.gauge("staytuned.source.failures", "how often in a row the source has failed since", tags,
                    () -> of.apply(Standing::failures));
            metrics.gauge("staytuned.source.ended", "1 where the source is gone for good and polled no more", tags,
                    () -> of.apply(each -> each.endedAt() == null ? 0 : 1));
        }
    }

    /** What names a source without the rest of its address, which may hold a secret. */
    private static String label(Newsletter.Source source) {
        return switch (source) {
            case Newsletter.Feed feed -> label(feed.url());
            case Newsletter.Sitemap map -> label(map.url());
            case Newsletter.Page page -> label(page.url());
            case Newsletter.Folder folder -> String.valueOf(folder.path().getFileName());
            case Newsletter.Export export -> String.valueOf(export.file().getFileName());
        };
    }

    private static String label(URI url) {
        return url.getHost() + url.getPath();
    }
}
