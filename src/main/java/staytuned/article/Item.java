package staytuned.article;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import staytuned.reading.Content;

/**
 * One entry of a feed, or one file of a folder, before it is known whether it is new.
 *
 * @param guid what its source calls it; null where it has no name
 */
record Item(
        @Nullable String guid,
        @Nullable String author,
        @Nullable Instant published,
        Content content,
        Labels labels) {
    Item(@Nullable String guid, @Nullable String author, @Nullable Instant published, Content content) {
        this(guid, author, published, content, Labels.NONE);
    }

    @Nullable String link() {
        return content.link();
    }
}
