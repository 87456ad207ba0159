package staytuned.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What stands in an article without being its author's prose: link lists, share lines, calls to subscribe. */
final class Boilerplate {
    private static final Set<String> HEADINGS = Words.headings("boilerplate.headings");
    /** A longer block is prose, whatever it begins with. */
    private static final int LINE = 240;
    private static final int REPEATED = 120;

    private Boilerplate() {}

    /** The blocks with a break in place of each piece of boilerplate. */
    static List<Block> without(List<Block> blocks, String language) {
        var repeated = repeated(blocks);
        var out = new ArrayList<Block>();
        int section = 0; // the level of the boilerplate heading whose section this is, or 0
        for (var each : blocks) {
            if (each.is(Block.Kind.HEADING)) {
                if (HEADINGS.contains(Headings.normalised(each.text())) || line(each, language)) {
                    section = each.level();
                } else if (each.level() <= section) {
                    section = 0;
                }
            }
            // Sections may share a heading; a paragraph that says the same once more is no section's.
            boolean again = each.is(Block.Kind.PARAGRAPH) && repeated.getOrDefault(each.text(), 0) >= 2;
            boolean own = section == 0 && !line(each, language) && !again;
            out.add(own ? each : Block.BREAK);
        }
        return out.stream().anyMatch(Block::prose) ? out : blocks;
    }

    /** How often each short line stands there word for word, be it as a paragraph or taken for a heading. */
    private static Map<String, Integer> repeated(List<Block> blocks) {
        var seen = new HashMap<String, Integer>();
        for (var each : blocks) {
            boolean line = (each.is(Block.Kind.PARAGRAPH) || each.is(Block.Kind.HEADING))
                    && each.text().length() < REPEATED;
            if (line) seen.merge(each.text(), 1, Integer::sum);
        }
        return seen;
    }

    private static boolean line(Block block, String language) {
        var text = block.text();
        if (block.is(Block.Kind.BREAK) || text.length() > LINE) return false;
        if (block.linked() * 5 >= text.replace(" ", "").length() * 4 && block.linked() > 0) return true;
        for (var words : Words.of(language)) {
            if (Phrases.first(words, "boilerplate.lines").matcher(text).find()) return true;
            boolean aside = !block.is(Block.Kind.HEADING)
                    && Phrases.anywhere(words, "boilerplate.anywhere").matcher(text).find();
            if (aside) return true;
        }
        return false;
    }
}
