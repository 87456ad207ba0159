package staytuned.reading;

import java.util.List;
import staytuned.text.Characters;

/** An article's blocks without boilerplate, and where in the text each begins. */
final class Body {
    final List<Block> blocks;
    final String language;
    /** The words that its running text is read by. */
    final List<Words> words;
    private final int[] before;
    private final int length;

    Body(List<Block> blocks, String language) {
        this.blocks = List.copyOf(blocks);
        this.language = language;
        words = Words.of(language);
        before = new int[blocks.size()];
        int sum = 0;
        for (int i = 0; i < before.length; i++) {
            before[i] = sum;
            sum += blocks.get(i).text().length();
        }
        length = Math.max(1, sum);
    }

    Block block(int at) {
        return blocks.get(at);
    }

    int size() {
        return blocks.size();
    }

    /** Where in the body the letter {@code offset} of a block stands: 0 at the beginning, 1 at the end. */
    double position(int block, int offset) {
        return (before[block] + offset) / (double) length;
    }

    /** The block for people: "block 7 of 12". */
    String place(int block) {
        return "block " + (block + 1) + " of " + size();
    }

    /** A block's first letters and its place, for people. */
    String quoted(int block, int letters) {
        var text = block(block).text();
        var first = text.substring(0, Math.min(letters, text.length())).strip();
        return "'" + Characters.cut(first, 60) + "' in " + place(block);
    }

    /** The index after the section that {@code from} stands in: of the next heading or break, or the end. */
    int sectionEnd(int from) {
        int end = from;
        while (end < size() && block(end).prose()) end++;
        return end;
    }

    /** Whether the blocks between say something: 30 letters, or 12 in Chinese, Japanese and Korean. */
    boolean saysSomething(int from, int to) {
        int letters = 0;
        int cjk = 0;
        for (int i = from; i < to && letters < 30 && cjk < 12; i++) {
            letters += block(i).text().length();
            cjk += Characters.countCjk(block(i).text());
        }
        return letters >= 30 || cjk >= 12;
    }
}
