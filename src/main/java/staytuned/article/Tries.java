package staytuned.article;

import org.jspecify.annotations.Nullable;

/**
 * How often the page of an article was asked for in vain, kept in the version of its row: such an article is not yet as
 * its page has it, and is looked at again. Other versions are final.
 */
record Tries(int count, String version) {
    /** After so many, it is kept as it is. */
    static final int MOST = 5;
    private static final int LONGEST = 56;

    /** What the row says of {@code version}; null where it says nothing. */
    static @Nullable Tries of(Known.@Nullable Row row, String version) {
        if (row == null || !left(row.version())) return null;
        int colon = row.version().indexOf(':');
        if (colon < 4 || !row.version().substring(colon + 1).equals(cut(version))) return null;
        return new Tries(Integer.parseInt(row.version(), 3, colon, 10), version);
    }

    /** Whether more tries are to follow this version of a row. */
    static boolean left(String version) {
        return version.startsWith("try");
    }

    static Tries none(String version) {
        return new Tries(0, version);
    }

    Tries next() {
        return new Tries(count + 1, version);
    }

    boolean exhausted() {
        return count >= MOST;
    }

    /** As it stands in the row. */
    String kept() {
        return "try" + count + ":" + cut(version);
    }

    private static String cut(String version) {
        return version.substring(0, Math.min(LONGEST, version.length()));
    }
}
