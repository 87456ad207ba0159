package staytuned.config;

/** Who may read a newsletter's letters on the web. */
public enum Archive {
    /** Everybody. */
    PUBLIC,
    /** Everybody who has the address. */
    UNLISTED,
    /** Those who have a letter. */
    PRIVATE
}
