package staytuned.outlook;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import staytuned.article.FolderFiles;
import staytuned.article.Inquiries;
import staytuned.article.Sources;
import staytuned.delivery.DeliveryStatus;
import staytuned.delivery.Tallies;
import staytuned.issue.Issue;
import staytuned.issue.Issues;
import staytuned.newsletter.Newsletter;
import staytuned.outlook.Explanation.Verdict;
import staytuned.outlook.Waiting.Why;

/** Says why an article was sent, or not, or when it will be. Changes nothing. */
public final class Explainer {
    private final Desk desk;
    private final List<Newsletter> newsletters;

    /** Where it looks. */
    public record Desk(Inquiries articles, Sources sources, Issues issues, Tallies tallies, Forecaster forecaster) {}

    public Explainer(Desk desk, List<Newsletter> newsletters) {
        this.desk = desk;
        this.newsletters = List.copyOf(newsletters);
    }

    /**
     * What became of the articles that {@code wanted} may mean, one explanation for each; where it means none, one that
     * says what may be the reason.
     *
     * @param wanted an id, a guid, a link or its end, a title, or the path of a file
     */
    public List<Explanation> explain(String wanted) {
        var told = new ArrayList<Explanation>();
        for (var newsletter : newsletters) {
            for (var found : desk.articles.named(newsletter, wanted)) told.add(explain(newsletter, found, wanted));
        }
        return told.isEmpty() ? unknown(wanted.strip()) : List.copyOf(told);
    }

    private Explanation explain(Newsletter newsletter, Inquiries.Found found, String wanted) {
        var told = explain(newsletter, found);
        var link = found.article().link();
        var another = wanted.startsWith("http") && link != null && !link.equals(wanted.strip());
        return another ? new Explanation(
                told.newsletter(), told.found(), told.verdict(),
                told.why() + "; it is known by the address " + link + ", and each article is mailed once",
                told.cure(), told.at(), told.issue(), told.readers()) : told;
    }

    /** What became of an article of a newsletter. */
    public Explanation explain(Newsletter newsletter, Inquiries.Found found) {
        var article = found.article();
        return switch (article.state()) {
            case BASELINE -> Explanation.of(newsletter, found, Verdict.NOT_SENT,
                    "was there when " + found.source() + " was polled first, " + Moments.utc(article.foundAt())
                            + ": that is the baseline, and is mailed to nobody",
                    "of a source that is new, \"first-poll: send\" mails what is there");
            case SKIPPED -> Explanation.of(newsletter, found, Verdict.NOT_SENT,
                    "was skipped: an admin said so, or its time passed while the service was down and \"missed\" says "
                            + "skip",
                    null);
            case UNREADABLE -> Explanation.of(newsletter, found, Verdict.NOT_SENT,
                    "cannot be read: " + article.reason(), "it is read again when it changes");
            case WITHDRAWN -> Explanation.of(newsletter, found, Verdict.NOT_SENT,
                    "was taken back before it was sent: " + article.reason(), "it waits anew when it comes back");
            case WAITING, SCHEDULED, HELD -> waiting(newsletter, desk.forecaster.waiting(newsletter, found));
            case ISSUED -> desk.issues.about(article.id())
                    .map(each -> issued(newsletter, found, each))
                    .orElseGet(() -> Explanation.of(newsletter, found, Verdict.NOT_SENT, "is in no issue", null));
        };
    }

    private Explanation waiting(Newsletter newsletter, Waiting waiting) {
        var why = new StringBuilder(waiting.why().sentence());
        var until = waiting.until();
        if (until != null) why.append(", until ").append(Moments.both(until, newsletter.cadence().zone()));
        if (waiting.found().missing()) {
            why.append("; it is in its source no longer, and is withdrawn where its page is gone too");
        }
        standing(newsletter, waiting.found().source())
                .filter(each -> each.state() == Sources.State.FAILING)
                .ifPresent(each -> why.append("; its source fails: ").append(each.reason()));
        var verdict = switch (waiting.why()) {
            case HELD, RESTORED -> Verdict.HELD;
            case MISSED, NEVER -> Verdict.NOT_SENT;
            case DUE, SETTLING, QUIET, SLOT, SCHEDULED, PAGE -> Verdict.WAITS;
        };
        var goes = waiting.why() == Why.MISSED ? null : waiting.goes();
        return new Explanation(
                newsletter, waiting.found(), verdict, why.toString(), waiting.cure(), goes, null,
                waiting.readers().now());
    }

    private Explanation issued(Newsletter newsletter, Inquiries.Found found, Issue issue) {
        var id = issue.id();
        var counts = desk.tallies.counts(id);
        int sent = counts.getOrDefault(DeliveryStatus.SENT, 0);
        int all = counts.values().stream().mapToInt(each -> each).sum();
        var in = "is in issue " + id + ", which ";
        var of = sent + " of " + all + " readers have got it";
        var reason = issue.reason();
        return switch (issue.state()) {
            case READY -> new Explanation(
                    newsletter, found, Verdict.WAITS, in + "is ready and goes out at once", null, null, id, 0);
            case PROPOSED -> new Explanation(
                    newsletter, found, Verdict.WAITS, in + "waits for the word of its editors",
                    "\"issues approve " + id + "\" lets it go out now", null, id, 0);
            case HELD -> new Explanation(
                    newsletter, found, Verdict.HELD,
                    in + (reason != null && reason.startsWith("held") ? "is " : "is held: ") + reason,
                    "\"issues reset " + id + "\" sets it anew when that is mended, \"issues approve " + id
                            + "\" lets it go out as it is", null, id, 0);
            case SENDING -> new Explanation(
                    newsletter, found, Verdict.SENDING, in + "is going out: " + of + others(counts),
                    null, issue.publishedAt(), id, sent);
            case PAUSED -> new Explanation(
                    newsletter, found, Verdict.HELD,
                    in + "is paused: " + Objects.requireNonNullElse(reason, "an admin said so") + "; " + of,
                    "\"issues resume " + id + "\" lets it go on where it was", issue.publishedAt(), id, sent);
            case CANCELLED -> new Explanation(
                    newsletter, found, sent > 0 ? Verdict.SENT : Verdict.NOT_SENT,
                    in + "an admin has ended: " + of, null, issue.publishedAt(), id, sent);
            case SENT -> new Explanation(
                    newsletter, found, Verdict.SENT,
                    "went out in issue " + id + " to " + sent + " of " + all + " readers" + others(counts),
                    null, issue.publishedAt(), id, sent);
        };
    }

    /** How those stand who have not got it: ", 2 bounced, 1 deferred". */
    private static String others(Map<DeliveryStatus, Integer> counts) {
        var others = new StringBuilder();
        counts.forEach((status, count) -> {
            if (status != DeliveryStatus.SENT && count > 0) {
                others.append(", ").append(count).append(' ').append(status.column());
            }
        });
        return others.toString();
    }

    private Optional<Sources.Standing> standing(Newsletter newsletter, String location) {
        return desk.sources.list(newsletter.id()).stream().filter(each -> each.location().equals(location)).findFirst();
    }

    private List<Explanation> unknown(String wanted) {
        for (var newsletter : newsletters) {
            for (var source : newsletter.sources()) {
                if (!(source instanceof Newsletter.Folder folder)) continue;
                var why = FolderFiles.whyNot(folder, wanted);
                if (why.isPresent()) return List.of(Explanation.unknown(newsletter, why.get(), null));
            }
        }
        var host = host(wanted);
        if (host == null) {
            return List.of(Explanation.unknown(
                    null, "is no article that is known, by its id, guid, title or link",
                    "\"articles list\" shows them"));
        }
        var told = new ArrayList<Explanation>();
        for (var newsletter : newsletters) {
            for (var source : newsletter.sources()) {
                if (!host.equals(host(source.location()))) continue;
                told.add(Explanation.unknown(newsletter, "was not shown by " + source.location() + ": "
                        + standing(newsletter, source.location()).map(Explainer::stands).orElse("it was never polled"),
                        "\"read " + wanted + "\" shows what would be taken from it"));
            }
        }
        if (!told.isEmpty()) return List.copyOf(told);
        return List.of(Explanation.unknown(null, "is on " + host + ", which no source covers: they are on " + hosts(),
                "name its feed under sources in the config"));
    }

    private static String stands(Sources.Standing standing) {
        return switch (standing.state()) {
            case NEW -> "it was never polled with success";
            case OK -> "it is polled next at " + Moments.utc(standing.nextPollAt());
            case FAILING -> "it fails: " + standing.reason() + "; next try at " + Moments.utc(standing.nextPollAt());
            case ENDED -> "it is gone for good: " + standing.reason();
        };
    }

    private String hosts() {
        var hosts = newsletters.stream()
                .flatMap(each -> each.sources().stream())
                .flatMap(each -> Stream.ofNullable(host(each.location())))
                .distinct()
                .sorted()
                .toList();
        return hosts.isEmpty() ? "no host, only in folders" : String.join(", ", hosts);
    }

    /** The host of an address, without "www."; null for what is none. */
    private static @Nullable String host(String text) {
        try {
            var host = text.startsWith("http") ? URI.create(text).getHost() : null;
            return host == null ? null : host.replaceFirst("^www\\.", "");
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
