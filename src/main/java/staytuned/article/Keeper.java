package staytuned.article;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import staytuned.db.Tx;
import staytuned.newsletter.Newsletter;

/** Keeps what one poll of a source brought, each article once. */
final class Keeper {
    private final Articles articles;
    private final Newsletter newsletter;
    private final Newsletter.Source source;
    private final Instant now;

    /** How many articles are new and wait; a line for each that is unreadable now, and one where all are held. */
    record Kept(int waiting, List<String> problems) {}

    Keeper(Articles articles, Newsletter newsletter, Newsletter.Source source, Instant now) {
        this.articles = articles;
        this.newsletter = newsletter;
        this.source = source;
        this.now = now;
    }

    /** Keeps them; {@code baseline} is when the source was first polled, null when that is now. */
    Kept keep(Tx tx, long sourceId, List<Candidate> candidates, @Nullable Instant baseline) {
        var known = articles.known(tx, newsletter.id(), candidates.stream().map(Candidate::identity).toList());
        var problems = new ArrayList<String>();
        var fresh = new ArrayList<String>();
        for (var candidate : candidates) {
            var identity = identity(tx, candidate, known);
            var row = known.find(identity);
            if (row != null && (!row.open() || row.version().equals(candidate.version()))) continue;
            var read = candidate.finding().get();
            if (read == null) continue;
            var finding = identity.equals(candidate.identity())
                    ? read
                    : new Finding(identity, read.item(), read.reading(), read.reason());
            if (row == null) row = elsewhere(tx, finding, identity);
            if (row != null && (!row.open() || row.version().equals(candidate.version()))) continue;
            boolean held = row != null && row.state() == ArticleState.HELD;
            if (held && finding.reason() != null) continue; // stays as it could be read
            var state = held ? ArticleState.HELD : state(finding, row, baseline);
            boolean kept = row == null
                    ? articles.add(tx, newsletter.id(), sourceId, finding, candidate.version(), state, now)
                    : articles.replace(tx, row, finding, candidate.version(), state, now);
            if (!kept) continue;
            if (row == null) known.add(finding.identity(), added(candidate, finding, state));
            boolean waited = row != null && row.state() == ArticleState.WAITING;
            if (state == ArticleState.WAITING && !waited) fresh.add(row == null ? finding.identity().key() : row.key());
            if (finding.reason() != null) {
                problems.add(candidate.name() + ": " + finding.reason() + "; read again when it changes");
            }
        }
        // A guid scheme that changed, or an archive that was moved in, is no news.
        boolean flood = baseline != null && source.flood() > 0 && fresh.size() > source.flood();
        if (!flood) return new Kept(fresh.size(), problems);
        articles.hold(tx, newsletter.id(), fresh, "held: " + fresh.size() + " new articles at once");
        problems.add(flood(fresh.size()));
        return new Kept(0, problems);
    }

    private String flood(int count) {
        return "source " + source.location() + ": held: " + count + " new articles at once, more than its flood of "
                + source.flood() + "; \"./staytuned articles release --newsletter " + newsletter.key()
                + "\" mails them, \"./staytuned articles skip --newsletter " + newsletter.key() + "\" never does";
    }

    /** The candidate's identity, or another one where its guid had belonged to a different article. */
    private Identity identity(Tx tx, Candidate candidate, Known known) {
        var identity = candidate.identity();
        var row = known.byKey(identity);
        if (row == null || candidate.item() == null || !row.reusedFor(candidate.item())) return identity;
        var own = identity.reused(candidate.item());
        var kept = articles.known(tx, newsletter.id(), List.of(own)).find(own);
        if (kept != null) known.add(own, kept);
        return own;
    }

    /** A file's title and link are known only now that it is read. */
    private Known.@Nullable Row elsewhere(Tx tx, Finding finding, Identity looked) {
        return finding.identity().equals(looked)
                ? null
                : articles.known(tx, newsletter.id(), List.of(finding.identity())).find(finding.identity());
    }

    private ArticleState state(Finding finding, Known.@Nullable Row row, @Nullable Instant baseline) {
        if (finding.reason() != null) return ArticleState.UNREADABLE;
        // What was unreadable at the baseline was there before the service, and mails nothing when it is mended.
        boolean before = row == null ? baseline == null : row.found().equals(baseline)
                && row.state() == ArticleState.UNREADABLE;
        return before && !source.sendsFirstPoll() ? ArticleState.BASELINE : ArticleState.WAITING;
    }

    /** As if read back from the table; it is only compared with later candidates of the same poll. */
    private Known.Row added(Candidate candidate, Finding finding, ArticleState state) {
        var item = finding.item();
        return new Known.Row(
                0,
                finding.identity().key(),
                state == ArticleState.WAITING ? ArticleState.ISSUED : state,
                candidate.version(),
                item.content().title(),
                item.link(),
                item.published(),
                now);
    }
}
