package staytuned.issue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a letter that its editors were shown before it goes out.
 *
 * @param goesAt before this it does not go out, whoever approves it
 * @param dueAt when what the config says happens, for want of an answer
 * @param sends whether that is to send it; else it is held
 * @param verdict null as long as it waits
 * @param decidedBy who decided; null where nobody answered
 * @param decidedAt when; null as long as it waits
 */
public record Proposal(
        long id,
        long issueId,
        Instant goesAt,
        Instant dueAt,
        boolean sends,
        @Nullable Verdict verdict,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt) {
    /** What became of it. */
    public enum Verdict {
        APPROVED,
        HELD,
        /** There is a later version. */
        REPLACED
    }

    /**
     * What one editor is sent of it.
     *
     * @param id stands in the links of this editor
     * @param email the editor's
     */
    public record Copy(long id, Proposal proposal, String email, int attempts) {}
}
