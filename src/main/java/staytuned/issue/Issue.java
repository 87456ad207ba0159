package staytuned.issue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One letter to everybody, and how far it has come. Its words are a {@link Letter}.
 *
 * @param publishedAt when its readers were queued; null before
 * @param finishedAt when the last of them was settled; null before
 * @param follows the earlier issue whose promise it keeps; null for none
 * @param thread how the Message-IDs of that one's copies end, behind the delivery's number and a dot; null for none
 * @param reason why it is held, or why the service has paused it by itself; null where neither is so
 * @param digest whether it holds what was published before, for those readers only who are still to get it
 */
public record Issue(
        long id,
        long newsletterId,
        IssueState state,
        String subject,
        Instant frozenAt,
        @Nullable Instant publishedAt,
        @Nullable Instant finishedAt,
        @Nullable Long follows,
        @Nullable String thread,
        @Nullable String reason,
        boolean digest) {}
