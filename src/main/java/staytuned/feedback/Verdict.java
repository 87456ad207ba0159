package staytuned.feedback;

import org.jspecify.annotations.Nullable;

/**
 * What a mail says about one recipient.
 *
 * @param recipient the address, as the mail has it; null where it names none
 * @param status the enhanced status code (RFC 3463), such as {@code 5.1.1}; null where there is none
 * @param diagnostic the server's words, on one line; null where there are none
 * @param blamesSender whether the sender or the content is refused, for whichever reader
 */
public record Verdict(
        Kind kind,
        @Nullable String recipient,
        @Nullable String status,
        @Nullable String diagnostic,
        boolean blamesSender) {

    /** Whether the letter has not been delivered and will not be: what is only put off (4.x.x) still may. */
    boolean failed() {
        return kind == Kind.HARD || (kind == Kind.SOFT && (status == null || !status.startsWith("4.")));
    }
}
