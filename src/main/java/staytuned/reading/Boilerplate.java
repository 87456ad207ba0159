package staytuned.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What stands in an article without being its author's prose: link lists, share lines, calls to subscribe. */
final class Boilerplate {
    /** A longer paragraph says something beside farewell. */
    private static final int FAREWELL = 100;
    private static final Set<String> HEADINGS = Words.headings("boilerplate.headings");
    /** A longer block is prose, whatever it begins with. */
    private static final int LINE = 240;

    private Boilerplate() {}

    /** The blocks with a break in place of each piece of boilerplate, the source's own stock lines among it. */
    static List<Block> without(List<Block> blocks, String language, Habits habits) {
        var plain = without(blocks, language);
        if (habits.lines().isEmpty()) return plain;
        int before = letters(plain);
        var out = plain.stream().map(each -> learnt(each, habits) ? Block.BREAK : each).toList();
        // A source that says the same in every article has no stock lines but nothing else to say.
        return letters(out) * 2 >= before ? out : plain;
    }

    private static boolean learnt(Block block, Habits habits) {
        return Traits.stock(block) && habits.lines().contains(Traits.hash(block.text()));
    }

    private static int letters(List<Block> blocks) {
        return blocks.stream().filter(Block::prose).mapToInt(each -> each.text().length()).sum();
    }

    private static List<Block> without(List<Block> blocks, String language) {
        var repeated = repeated(blocks);
        var words = Words.of(language);
        var out = new ArrayList<Block>();
        int section = 0; // the level of the boilerplate heading whose section this is, or 0
        for (var each : blocks) {
            if (each.is(Block.Kind.HEADING)) {
                if (HEADINGS.contains(Headings.normalised(each.text())) || line(each, words)) {
                    section = each.level();
                } else if (each.level() <= section) {
                    section = 0;
                }
            }
            // Sections may share a heading; a paragraph that says the same once more is no section's.
            boolean again = each.is(Block.Kind.PARAGRAPH) && repeated.getOrDefault(each.text(), 0) >= 2;
            boolean own = section == 0 && !line(each, words) && !again;
            out.add(own ? each : Block.BREAK);
        }
        return out.stream().anyMatch(Block::prose) ? out : blocks;
    }

    /** How often each short line stands there word for word, be it as a paragraph or taken for a heading. */
    private static Map<String, Integer> repeated(List<Block> blocks) {
        var seen = new HashMap<String, Integer>();
        for (var each : blocks) {
            boolean line = (each.is(Block.Kind.PARAGRAPH) || each.is(Block.Kind.HEADING))
                    && each.text().length() < Traits.LINE;
            if (line) seen.merge(each.text(), 1, Integer::sum);
        }
        return seen;
    }

    private static boolean line(Block block, List<Words> languages) {
        var text = block.text();
        if (block.is(Block.Kind.BREAK) || text.length() > LINE) return false;
        if (block.linked() > 0 && block.linked() * 5 >= text.replace(" ", "").length() * 4) return true;
        for (var words : languages) {
            if (words.phrases("boilerplate.lines").first(text) != null) return true;
            boolean farewell = block.is(Block.Kind.PARAGRAPH) && text.length() < FAREWELL
                    && words.phrases("farewells").first(text) != null;
            if (farewell) return true;
            boolean aside = !block.is(Block.Kind.HEADING)
                    && words.phrases("boilerplate.anywhere").in(text);
            if (aside) return true;
        }
        return false;
    }
}
