package staytuned.article;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import staytuned.db.Tx;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;

/** Keeps what one poll of a source brought, each article once. */
final class Keeper {
    private final Articles articles;
    private final Names names;
    private final Newsletter newsletter;
    private final Newsletter.Source source;
    private final Instant now;
    private final Timetable timetable;

    /** How many articles are new and wait; a line for each that is unreadable now, and one where all are held. */
    record Kept(int waiting, List<String> problems) {}

    Keeper(Articles articles, Newsletter newsletter, Newsletter.Source source, Instant now) {
        this.articles = articles;
        this.names = new Names(newsletter.id());
        this.newsletter = newsletter;
        this.source = source;
        this.now = now;
        this.timetable = new Timetable(source, newsletter.cadence().zone(), now);
    }

    /** Keeps them; {@code complete} says that they are all that the source holds. */
    Kept keep(Tx tx, Peers peers, List<Candidate> candidates, boolean complete) {
        var known = new Known(peers);
        var all = new HashSet<String>();
        for (var each : candidates) all.addAll(each.identity().names());
        load(tx, known, all);
        known.claim(candidates);
        var news = new News(peers, source.sendsFirstPoll(), known, candidates, now);
        var problems = new ArrayList<String>();
        var fresh = new ArrayList<String>();
        var named = new HashMap<String, Set<String>>();
        var withdrawal = new Withdrawal(articles, peers, now);
        var learner = new Learner(newsletter, peers.own());
        for (int i = 0; i < candidates.size(); i++) {
            var candidate = candidates.get(i);
            var identity = identity(tx, candidate, known);
            var row = known.find(identity, candidate.item());
            if (row != null && row.id() != 0) remember(tx, known, row, identity);
            withdrawal.present(row, candidate.item());
            if (row != null && !known.tells(row, identity)) continue;
            if (row != null && revise(tx, learner, row, candidate)) continue;
            boolean late = row != null && news.late(row, candidate.item());
            if (!late && settled(row, candidate, candidate.item(), peers)) continue;
            var read = candidate.finding().get();
            if (read == null) {
                withdrawal.draft(row);
                continue;
            }
            var finding = identity.equals(candidate.identity()) ? read : read.as(identity);
            if (!finding.identity().equals(identity)) {
                row = elsewhere(tx, known, finding, row);
                withdrawal.present(row, null);
                boolean told = row != null && !known.tells(row, identity);
                if (told || settled(row, candidate, finding.item(), peers)) continue;
            }
            // Another source has brought its text since this one looked.
            if (row != null && row.readable() && Unread.is(finding.item().content())) continue;
            var due = due(finding, row, peers);
            if (due != null) finding = finding.due(due);
            boolean held = row != null && row.state() == ArticleState.HELD;
            if (row != null && held && finding.reason() != null) { // stays as it could be read
                articles.seen(tx, row.id(), candidate.version());
                continue;
            }
            var state = held ? ArticleState.HELD : due != null ? ArticleState.SCHEDULED
                    : state(finding, row, peers.baseline(), late || news.at(i));
            boolean kept = row == null
                    ? articles.add(tx, newsletter.id(), peers.own(), finding, candidate.version(), state, now)
                    : articles.replace(tx, row, peers.own(), finding, candidate.version(), state, now);
            if (!kept) { // it was put into an issue just now: what is new of it is an edit
                for (var issued : row == null ? List.<Known.Row>of() : articles.rows(tx, List.of(row.id()))) {
                    revise(tx, learner, issued, candidate);
                }
                continue;
            }
            learner.kept(tx, finding, row, state);
            if (row == null) {
                known.add(added(peers, candidate, finding, state), finding.identity().names());
                named.put(finding.identity().key(), finding.identity().names());
            }
            boolean waited = row != null && row.state() == ArticleState.WAITING;
            if (state == ArticleState.WAITING && !waited) fresh.add(row == null ? finding.identity().key() : row.key());
            if (finding.reason() != null) {
                problems.add(candidate.name() + ": " + finding.reason() + "; read again when it changes");
            }
        }
        names.addNew(tx, named);
        learner.finish(tx, articles);
        if (complete) withdrawal.withdraw(tx, named.keySet());
        return flooded(tx, fresh, problems, peers.baseline() != null || news.continues());
    }

    /** What the source had scheduled is found, where its date has come; {@code again} has it read anew. */
    Kept publish(Tx tx, long sourceId, boolean again) {
        var due = ScheduledArticles.published(tx, newsletter.id(), sourceId, now);
        ScheduledArticles.publish(tx, newsletter.id(), due, again);
        return flooded(tx, due, new ArrayList<>(), true);
    }

    private Kept flooded(Tx tx, List<String> fresh, List<String> problems, boolean limited) {
        // A guid scheme that changed, or an archive that was moved in, is no news.
        boolean flood = limited && source.flood() > 0 && fresh.size() > source.flood();
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

    /** Takes over what was edited after it was mailed; whether the row was mailed. */
    private boolean revise(Tx tx, Learner learner, Known.Row row, Candidate candidate) {
        if (row.state() != ArticleState.ISSUED) return false;
        var rule = newsletter.cadence().edited();
        if (row.id() == 0 || rule == Cadence.Edited.IGNORE || row.version().equals(candidate.version())) return true;
        var read = candidate.finding().get();
        if (read == null || read.reason() != null || Unread.is(read.item().content())) {
            articles.seen(tx, row.id(), candidate.version()); // a draft, or broken: its page stays as it is
            return true;
        }
        var revised = learner.read(tx, read);
        articles.revise(tx, row.id(), revised, candidate.version(), before -> rule == Cadence.Edited.CORRECTION
                && learner.differ(tx, before, revised.item().content()), now);
        return true;
    }

    private boolean settled(Known.@Nullable Row row, Candidate candidate, @Nullable Item item, Peers peers) {
        if (row == null || row.state() == ArticleState.WITHDRAWN) return false;
        if (row.id() != 0 && row.state() == ArticleState.SCHEDULED && item != null) {
            var due = timetable.due(item, row);
            // Of several sources that schedule it, the first one says when.
            boolean unread = item.content().mediaType().equals(Unread.MEDIA_TYPE);
            if (peers.others(row.source())) return due != null || unread;
            if (!Objects.equals(due, row.published())) return false;
        }
        return !row.open() || row.version().equals(candidate.version());
    }

    private void load(Tx tx, Known known, Set<String> wanted) {
        Map<Long, Set<String>> found = names.find(tx, wanted);
        for (var row : articles.rows(tx, found.keySet())) known.add(row, found.getOrDefault(row.id(), Set.of()));
    }

    /** Keeps the names that an article had not come with before: the next change leaves some of them. */
    private void remember(Tx tx, Known known, Known.Row row, Identity identity) {
        var more = known.news(row, identity);
        if (more.isEmpty()) return;
        names.add(tx, row.id(), more);
        known.add(row, more);
    }

    /** The candidate's identity, or another one where its guid had belonged to a different article. */
    private Identity identity(Tx tx, Candidate candidate, Known known) {
        var identity = candidate.identity();
        var item = candidate.item();
        var row = known.byKey(identity);
        if (row == null || item == null || !known.reused(row, identity, item)) return identity;
        var own = identity.reused(item);
        load(tx, known, Set.of(own.key()));
        return own;
    }

    /** A file's title, link and date are known only now that it is read. */
    private Known.@Nullable Row elsewhere(Tx tx, Known known, Finding finding, Known.@Nullable Row row) {
        load(tx, known, finding.identity().names());
        var found = row != null ? row : known.find(finding.identity(), finding.item());
        if (found != null && found.id() != 0) remember(tx, known, found, finding.identity());
        return found;
    }

    /** When it is published, where it waits for that; what a feed has shown as published is. */
    private @Nullable Instant due(Finding finding, Known.@Nullable Row row, Peers peers) {
        if (finding.reason() != null) return null;
        if (row != null && row.state() == ArticleState.HELD) return null;
        if (row != null && row.state() == ArticleState.WAITING) {
            boolean postponed = row.source() == peers.own() && !(source instanceof Newsletter.Feed);
            if (!postponed) return null;
        }
        return timetable.due(finding.item(), row);
    }

    private ArticleState state(Finding finding, Known.@Nullable Row row, @Nullable Instant baseline, boolean news) {
        if (finding.reason() != null) return ArticleState.UNREADABLE;
        // What was unreadable at the baseline was there before the service, and mails nothing when it is mended.
        boolean before = row == null ? baseline == null : row.found().equals(baseline)
                && row.state() == ArticleState.UNREADABLE;
        return before && !news && !source.sendsFirstPoll() ? ArticleState.BASELINE : ArticleState.WAITING;
    }

    /** As if read back from the table; it is only compared with later candidates of the same poll. */
    private Known.Row added(Peers peers, Candidate candidate, Finding finding, ArticleState state) {
        var item = finding.item();
        return new Known.Row(
                0,
                peers.own(),
                finding.identity().key(),
                state == ArticleState.WAITING || state == ArticleState.SCHEDULED ? ArticleState.ISSUED : state,
                candidate.version(),
                item.content().title(),
                item.link(),
                item.published(),
                now,
                Unread.is(item.content()));
    }
}
