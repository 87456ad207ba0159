package staytuned.article;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Tx;

/**
 * Finds which articles that wait were taken back: a file that is gone or a draft again, and an item that is gone from
 * its feed while at least half of what the feed holds is older than it. An item that is gone while less is older may
 * only have rolled off the end, where a pinned one stays: that is noted, and its page is asked before it is mailed.
 */
final class Withdrawal {
    private static final Logger LOG = LoggerFactory.getLogger(Withdrawal.class);

    private final Articles articles;
    private final Peers peers;
    private final Instant now;
    private final Set<Long> present = new HashSet<>();
    private final Set<Long> drafts = new HashSet<>();
    private final List<Seen> seen = new ArrayList<>();

    /** What stands in the source: by the date that it bears, and by when it was found. */
    private record Seen(@Nullable Instant published, Instant found) {}

    Withdrawal(Articles articles, Peers peers, Instant now) {
        this.articles = articles;
        this.peers = peers;
        this.now = now;
    }

    /** The source holds this row, or, where it is null, something new. */
    void present(Known.@Nullable Row row, @Nullable Item item) {
        if (row != null) present.add(row.id());
        if (item != null) seen.add(new Seen(item.published(), row == null ? now : row.found()));
    }

    void draft(Known.@Nullable Row row) {
        if (row != null) drafts.add(row.id());
    }

    /** Withdraws what this source holds no longer, except what this poll has brought, by these keys. */
    void withdraw(Tx tx, Set<String> brought) {
        var missing = new ArrayList<Long>();
        for (var row : articles.rows(tx, articles.waiting(tx, peers.own()))) {
            boolean draft = drafts.contains(row.id());
            if ((present.contains(row.id()) && !draft) || brought.contains(row.key())) continue;
            var reason = draft ? "is a draft again" : peers.isFolder() ? "its file is gone" : "is gone from its feed";
            if (peers.isFolder() || removed(row)) {
                LOG.info("article {} \"{}\": withdrawn: {}", row.id(), row.title(), reason);
                articles.withdraw(tx, row.id(), "withdrawn: " + reason);
            } else {
                missing.add(row.id());
            }
        }
        articles.noteMissing(tx, peers.own(), missing, now);
    }

    private boolean removed(Known.Row row) {
        var older = seen.stream().filter(each -> older(each, row)).count();
        return older > 0 && older * 2 >= seen.size();
    }

    private static boolean older(Seen each, Known.Row row) {
        if (each.published() != null && row.published() != null) return each.published().isBefore(row.published());
        return each.found().isBefore(row.found());
    }
}
