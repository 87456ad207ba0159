package staytuned.article;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import staytuned.fetch.Links;

/** The articles that are kept already, among those that a poll brings. */
final class Known {
    private final Map<String, Row> byKey = new HashMap<>();
    private final Map<String, Row> byTitleAndLink = new HashMap<>();

    /** What a kept article is known by. */
    record Row(
            long id,
            String key,
            ArticleState state,
            String version,
            @Nullable String title,
            @Nullable String link,
            @Nullable Instant published,
            Instant found) {
        /** Whether a new version of it is still wanted. */
        boolean open() {
            return state == ArticleState.WAITING
                    || state == ArticleState.HELD
                    || state == ArticleState.UNREADABLE;
        }

        /**
         * Whether the same guid now means something else: another title at another link, of another date. An author who
         * edits an article leaves at least one of the three.
         */
        boolean reusedFor(Item item) {
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

    void add(Identity identity, Row row) {
        byKey.put(identity.key(), row);
        if (identity.titleAndLink() != null) byTitleAndLink.put(identity.titleAndLink(), row);
    }

    @Nullable Row byKey(Identity identity) {
        return byKey.get(identity.key());
    }

    @Nullable Row find(Identity identity) {
        var row = byKey.get(identity.key());
        return row != null || identity.titleAndLink() == null ? row : byTitleAndLink.get(identity.titleAndLink());
    }
}
