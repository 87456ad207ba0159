package staytuned.reading;

/**
 * A piece of an article, whatever it was written in.
 *
 * @param level 1 to 6 for a heading, 7 for a bold line acting as one; 0 otherwise
 * @param linked how many of the text's characters stand inside links
 */
record Block(Kind kind, int level, String text, int linked) {
    enum Kind {
        HEADING,
        PARAGRAPH,
        ITEM,
        QUOTE,
        /** A thematic break, or the place where something was that is not the author's prose. */
        BREAK
    }

    static final Block BREAK = new Block(Kind.BREAK, 0, "", 0);

    static Block heading(int level, String text) {
        return new Block(Kind.HEADING, level, text, 0);
    }

    static Block paragraph(String text) {
        return new Block(Kind.PARAGRAPH, 0, text, 0);
    }

    static Block item(String text) {
        return new Block(Kind.ITEM, 0, text, 0);
    }

    boolean is(Kind other) {
        return kind == other;
    }

    /** Whether the author speaks here in running text. */
    boolean prose() {
        return kind == Kind.PARAGRAPH || kind == Kind.ITEM || kind == Kind.QUOTE;
    }

    Block with(String other) {
        return new Block(kind, level, other, Math.min(linked, other.length()));
    }
}
