package staytuned.delivery;

import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/**
 * One message to one reader, in the hands of this node.
 *
 * @param attempts how many attempts the relay has answered
 * @param breaks how often the connection broke before the message was whole
 * @param doubts how often nobody knew whether the relay had taken it
 * @param to the reader as they were when the issue was queued
 * @param earlierId their delivery of the issue that this one follows up on; null where they got none
 * @param receiver who runs the reader's mailbox, see {@link Receivers}
 * @param wish how they want their letter
 * @param batch with which this node has it in hand
 */
record Delivery(
        long id,
        long issueId,
        long subscriptionId,
        int attempts,
        int breaks,
        int doubts,
        Address to,
        @Nullable Long earlierId,
        String receiver,
        Wish wish,
        Batch batch) {

    /**
     * How a reader wants their letter.
     *
     * @param textAlone without HTML
     * @param content how much of each article; null where they leave it to the newsletter
     */
    record Wish(boolean textAlone, @Nullable String content) {}
}
