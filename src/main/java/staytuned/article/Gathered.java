package staytuned.article;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a look at a source gave. */
sealed interface Gathered {
    /**
     * Candidates, read while they are kept.
     *
     * @param problems one line for each piece that could not even be a candidate
     * @param etag of the feed, for the next look; null where it gave none
     * @param movedTo where the feed has moved for good; null where it has not
     * @param hub who pushes what is new; null where the source announces nobody
     * @param again whether something was still being written, so that a second look is worth while soon
     */
    record Candidates(
            List<Candidate> candidates,
            List<String> problems,
            @Nullable String etag,
            @Nullable String lastModified,
            @Nullable URI movedTo,
            @Nullable Hub hub,
            boolean again) implements Gathered {
        /** Of a source that announces no hub. */
        Candidates(List<Candidate> candidates, List<String> problems, @Nullable String etag,
                @Nullable String lastModified, @Nullable URI movedTo, boolean again) {
            this(candidates, problems, etag, lastModified, movedTo, null, again);
        }
    }

    record Unchanged(@Nullable URI movedTo) implements Gathered {}

    /** There will never be anything again. */
    record Ended(String reason) implements Gathered {}

    /**
     * Nothing.
     *
     * @param notBefore when the source wants to be asked again; null where it did not say
     */
    record Failed(String reason, @Nullable Instant notBefore) implements Gathered {}
}
