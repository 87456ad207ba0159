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
     * @param why the rule that found it
     */
    record Conclusion(int from, int to, int skip, String why) {
        boolean holds(int block) {
            return block >= from && block < to;
        }
    }

    static @Nullable Conclusion find(Body body, String title, Habits habits) {
        var headed = headed(body, title);
        if (headed != null) return headed;
        var labelled = labelled(body);
        if (labelled != null) return labelled;
        var opened = opened(body);
        return opened != null ? opened : habitual(body, title, habits);
    }

    /** What the words do not tell, the source's habit may. */
    private static @Nullable Conclusion habitual(Body body, String title, Habits habits) {
        if (habits.markers().isEmpty()) return null;
        for (var each : Markers.in(body, title)) {
            if (!habits.markers().contains(each.mark())) continue;
            return new Conclusion(each.from(), each.to(), each.skip(),
                    "the source always closes so: " + each.mark() + " before " + body.place(each.from()) + " (rule 13)");
        }
        return null;
    }

    /** The last acceptable heading of the second half; without one, one of the first three sections. */
    private static @Nullable Conclusion headed(Body body, String title) {
        Set<String> furniture = null;
        Conclusion early = null;
        Conclusion late = null;
        int sections = 0;
        for (int i = 0; i < body.size(); i++) {
            var block = body.block(i);
            if (!block.is(Block.Kind.HEADING) || block.text().equals(title)) continue;
            sections++;
            var strength = Headings.strength(block.text());
            if (strength == Headings.Strength.NONE) continue;
            int end = body.sectionEnd(i + 1);
            if (furniture == null) furniture = Headings.furniture(body.blocks);
            boolean refused = furniture.contains(Headings.normalised(block.text())) || !body.saysSomething(i + 1, end);
            if (refused) continue;
            if (body.position(i, 0) >= 0.5) {
                boolean listFirst = strength == Headings.Strength.LATE && body.block(i + 1).is(Block.Kind.ITEM);
                if (!listFirst) late = new Conclusion(i + 1, end, 0, why(body, i, strength));
            } else if (sections <= 3 && strength == Headings.Strength.STRONG
                    && body.position(end - 1, body.block(end - 1).text().length()) - body.position(i, 0) <= MOST) {
                early = new Conclusion(i + 1, end, 0, why(body, i, strength) + ", among the first three sections");
            }
        }
        return late != null ? late : early;
    }

    private static String why(Body body, int heading, Headings.Strength strength) {
        return "heading " + body.quoted(heading, Integer.MAX_VALUE) + (switch (strength) {
            case STRONG -> " (rule 5)";
            case LATE -> " (rule 5*)";
            default -> " (rule 6)";
        });
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
                found = new Conclusion(i, body.sectionEnd(i), label.end(),
                        "label " + body.quoted(i, label.end()) + " (rule 7)");
            }
        }
        return labels < 3 && strong == 1 ? found : null;
    }

    /** "To sum up, …" in a paragraph that reaches into the last fifth, or is the last. */
    private static @Nullable Conclusion opened(Body body) {
        int last = body.size() - 1;
        while (last >= 0 && !body.block(last).is(Block.Kind.PARAGRAPH)) last--;
        for (int i = last; i > 0 && (i == last || body.position(i, body.block(i).text().length()) >= 0.8); i--) {
            var block = body.block(i);
            if (!block.is(Block.Kind.PARAGRAPH)) continue;
            for (var words : body.words) {
                var opens = words.phrases("openings").first(block.text());
                if (opens == null || !body.saysSomething(i, i + 1)) continue;
                return new Conclusion(i, body.sectionEnd(i), 0,
                        "opening phrase " + body.quoted(i, opens.to()) + " (rule 8)");
            }
        }
        return null;
    }

    /** For people: the last that looked like a conclusion, and what it lacks. */
    static String missed(Body body, String title) {
        var furniture = Headings.furniture(body.blocks);
        var out = "no heading, label or opening phrase announces one (rules 5 to 8)";
        for (int i = 0; i < body.size(); i++) {
            var text = body.block(i).text();
            if (!body.block(i).is(Block.Kind.HEADING)) continue;
            var strength = Headings.strength(text);
            int end = body.sectionEnd(i + 1);
            if (strength == Headings.Strength.NONE) continue;
            var lacks = text.equals(title) ? "is the title"
                    : furniture.contains(Headings.normalised(text)) ? "stands three times or more (rule 9)"
                    : !body.saysSomething(i + 1, end) ? "has no prose behind it (rule 10)"
                    : body.position(i, 0) >= 0.5 ? "is followed by a list (rule 5*)"
                    : strength != Headings.Strength.STRONG ? "is in the first half (rule 5*)"
                    : "is in the first half, past three sections or before most of the article (rule 10)";
            out = "heading " + body.quoted(i, 60) + " " + lacks;
        }
        return out;
    }
}
