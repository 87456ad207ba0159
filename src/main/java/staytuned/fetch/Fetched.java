package staytuned.fetch;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How fetching a page or feed ended. */
public sealed interface Fetched {
    /**
     * There is something.
     *
     * @param at where it was found, after redirects
     * @param links the values of its Link headers (RFC 8288)
     * @param moved where it has moved for good; null where it has not, or where one redirect of several is temporary
     */
    record Changed(
            Body body,
            URI at,
            @Nullable String etag,
            @Nullable String lastModified,
            List<String> links,
            @Nullable URI moved) implements Fetched {
        /** The decoded body. */
        public String text() {
            return body.text();
        }

        /** The header's value; null where there was none. */
        public @Nullable String contentType() {
            return body.contentType();
        }
    }

    /** The same as last time. */
    record Unchanged(@Nullable URI moved) implements Fetched {}

    /** There was something, and there never will be again (RFC 9110 section 15.5.11). */
    record Gone() implements Fetched {}

    /**
     * Nothing.
     *
     * @param reason in words for the admin
     * @param notBefore when the server wants to be asked again; null where it did not say
     * @param lasting whether asking again soon would give the same, such as 404 or what robots.txt disallows
     * @param missing whether the server says that there is nothing (404)
     */
    record Failed(String reason, @Nullable Instant notBefore, boolean lasting, boolean missing) implements Fetched {
        public Failed(String reason, @Nullable Instant notBefore, boolean lasting) {
            this(reason, notBefore, lasting, false);
        }

        /** What may be better at the next try. */
        public Failed(String reason, @Nullable Instant notBefore) {
            this(reason, notBefore, false);
        }
    }
}
