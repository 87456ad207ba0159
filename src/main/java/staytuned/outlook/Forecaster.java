package staytuned.outlook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import staytuned.article.ArticleState;
import staytuned.article.Inquiries;
import staytuned.article.Sources;
import staytuned.delivery.Headcounts;
import staytuned.delivery.Instances;
import staytuned.issue.IssueState;
import staytuned.issue.Issues;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.outlook.Waiting.Why;

/** Says what will happen to newsletters and articles when nobody intervenes. Changes nothing. */
public final class Forecaster {
    private static final int MOST_SENDS = 50;
    private static final int MOST_ARTICLES = 200;
    private static final int MOST_ISSUES = 100;
    private static final Set<ArticleState> OPEN =
            Set.of(ArticleState.WAITING, ArticleState.HELD, ArticleState.SCHEDULED);
    private static final Set<IssueState> UNDER_WAY =
            Set.of(
            IssueState.READY, IssueState.PROPOSED, IssueState.HELD, IssueState.SENDING, IssueState.PAUSED);

    private final Desk desk;
    private final InstantSource clock;

    /**
     * Where it looks.
     *
     * @param zones the time zones in which a newsletter has readers
     */
    public record Desk(
            Newsletters newsletters,
            Inquiries articles,
            Sources sources,
            Issues issues,
            Headcounts headcounts,
            Instances instances,
            Function<Newsletter, Collection<ZoneId>> zones) {}

    public Forecaster(Desk desk, InstantSource clock) {
        this.desk = desk;
        this.clock = clock;
    }

    /** What will happen to a newsletter within {@code ahead}. */
    public Forecast of(Newsletter newsletter, Duration ahead) {
        var now = clock.instant();
        var waiting = desk.articles.in(newsletter.id(), OPEN, MOST_ARTICLES).stream()
                .map(each -> waiting(newsletter, each))
                .toList();
        var issues = desk.issues.list(newsletter.id(), MOST_ISSUES).reversed().stream()
                .filter(each -> UNDER_WAY.contains(each.state()))
                .toList();
        var sends = sends(timing(newsletter, now).slots(now.plus(ahead), MOST_SENDS), waiting, now.plus(ahead));
        return new Forecast(
                newsletter, sends, desk.headcounts.of(newsletter.id(), null, now), issues, waiting,
                inlets(newsletter));
    }

    /** What an article waits for that was not mailed yet. */
    public Waiting waiting(Newsletter newsletter, Inquiries.Found found) {
        var now = clock.instant();
        var due = due(newsletter, found, now);
        var article = found.article();
        var cure = switch (due.why()) {
            case HELD -> Objects.toString(article.reason(), "")
                    + "; \"articles release --newsletter " + newsletter.key() + "\" mails it and all that are held "
                    + "with it, \"articles skip --newsletter " + newsletter.key() + "\" never does";
            case RESTORED -> desk.instances.held().orElse(null);
            case PAGE -> article.reason();
            case NEVER -> "give send.when another cron";
            default -> null;
        };
        return new Waiting(
                found, due.why(), due.until(), due.goes(), cure,
                desk.headcounts.of(newsletter.id(), found.tags(), now));
    }

    private Timing.Due due(Newsletter newsletter, Inquiries.Found found, Instant now) {
        var article = found.article();
        var timing = timing(newsletter, now);
        return switch (article.state()) {
            case HELD -> new Timing.Due(Why.HELD, null, null);
            case SCHEDULED -> {
                var date = Objects.requireNonNullElse(article.publishedAt(), article.foundAt());
                var goes = timing.of(date).goes();
                yield new Timing.Due(Why.SCHEDULED, date, goes);
            }
            default -> {
                if (desk.instances.held().isPresent()) yield new Timing.Due(Why.RESTORED, null, null);
                yield found.unread() ? new Timing.Due(Why.PAGE, null, null) : timing.of(article.foundAt());
            }
        };
    }

    private Timing timing(Newsletter newsletter, Instant now) {
        var times = newsletter.cadence().times();
        var zones = times.local() ? desk.zones.apply(newsletter) : List.<ZoneId>of();
        return new Timing(newsletter.cadence(), desk.newsletters.slot(newsletter), zones, now);
    }

    /** The times of the schedule, and those at which articles go that wait for something else. */
    private static List<Forecast.Send> sends(List<Instant> slots, List<Waiting> waiting, Instant until) {
        var sends = new TreeMap<Instant, Integer>();
        slots.forEach(each -> sends.put(each, 0));
        waiting.stream()
                .map(Waiting::goes)
                .filter(Objects::nonNull)
                .filter(each -> !each.isAfter(until))
                .forEach(each -> sends.merge(each, 1, Integer::sum));
        return sends.entrySet().stream()
                .limit(MOST_SENDS)
                .map(each -> new Forecast.Send(each.getKey(), each.getValue()))
                .toList();
    }

    private List<Forecast.Inlet> inlets(Newsletter newsletter) {
        var standings = desk.sources.list(newsletter.id()).stream()
                .collect(Collectors.toMap(Sources.Standing::location, Function.identity()));
        return newsletter.sources().stream()
                .map(each -> new Forecast.Inlet(each, standings.get(each.location())))
                .toList();
    }
}
