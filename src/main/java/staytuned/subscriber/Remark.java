package staytuned.subscriber;

import staytuned.mail.Address;

/**
 * What is wrong with a row of a list.
 *
 * @param line where the row begins, the first line of the file being 1
 * @param column its name in the file
 * @param value what stands there, made harmless and short
 * @param problem a sentence that names the value
 * @param cure what to do
 * @param refused whether the row is left out; else it is a warning
 */
public record Remark(long line, String column, String value, String problem, String cure, boolean refused) {
    private static final int LONGEST_VALUE = 80;

    public Remark {
        value = Address.oneLine(value, LONGEST_VALUE);
    }

    /** As a name of it may stand in a sentence. */
    static String quoted(String text) {
        return "\"" + Address.oneLine(text, LONGEST_VALUE) + "\"";
    }
}
