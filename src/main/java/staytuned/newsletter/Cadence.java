package staytuned.newsletter;

import java.time.Duration;
import java.time.ZoneId;
import staytuned.schedule.Cron;

/**
 * When a newsletter's letters go out.
 *
 * @param when at once, or at the times of a cron
 * @param settle how long an article rests after it was found before it is frozen into an issue
 */
public record Cadence(When when, Duration settle) {
    /** At once, or at set times. */
    public sealed interface When {}

    /** As soon as the article has settled. */
    public record AtOnce() implements When {}

    /** At the times of a cron on the wall clock of a zone. */
    public record AtTimes(Cron cron, ZoneId zone, Missed missed) implements When {}

    /** What happens to a time that passed while the service was down. */
    public enum Missed {
        /** Its articles go out as soon as the service is back. */
        SEND_NOW,
        /** Its articles are never mailed. */
        SKIP,
        /** Its articles wait for the next time. */
        NEXT_SLOT
    }
}
