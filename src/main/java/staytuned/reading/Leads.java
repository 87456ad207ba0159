package staytuned.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Finds the first prose of the body. */
final class Leads {
    /** How long a lead of several paragraphs may be. */
    private static final int LONGER = 900;

    /** How many paragraphs a lead has where there is neither conclusion nor promise. */
    private static final int PARAGRAPHS = 3;

    private Leads() {}

    /**
     * The indexes of the lead's blocks.
     *
     * @param taken the blocks that are shown elsewhere already
     */
    static List<Integer> find(Body body, IntPredicate taken, boolean longer) {
        Integer first = first(body, Block.Kind.PARAGRAPH, taken);
        if (first == null) first = first(body, Block.Kind.QUOTE, taken);
        if (first == null) return items(body, taken);
        var out = new ArrayList<Integer>();
        out.add(first);
        int length = body.block(first).text().length();
        for (int i = first + 1; longer && i < body.size() && out.size() < PARAGRAPHS; i++) {
            var next = body.block(i);
            length += next.text().length();
            if (!next.is(Block.Kind.PARAGRAPH) || length > LONGER || taken.test(i)) break;
            out.add(i);
        }
        return out;
    }

    /** The first that says something; a date or a name above the text only where nothing else stands. */
    private static @Nullable Integer first(Body body, Block.Kind kind, IntPredicate taken) {
        Integer any = null;
        for (int i = 0; i < body.size(); i++) {
            if (!body.block(i).is(kind) || taken.test(i)) continue;
            if (body.saysSomething(i, i + 1)) return i;
            if (any == null) any = i;
        }
        return any;
    }

    /** For people: where the lead stands. */
    static String why(Body body, @Nullable String lead) {
        for (int i = 0; lead != null && i < body.size(); i++) {
            boolean first = body.block(i).prose() && body.block(i).text().length() > 1
                    && lead.startsWith(body.block(i).text().substring(0, Math.min(30, body.block(i).text().length())));
            if (first) return "the first prose of the body, " + body.place(i) + " (rule 20)";
        }
        return lead == null
                ? "there is no prose but what is shown elsewhere (rule 20)"
                : "a list's first items (rule 20)";
    }

    private static List<Integer> items(Body body, IntPredicate taken) {
        var out = new ArrayList<Integer>();
        for (int i = 0; i < body.size() && out.size() < 5; i++) {
            if (body.block(i).is(Block.Kind.ITEM) && !taken.test(i)) {
                out.add(i);
            } else if (!out.isEmpty()) {
                break;
            }
        }
        return out;
    }
}
