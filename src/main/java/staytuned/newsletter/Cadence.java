package staytuned.newsletter;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import staytuned.schedule.Cron;

/**
 * When a newsletter's letters go out.
 *
 * @param cron the times at which they do, or null: at once
 * @param zone whose wall clock the cron reads, and whose date the letters bear
 * @param settle how long an article rests after it was found before it is frozen into an issue
 * @param missed what happens to a time that passed while the service was down
 * @param edited what happens when an article is edited after it was mailed
 * @param coming whether letters name what is scheduled in folders and exports too, which nobody else can see
 * @param digest whether one letter names all articles since the one before; else each has a letter of its own
 */
public record Cadence(
        @Nullable Cron cron, ZoneId zone, Duration settle, Missed missed, Edited edited, boolean coming,
        boolean digest) {
    /** One whose articles have a letter each. */
    public Cadence(@Nullable Cron cron, ZoneId zone, Duration settle, Missed missed, Edited edited, boolean coming) {
        this(cron, zone, settle, missed, edited, coming, false);
    }

    /** One that keeps to itself what its folders hold for later. */
    public Cadence(@Nullable Cron cron, ZoneId zone, Duration settle, Missed missed, Edited edited) {
        this(cron, zone, settle, missed, edited, false);
    }

    /** One whose articles' pages show what was edited. */
    public Cadence(@Nullable Cron cron, ZoneId zone, Duration settle, Missed missed) {
        this(cron, zone, settle, missed, Edited.UPDATE_WEB);
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

    /** Whether letters go out as soon as their article has settled. */
    public boolean atOnce() {
        return cron == null;
    }

    /** The last of its times after {@code after} and not after {@code upTo}; none where letters go out at once. */
    public Optional<Instant> latest(Instant after, Instant upTo) {
        return cron == null ? Optional.empty() : cron.latest(after, upTo, zone);
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
