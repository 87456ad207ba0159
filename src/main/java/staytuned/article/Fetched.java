package staytuned.article;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How fetching a page or feed ended. */
sealed interface Fetched {
    /**
     * There is something.
     *
     * @param text the decoded body
     * @param contentType the header's value; null where there was none
     * @param at where it was found, after redirects
     */
    record Changed(
            String text,
            @Nullable String contentType,
            URI at,
            @Nullable String etag,
            @Nullable String lastModified) implements Fetched {}

    /** The same as last time. */
    record Unchanged() implements Fetched {}

    /**
     * Nothing.
     *
     * @param reason in words for the admin
     * @param notBefore when the server wants to be asked again; null where it did not say
     */
    record Failed(String reason, @Nullable Instant notBefore) implements Fetched {}
}
