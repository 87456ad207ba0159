package staytuned.reading;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import staytuned.text.Characters;

/** Finds the author's own conclusion: by its heading, by a label at a paragraph's start, by an opening phrase. */
final class Conclusions {
    private static final Set<String> STRONG = Words.headings("strong");
    private static final Pattern LABEL = Pattern.compile("^([^\\s:：.!?][^:：.!?\\n]{0,30})[:：]\\s*(?=\\S)");

    /** What takes a greater share of the article is not its conclusion but the article. */
    private static final double MOST = 0.67;

    private Conclusions() {}

    /**
     * Where the conclusion stands.
     *
     * @param to the index after its last block
     * @param skip how many letters of the first block are its label
     */
    record Conclusion(int from, int to, int skip) {
        boolean holds(int block) {
            return block >= from && block < to;
        }
    }

    static @Nullable Conclusion find(Body body, String title) {
        var headed = headed(body, title);
        if (headed != null) return headed;
        var labelled = labelled(body);
        return labelled != null ? labelled : opened(body);
    }

    /** The last acceptable heading of the second half; without one, one of the first three sections. */
    private static @Nullable Conclusion headed(Body body, String title) {
        var furniture = Headings.furniture(body.blocks);
        Conclusion early = null;
        Conclusion late = null;
        int sections = 0;
        for (int i = 0; i < body.size(); i++) {
            var block = body.block(i);
            if (!block.is(Block.Kind.HEADING) || block.text().equals(title)) continue;
            sections++;
            var strength = Headings.strength(block.text());
            int end = body.sectionEnd(i + 1);
            boolean refused = strength == Headings.Strength.NONE
                    || furniture.contains(Headings.normalised(block.text()))
                    || !body.saysSomething(i + 1, end);
            if (refused) continue;
            if (body.position(i, 0) >= 0.5) {
                boolean listFirst = strength == Headings.Strength.LATE && body.block(i + 1).is(Block.Kind.ITEM);
                if (!listFirst) late = new Conclusion(i + 1, end, 0);
            } else if (sections <= 3 && strength == Headings.Strength.STRONG
                    && body.position(end - 1, body.block(end - 1).text().length()) - body.position(i, 0) <= MOST) {
                early = new Conclusion(i + 1, end, 0);
            }
        }
        return late != null ? late : early;
    }

    /** "Conclusion: It pays." past the first quarter, when it is not one of several labels or verdicts. */
    private static @Nullable Conclusion labelled(Body body) {
        Conclusion found = null;
        int labels = 0;
        int strong = 0;
        for (int i = 0; i < body.size(); i++) {
            var block = body.block(i);
            if (!block.is(Block.Kind.PARAGRAPH)) continue;
            var label = LABEL.matcher(block.text());
            if (!label.find()) continue;
            labels++;
            if (!STRONG.contains(Headings.normalised(label.group(1)))) continue;
            strong++;
            boolean says = block.text().length() >= 60 || Characters.countCjk(block.text()) >= 24;
            if (says && body.position(i, 0) >= 0.25) {
                found = new Conclusion(i, body.sectionEnd(i), label.end());
            }
        }
        return labels < 3 && strong == 1 ? found : null;
    }

    /** "To sum up, …" in the last fifth, or as the last paragraph. */
    private static @Nullable Conclusion opened(Body body) {
        int last = body.size() - 1;
        while (last >= 0 && !body.block(last).is(Block.Kind.PARAGRAPH)) last--;
        for (int i = last; i > 0 && (i == last || body.position(i, 0) >= 0.8); i--) {
            var block = body.block(i);
            if (!block.is(Block.Kind.PARAGRAPH)) continue;
            for (var words : Words.of(body.language)) {
                boolean opens = Phrases.first(words, "openings").matcher(block.text()).find();
                if (opens && body.saysSomething(i, i + 1)) return new Conclusion(i, body.sectionEnd(i), 0);
            }
        }
        return null;
    }
}
