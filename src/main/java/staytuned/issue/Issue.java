package staytuned.issue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One letter to everybody, and how far it has come. Its words are a {@link Letter}.
 *
 * @param publishedAt when its readers were queued; null before
 * @param finishedAt when the last of them was settled; null before
 */
public record Issue(
        long id,
        long newsletterId,
        IssueState state,
        String subject,
        Instant frozenAt,
        @Nullable Instant publishedAt,
        @Nullable Instant finishedAt) {}
