package staytuned.config;

/** How letters look. */
public enum Theme {
    SERIF,
    SANS,
    MAGAZINE
}
