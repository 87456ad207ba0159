package staytuned.newsletter;

import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import staytuned.schedule.Cron;
import staytuned.schedule.Times;

/**
 * When a newsletter's letters go out.
 *
 * @param times the times at which they do
 * @param settle how long an article rests after it was found before it is frozen into an issue
 * @param missed what happens to a time that passed while the service was down
 * @param edited what happens when an article is edited after it was mailed
 * @param coming whether letters name what is scheduled in folders and exports too, which nobody else can see
 * @param digest whether one letter names all articles since the one before; else each has a letter of its own
 * @param approval who sees each letter before it goes out; null for nobody
 */
public record Cadence(
        Times times,
        Duration settle,
        Missed missed,
        Edited edited,
        boolean coming,
        boolean digest,
        @Nullable Approval approval) {
    /** One whose letters nobody looks over. */
    public Cadence(Times times, Duration settle, Missed missed, Edited edited, boolean coming, boolean digest) {
        this(times, settle, missed, edited, coming, digest, null);
    }

    /** One whose letters go at any hour. */
    public Cadence(@Nullable Cron cron, ZoneId zone, Duration settle, Missed missed, Edited edited, boolean coming) {
        this(new Times(cron, zone), settle, missed, edited, coming);
    }

    /** One whose articles have a letter each. */
    public Cadence(Times times, Duration settle, Missed missed, Edited edited, boolean coming) {
        this(times, settle, missed, edited, coming, false);
    }

    /** One that keeps to itself what its folders hold for later. */
    public Cadence(@Nullable Cron cron, ZoneId zone, Duration settle, Missed missed, Edited edited) {
        this(cron, zone, settle, missed, edited, false);
    }

    /** One whose articles' pages show what was edited. */
    public Cadence(@Nullable Cron cron, ZoneId zone, Duration settle, Missed missed) {
        this(cron, zone, settle, missed, Edited.UPDATE_WEB);
    }

    /** How long before they go out its letters are frozen. */
    public Duration lead() {
        return approval == null ? Duration.ZERO : approval.before();
    }

    /** Whose date its letters bear. */
    public ZoneId zone() {
        return times.zone();
    }

    /** What happens when an article is edited after it was mailed. */
    public enum Edited {
        /** All stays as it was mailed. */
        IGNORE,
        /** Its page shows the new text. */
        UPDATE_WEB,
        /** Its page shows the new text, and those who got the letter get a correction. */
        CORRECTION
    }

    /** What happens to a time that passed, by more than an hour, while the service was down. */
    public enum Missed {
        /** Its articles go out as soon as the service is back. */
        SEND_NOW,
        /** Its articles are never mailed. */
        SKIP,
        /** Its articles wait for the next time. */
        NEXT_SLOT
    }
}
