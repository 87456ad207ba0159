package staytuned.config;

/** What happens to a time of the cron that passed while the service was down. */
public enum Missed {
    /** Its articles go out as soon as the service is back. */
    SEND_NOW,
    /** Its articles are never mailed. */
    SKIP,
    /** Its articles wait for the next time. */
    NEXT_SLOT
}
