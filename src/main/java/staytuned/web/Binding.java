package staytuned.web;

/**
 * Binds a letter into the archive: what a page of it has in its head, and above its text.
 *
 * @param head HTML for the head's end
 * @param around HTML for the body's beginning
 */
record Binding(String head, String around) {
    private static final String HEAD_END = "</head>";

    /** The letter with both; as it is where its template, which may be the admin's own, has no head and body. */
    String bind(String letter) {
        // What is a stranger's in a head is escaped: the first tag of this name is the template's.
        int end = letter.indexOf(HEAD_END);
        int body = end < 0 ? -1 : letter.indexOf("<body", end);
        int open = body < 0 ? -1 : letter.indexOf('>', body);
        if (open < 0) return letter;
        return letter.substring(0, end) + head + letter.substring(end, open + 1) + "\n" + around
                + letter.substring(open + 1);
    }
}
