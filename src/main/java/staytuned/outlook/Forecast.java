package staytuned.outlook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import staytuned.article.Sources;
import staytuned.delivery.Headcounts.Headcount;
import staytuned.issue.Issue;
import staytuned.newsletter.Newsletter;

/**
 * What will happen to one newsletter.
 *
 * @param sends when letters go out next, as far as that is known
 * @param readers who would get a letter now
 * @param issues those that are not over
 * @param waiting the articles that were not mailed yet
 * @param inlets where articles come from
 */
public record Forecast(
        Newsletter newsletter,
        List<Send> sends,
        Headcount readers,
        List<Issue> issues,
        List<Waiting> waiting,
        List<Inlet> inlets) {
    /**
     * A time at which letters go out.
     *
     * @param articles how many of those that are known by now go then
     */
    public record Send(Instant at, int articles) {}

    /**
     * A source.
     *
     * @param standing how it does; null where it was never looked at
     */
    public record Inlet(Newsletter.Source source, Sources.@Nullable Standing standing) {
        /** How it does. */
        public Sources.State state() {
            return standing == null ? Sources.State.NEW : standing.state();
        }

        /** When it is polled next; null where it is not, or nobody has looked yet. */
        public @Nullable Instant next() {
            return standing == null || state() == Sources.State.ENDED ? null : standing.nextPollAt();
        }
    }
}
