package staytuned.config;

/**
 * A place in the file.
 *
 * @param line counted from 1
 * @param key the path of keys to it
 */
record Place(int line, String key) {
    /** Paths are kept for every value, so one long key must not be repeated thousands of times. */
    private static final int LONGEST_NAME = 60;

    static final Place START = new Place(1, "");

    Place child(int childLine, String name) {
        var shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
        return new Place(childLine, key.isEmpty() ? shown : key + "." + shown);
    }

    Place item(int itemLine, int index) {
        return new Place(itemLine, key + "[" + index + "]");
    }
}
