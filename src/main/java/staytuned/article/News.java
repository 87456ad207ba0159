package staytuned.article;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is news although it is found at a first poll. A feed whose address in the config has changed continues the one
 * that it was: what came since is no baseline. And what one source's first poll took for its baseline may have appeared
 * in another source meanwhile, before that one was polled again.
 */
final class News {
    private final Peers peers;
    private final List<Candidate> candidates;
    private final int firstKnown;
    private final @Nullable Instant newestKnown;

    News(Peers peers, boolean sendsFirstPoll, Known known, List<Candidate> candidates, Instant now) {
        this.peers = peers;
        this.candidates = candidates;
        int first = -1;
        Instant newest = null;
        boolean may = peers.baseline() == null && !peers.left().isEmpty() && !sendsFirstPoll;
        for (int i = 0; may && i < candidates.size(); i++) {
            var item = candidates.get(i).item();
            var row = known.find(candidates.get(i).identity(), item);
            if (item == null || row == null || !peers.left().contains(row.source())) continue;
            if (first < 0) first = i;
            var published = row.published() == null ? item.published() : row.published();
            if (published == null || published.isAfter(now)) continue;
            if (newest == null || published.isAfter(newest)) newest = published;
        }
        firstKnown = first;
        newestKnown = newest;
    }

    /** Whether the source is at its first poll and holds what one held that the config names no longer. */
    boolean continues() {
        return firstKnown >= 0;
    }

    /** Whether the candidate is newer than all that is known; without dates, whether it stands above it. */
    boolean at(int index) {
        var item = candidates.get(index).item();
        if (!continues() || item == null) return false;
        var published = item.published();
        if (published == null || newestKnown == null) return index < firstKnown;
        return published.isAfter(newestKnown);
    }

    /** Whether the row is another source's baseline, and the item appeared here after this source was watched. */
    boolean late(Known.Row row, @Nullable Item item) {
        var baseline = peers.baseline();
        var succeeded = peers.succeeded();
        boolean foreign = row.state() == ArticleState.BASELINE && row.id() != 0 && row.source() != peers.own();
        if (!foreign || item == null || baseline == null || succeeded == null) return false;
        return baseline.isBefore(succeeded) && row.found().isAfter(succeeded);
    }
}
