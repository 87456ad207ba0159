package staytuned.followup;

/**
 * A new article keeps a promise, surely or perhaps.
 *
 * @param score how alike they are, from 0 to 1; 1 where it is certain
 */
public record Match(long promise, Tier tier, double score) {
    /** How sure it is. */
    public enum Tier {
        /** The author says so, by {@code follows} in the front matter or by the next number of a series. */
        CERTAIN,
        /** Somebody has to look. */
        SUGGESTED
    }
}
