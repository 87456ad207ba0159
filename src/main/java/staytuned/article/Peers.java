package staytuned.article;

import java.net.URI;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import staytuned.fetch.Links;

/**
 * A source that is being polled, among the sources of its newsletter.
 *
 * @param own its row
 * @param baseline when it was first polled; null when that is now
 * @param succeeded when it was last polled with success before now; null when never
 * @param folders the rows of the folders
 * @param left the rows of sources that had been polled and that the config names no longer
 * @param place where it was found; null for a folder
 * @param moved whether that is not where the config says
 */
record Peers(
        long own,
        @Nullable Instant baseline,
        @Nullable Instant succeeded,
        Set<Long> folders,
        Set<Long> left,
        @Nullable URI place,
        boolean moved) {
    boolean isFolder() {
        return folders.contains(own);
    }

    /** Whether that source is another one, and still asked. */
    boolean others(long source) {
        return source != own && !left.contains(source);
    }

    /** Whether articles of that source may be found here under another host. */
    boolean movedFrom(long source) {
        return left.contains(source) || (moved && source == own);
    }

    /** Where the feed stands, as in {@link Links#canonical}; null for a folder. */
    @Nullable String host() {
        return place == null ? null : Links.canonical(place.toString()).replaceFirst("[/?].*", "");
    }
}
