package staytuned.reading;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import staytuned.reading.Conclusions.Conclusion;
import staytuned.reading.Promises.Cut;
import staytuned.reading.Promises.Promise;
import staytuned.text.Characters;

/** Takes title, lead, conclusion and promise from an article, each word for word or not at all. */
public final class Reader {
    private static final int LONGEST_LEAD = 1_500;
    private static final int LONGEST_CONCLUSION = 10_000;

    /** An article's parts, found and not yet written out. */
    private record Draft(Manuscript manuscript, Body body, Found title, Found language) {}

    /** As {@link #read(Content, String, Habits)} from a source of which nothing is known. */
    public Reading read(Content content, String fallbackLanguage) {
        return read(content, fallbackLanguage, Habits.NONE);
    }

    /** Reads; {@code fallbackLanguage} counts where neither the content nor its words say which language it is in. */
    public Reading read(Content content, String fallbackLanguage, Habits habits) {
        var draft = draft(content, fallbackLanguage, habits);
        var conclusion = Conclusions.find(draft.body, draft.title.value(), habits);
        return reading(draft, conclusion, Promises.find(draft.body, conclusion));
    }

    /** Reads, and says which rules decided. */
    public Explained explain(Content content, String fallbackLanguage, Habits habits) {
        var draft = draft(content, fallbackLanguage, habits);
        var body = draft.body;
        var conclusion = Conclusions.find(body, draft.title.value(), habits);
        var promise = Promises.find(body, conclusion);
        var reading = reading(draft, conclusion, promise);
        var concluded = conclusion == null ? Conclusions.missed(body, draft.title.value())
                : reading.conclusion() == null ? conclusion.why() + "; it is only the promise (rule 18)"
                : conclusion.why();
        return new Explained(reading, new Why(
                draft.title.why(),
                draft.language.why(),
                Leads.why(body, reading.lead()),
                concluded,
                promise == null ? Promises.missed(body) : promise.why()));
    }

    /** What an article teaches about its source. */
    public Traits traits(Content content, String fallbackLanguage) {
        var draft = draft(content, fallbackLanguage, Habits.NONE);
        return Traits.of(draft.manuscript.blocks(), draft.body, draft.title.value());
    }

    private static Draft draft(Content content, String fallbackLanguage, Habits habits) {
        var manuscript = Manuscript.of(content);
        var named = content.language() != null ? content.language() : manuscript.language();
        var language = Languages.of(named, manuscript.blocks(), fallbackLanguage);
        var own = Boilerplate.without(manuscript.blocks(), language.value(), habits);
        var body = new Body(own, language.value());
        return new Draft(manuscript, body, Titles.of(content, manuscript, body.blocks), language);
    }

    private static Reading reading(Draft draft, @Nullable Conclusion conclusion, @Nullable Promise promise) {
        var body = draft.body;
        var cuts = promise == null ? List.<Cut>of() : promise.cuts();
        var concluding = conclusion == null ? null : text(body, indexes(conclusion), cuts, conclusion.skip());
        return new Reading(
                draft.title.value(),
                draft.language.value(),
                lead(body, conclusion, promise, concluding),
                concluding == null ? null : shortened(concluding, LONGEST_CONCLUSION),
                promise == null ? null : promise.text(),
                minutes(draft.manuscript.blocks()));
    }

    private static @Nullable String lead(
            Body body, @Nullable Conclusion conclusion, @Nullable Promise promise, @Nullable String concluding) {
        var cuts = promise == null ? List.<Cut>of() : promise.cuts();
        Set<Integer> promised = new HashSet<>();
        for (var cut : cuts) {
            if (cut.to() - cut.from() == body.block(cut.block()).text().length()) promised.add(cut.block());
        }
        IntPredicate taken = i -> promised.contains(i) || (conclusion != null && conclusion.holds(i));
        var blocks = Leads.find(body, taken, concluding == null && promise == null);
        var text = text(body, blocks, cuts, 0);
        return text == null ? null : shortened(text, LONGEST_LEAD);
    }

    private static List<Integer> indexes(Conclusion conclusion) {
        var out = new ArrayList<Integer>();
        for (int i = conclusion.from(); i < conclusion.to(); i++) out.add(i);
        return out;
    }

    /** The blocks' text without the cuts and without the first {@code skip} letters; null when nothing is left. */
    private static @Nullable String text(Body body, List<Integer> indexes, List<Cut> cuts, int skip) {
        var out = new StringBuilder();
        boolean afterItem = false;
        for (int index : indexes) {
            var block = body.block(index);
            int from = index == indexes.getFirst() ? skip : 0;
            var text = block.text();
            for (var cut : cuts) {
                if (cut.block() != index) continue;
                text = text.substring(0, Math.max(from, cut.from())).stripTrailing() + " "
                        + text.substring(cut.to()).stripLeading();
            }
            text = text.substring(Math.min(from, text.length())).strip();
            if (text.codePoints().noneMatch(Character::isLetterOrDigit)) continue;
            boolean item = block.is(Block.Kind.ITEM);
            if (!out.isEmpty()) out.append(item && afterItem ? "\n" : "\n\n");
            out.append(item ? "- " : "").append(text);
            afterItem = item;
        }
        return out.isEmpty() ? null : out.toString();
    }

    /** As many whole blocks and sentences as fit; a text that is longer is cut where nothing else is possible. */
    private static String shortened(String text, int limit) {
        if (text.length() <= limit) return text;
        int block = text.lastIndexOf("\n", limit);
        if (block > limit / 2) return text.substring(0, block).stripTrailing();
        int sentence = Math.max(text.lastIndexOf(". ", limit - 1), text.lastIndexOf('。', limit - 1));
        return sentence > limit / 2 ? text.substring(0, sentence + 1) : Characters.cut(text, limit);
    }

    /** At 220 words a minute, or 500 letters of Chinese, Japanese and Korean. */
    private static int minutes(List<Block> blocks) {
        double sum = 0;
        for (var each : blocks) {
            int cjk = Characters.countCjk(each.text());
            int words = 1;
            for (int i = 0; i < each.text().length(); i++) if (each.text().charAt(i) == ' ') words++;
            sum += cjk > each.text().length() / 3 ? cjk / 500.0 : words / 220.0;
        }
        return Math.max(1, (int) Math.round(sum));
    }
}
