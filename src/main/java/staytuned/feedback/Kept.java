package staytuned.feedback;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote back, as it stands in the table.
 *
 * @param attempts to forward it, those before this one
 * @param reason why it is only kept, or could not be forwarded; null where neither is so
 */
public record Kept(long id, Written written, State state, int attempts, @Nullable String reason) {
    /** What becomes of it. */
    public enum State {
        /** It is shown, and goes nowhere. */
        KEPT,
        /** To be forwarded. */
        WAITING,
        FORWARDED,
        /** It could not be forwarded, and is tried no more. */
        FAILED
    }
}
