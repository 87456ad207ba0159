package staytuned.outlook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import staytuned.article.Inquiries;
import staytuned.delivery.Headcounts.Headcount;

/**
 * An article that was not mailed yet.
 *
 * @param why what it waits for
 * @param until when that is over by itself; null where nobody knows
 * @param goes when it becomes a letter; null where nobody knows. With {@code local} times it is the clock of the
 *     newsletter's own zone
 * @param cure what an admin can do; null for nothing, because nothing needs to be done
 * @param readers who would get it
 */
public record Waiting(
        Inquiries.Found found,
        Why why,
        @Nullable Instant until,
        @Nullable Instant goes,
        @Nullable String cure,
        Headcount readers) {
    /** What an article waits for. */
    public enum Why {
        /** It is due, and goes with the service's next round. */
        DUE("is due: it goes as soon as the service is at work"),
        /** It rests after it was found, so that its author can still mend it. */
        SETTLING("rests, and is read again, before it becomes a letter"),
        QUIET("waits for the end of quiet hours and days on which nothing goes"),
        SLOT("waits for the newsletter's next time"),
        /** The last time that the newsletter's schedule had has passed. */
        NEVER("waits for a time that never comes: the newsletter's schedule is over"),
        /** A time passed while the service was down, and the config says that its articles are not mailed. */
        MISSED("is never mailed: its time passed while the service was down, and \"missed\" says skip"),
        /** Bears a date that is yet to come. */
        SCHEDULED("bears a date that is yet to come"),
        /** Its feed holds only its beginning, and its page was not read yet. */
        PAGE("waits until its page can be read"),
        HELD("is held"),
        /** A backup was restored. */
        RESTORED("waits, as everything does");

        private final String sentence;

        Why(String sentence) {
            this.sentence = sentence;
        }

        /** What follows the article's title. */
        public String sentence() {
            return sentence;
        }
    }
}
