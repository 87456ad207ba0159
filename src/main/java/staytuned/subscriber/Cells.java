package staytuned.subscriber;

import java.util.regex.Pattern;

/**
 * Keeps spreadsheets from taking a cell for a formula (OWASP, "CSV Injection"): one that could begin one gets a leading
 * apostrophe, which reading takes away again.
 */
public final class Cells {
    private static final String BEGINS = "[=+\\-@\\t\\r\\n\uFF1D\uFF0B\uFF0D\uFF20]";
    private static final Pattern LIVE = Pattern.compile("'*" + BEGINS);
    private static final Pattern DEFUSED = Pattern.compile("'+" + BEGINS);

    private Cells() {}

    /** As it may stand in a file that is opened in a spreadsheet. */
    public static String defused(String text) {
        return LIVE.matcher(text).lookingAt() ? "'" + text : text;
    }

    /** What {@link #defused} was given. */
    static String plain(String text) {
        return DEFUSED.matcher(text).lookingAt() ? text.substring(1) : text;
    }
}
