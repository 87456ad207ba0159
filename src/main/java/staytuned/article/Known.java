package staytuned.article;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import staytuned.article.Identity.Mark;
import staytuned.fetch.Links;
import staytuned.newsletter.Cadence;

/** The articles that are kept already, among those that one poll of a source brings. */
final class Known {
    private final Peers peers;
    private final Map<String, List<Row>> byName = new HashMap<>();
    private final Map<Long, Set<String>> names = new HashMap<>();
    /** Rows that an item of this poll is known by its key to be: another item of the poll is another article. */
    private final Set<Long> claimed = new HashSet<>();
    private final Set<String> brought = new HashSet<>();

    /**
     * What a kept article is known by.
     *
     * @param id 0 for what this poll itself has brought
     * @param unread whether only its link is kept, and its text is still to come
     */
    record Row(
            long id,
            long source,
            String key,
            ArticleState state,
            String version,
            @Nullable String title,
            @Nullable String link,
            @Nullable Instant published,
            Instant found,
            boolean unread) {
        /** Whether a new version of it is still wanted. */
        boolean open() {
            return state == ArticleState.WAITING
                    || state == ArticleState.SCHEDULED
                    || state == ArticleState.HELD
                    || state == ArticleState.UNREADABLE
                    || state == ArticleState.WITHDRAWN;
        }

        /**
         * Whether {@code now}, a version, is still to be read, where edits of what was mailed count as said, and
         * {@code others} are the newsletter's other sources.
         */
        boolean wants(String now, Cadence.Edited edited, Set<Long> others) {
            if (state == ArticleState.WITHDRAWN) return true;
            if (others.contains(source) && finished()) return false;
            boolean followed = open() || (state == ArticleState.ISSUED && edited != Cadence.Edited.IGNORE);
            return followed && !version.equals(now);
        }

        /** Whether a text of it is kept that may still be mailed, or was. */
        boolean readable() {
            return !unread && state != ArticleState.UNREADABLE && state != ArticleState.WITHDRAWN;
        }

        /** Whether all of it was read; of what was not, any source may bring more. */
        boolean finished() {
            return !unread && !Tries.left(version)
                    && state != ArticleState.UNREADABLE && state != ArticleState.SCHEDULED;
        }

        /** Whether title, link and date are all others than those that it was kept with. */
        private boolean differs(Item item) {
            return title != null
                    && link != null
                    && published != null
                    && item.link() != null
                    && item.published() != null
                    && !Identity.title(item).equals(Identity.title(title))
                    && !Links.canonical(item.link()).equals(Links.canonical(link))
                    && !item.published().equals(published);
        }
    }

    Known(Peers peers) {
        this.peers = peers;
    }

    void add(Row row, Collection<String> under) {
        for (var name : under) byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(row);
        if (row.id() != 0) names.computeIfAbsent(row.id(), _ -> new HashSet<>()).addAll(under);
    }

    /** Takes note of the rows that these candidates are by their keys. */
    void claim(List<Candidate> candidates) {
        for (var each : candidates) {
            brought.add(each.identity().key());
            var row = byKey(each.identity());
            if (row != null && (each.item() == null || !reused(row, each.identity(), each.item()))) {
                claimed.add(row.id());
            }
        }
    }

    /**
     * Whether what comes under this identity tells how the article is by now. What another source has brought, and a
     * second address of the article in this one, only say that it is there: else the two would take turns for ever.
     */
    boolean tells(Row row, Identity identity) {
        boolean followed = row.open() || row.state() == ArticleState.ISSUED;
        if (row.id() == 0 || row.state() == ArticleState.WITHDRAWN || !followed || !row.finished()) return true;
        if (row.source() != peers.own()) return peers.left().contains(row.source());
        return row.key().equals(identity.key()) || !brought.contains(row.key());
    }

    @Nullable Row byKey(Identity identity) {
        return first(identity.key(), _ -> true);
    }

    /**
     * Whether the same guid now means something else: another title at another link, of another date. An author who
     * edits an article, be it in several steps, leaves at least one of the three each time.
     */
    boolean reused(Row row, Identity identity, Item item) {
        var before = names.getOrDefault(row.id(), Set.of());
        return row.differs(item) && identity.marks().values().stream().noneMatch(before::contains);
    }

    /** The names that the article comes with now and had not come with before. */
    Set<String> news(Row row, Identity identity) {
        var out = identity.names();
        out.removeAll(names.getOrDefault(row.id(), Set.of()));
        return out;
    }

    /** By its key, else by a mark. */
    @Nullable Row find(Identity identity, @Nullable Item item) {
        var row = byKey(identity);
        if (row != null) return row;
        for (var mark : Mark.values()) {
            var name = identity.marks().get(mark);
            if (name == null || item == null) continue;
            row = first(name, each -> says(mark, each, item, name));
            if (row != null) return row;
        }
        return null;
    }

    private boolean says(Mark mark, Row row, Item item, String name) {
        if (mark == Mark.TITLE_AND_LINK) return true;
        if (row.id() == 0 || claimed.contains(row.id())) return false;
        boolean same = row.source() == peers.own();
        return switch (mark) {
            case TITLE_AND_LINK, LINK_AND_DATE, TEXT -> true;
            // Many date to the day only, and have a title such as "Weekly links".
            case TITLE_AND_DATE -> same || !atMidnight(item);
            // Of one source, a link that a guid-less item was known by; a page such as /today has new guids.
            case LINK -> !same || row.key().equals(name);
            case TITLE_AND_PATH -> peers.movedFrom(row.source()) && atHome(row, item);
            case TITLE_AND_DAY -> !same && peers.folders().contains(row.source()) != peers.isFolder();
        };
    }

    /** Whether the item stands where its feed does now, and the row elsewhere. */
    private boolean atHome(Row row, Item item) {
        var place = peers.host();
        if (place == null || row.link() == null || item.link() == null) return false;
        var host = host(item.link());
        return !host.equals(host(row.link()))
                && (host.equals(place) || host.endsWith("." + place) || place.endsWith("." + host));
    }

    private static String host(String link) {
        return Links.canonical(link).replaceFirst("[/?].*", "");
    }

    private static boolean atMidnight(Item item) {
        var published = item.published();
        return published != null && published.equals(published.truncatedTo(ChronoUnit.DAYS));
    }

    private @Nullable Row first(String name, Predicate<Row> which) {
        return byName.getOrDefault(name, List.of()).stream().filter(which).findFirst().orElse(null);
    }
}
