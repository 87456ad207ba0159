package staytuned.config;

/** What happens when an article is edited after it was mailed. */
public enum Edited {
    /** All stays as it was mailed. */
    IGNORE,
    /** Its page shows the new text. */
    UPDATE_WEB,
    /** Its page shows the new text, and those who got the letter get a correction. */
    CORRECTION
}
