package staytuned.newsletter;

/** Who may read the letters of a newsletter on the web. */
public enum Visibility {
    /** Everybody, and search engines find them. */
    PUBLIC,
    /** Everybody who has the address. */
    UNLISTED,
    /** Those who have a letter: only the links in it open its pages. */
    PRIVATE
}
