package staytuned.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import staytuned.reading.Conclusions.Conclusion;
import staytuned.reading.Sentences.Sentence;
import staytuned.text.Characters;

/** Finds the sentence in which the author says what will be published next. */
final class Promises {
    /** A promise is made past this share of the body, in the conclusion, or under a heading such as "What's next". */
    private static final double LATE = 0.6;
    private static final int LONGEST = 500;
    /** How many sentences at the end of a paragraph are looked at. */
    private static final int MOST_SENTENCES = 200;
    /** What somebody else says, or what is only a name. */
    private static final Pattern QUOTED = Pattern.compile(
            "„[^„“”]{0,1000}[“”]|“[^“”]{0,1000}”|«[^«»]{0,1000}»|「[^「」]{0,1000}」|『[^『』]{0,1000}』"
                    + "|(?<!\\w)\"(?=\\S)[^\"]{0,1000}\"");

    private Promises() {}

    /** A piece of a block. */
    record Cut(int block, int from, int to) {}

    /** The promise's sentences, in order; what follows each other in one block is one piece. */
    record Promise(String text, List<Cut> cuts, String why) {}

    static @Nullable Promise find(Body body, @Nullable Conclusion conclusion) {
        Promise last = null;
        boolean outlook = false;
        for (int i = 0; i < body.size(); i++) {
            var block = body.block(i);
            if (block.is(Block.Kind.HEADING)) outlook = Headings.outlook(block.text());
            boolean speaks = block.is(Block.Kind.PARAGRAPH) || (block.is(Block.Kind.ITEM) && outlook);
            if (!speaks) continue;
            boolean anywhere = outlook || (conclusion != null && conclusion.holds(i));
            if (!anywhere && body.position(i, block.text().length()) < LATE) continue;
            var found = in(body, i, anywhere);
            if (found != null && outlook) return found;
            if (found != null) last = found;
        }
        return last;
    }

    /** The block's last run of promising sentences. */
    private static @Nullable Promise in(Body body, int at, boolean anywhere) {
        var text = body.block(at).text();
        var unquoted = unquoted(text);
        var sentences = Sentences.of(text, body.language);
        int to = sentences.size() - 1;
        int least = Math.max(0, sentences.size() - MOST_SENTENCES);
        while (to >= least && !promises(body, at, unquoted, sentences.get(to), anywhere)) to--;
        if (to < least) return null;
        int from = to;
        while (from > least && promises(body, at, unquoted, sentences.get(from - 1), anywhere)) from--;
        var why = why(body, at, unquoted, sentences.get(to));
        if (from == to && bare(sentences.get(to).in(text), body.words)) {
            if (from > 0) {
                if (!refused(sentences.get(from - 1).in(text), body.words)) from--;
            } else {
                return withSentenceBefore(body, at, sentences.get(to), why);
            }
        }
        var cut = new Cut(at, sentences.get(from).from(), sentences.get(to).to());
        return new Promise(text.substring(cut.from(), cut.to()), List.of(cut), why);
    }

    /** A block that only says "Stay tuned!" takes the last sentence of the paragraph before it along. */
    private static Promise withSentenceBefore(Body body, int at, Sentence sentence, String why) {
        var cuts = new ArrayList<Cut>();
        if (at > 0 && body.block(at - 1).is(Block.Kind.PARAGRAPH)) {
            var text = body.block(at - 1).text();
            var before = Sentences.of(text, body.language).getLast();
            if (before.to() - before.from() <= LONGEST && !refused(before.in(text), body.words)) {
                cuts.add(new Cut(at - 1, before.from(), before.to()));
            }
        }
        cuts.add(new Cut(at, sentence.from(), sentence.to()));
        return new Promise(
                cuts.stream()
                        .map(cut -> body.block(cut.block()).text().substring(cut.from(), cut.to()))
                        .collect(Collectors.joining(" ")),
                cuts,
                why + ", with the sentence before it (rule 16)");
    }

    private static boolean promises(Body body, int at, String unquoted, Sentence sentence, boolean anywhere) {
        if (!anywhere && body.position(at, sentence.from()) < LATE) return false;
        if (sentence.to() - sentence.from() > LONGEST) return false;
        return matched(sentence.in(unquoted), body.words) != null
                && !refused(sentence.in(body.block(at).text()), body.words);
    }

    /** The words that make the sentence a promise; null where there are none. */
    private static @Nullable String matched(String sentence, List<Words> languages) {
        for (var words : languages) {
            var found = words.phrases("promise.idioms").find(sentence, 0);
            if (found == null) found = words.phrases("promise.patterns").find(sentence, 0);
            if (found == null) found = words.phrases("promise.first").first(sentence);
            if (found != null) return found.in(sentence);
        }
        return null;
    }

    private static String why(Body body, int at, String unquoted, Sentence sentence) {
        return "'" + matched(sentence.in(unquoted), body.words) + "' in " + body.place(at) + " (rule 14)";
    }

    /** For people: the last sentence that was nearly a promise, and what it lacks. */
    static String missed(Body body) {
        var out = "no sentence says what will be published (rule 14)";
        for (int i = 0; i < body.size(); i++) {
            if (!body.block(i).prose()) continue;
            var text = body.block(i).text();
            for (var each : Sentences.of(text, body.language)) {
                var words = matched(each.in(text), body.words);
                if (words == null) continue;
                var lacks = refused(each.in(text), body.words) ? "is a farewell, a call, news or a quotation (rule 15)"
                        : matched(each.in(unquoted(text)), body.words) == null ? "is a quotation (rule 15)"
                        : !body.block(i).is(Block.Kind.PARAGRAPH) ? "is in a list or a quotation (rule 14)"
                        : body.position(i, each.from()) < LATE ? "comes before 60 % of the body (rule 14)"
                        : "is too long";
                out = "'" + Characters.cut(words, 60) + "' in " + body.place(i) + " " + lacks;
            }
        }
        return out;
    }

    /** The text with blanks in place of quotations, and everything else where it was. */
    private static String unquoted(String text) {
        return QUOTED.matcher(text).replaceAll(quoted -> " ".repeat(quoted.end() - quoted.start()));
    }

    /** Farewells, quotations, calls to subscribe, series navigation. */
    private static boolean refused(String sentence, List<Words> languages) {
        if ("\"“„«「『".indexOf(sentence.charAt(0)) >= 0) return true;
        return languages.stream().anyMatch(words -> words.phrases("promise.not").in(sentence)
                || words.phrases("promise.not.first").first(sentence) != null);
    }

    /** Whether nothing but the set phrase is said. */
    private static boolean bare(String sentence, List<Words> languages) {
        return languages.stream().anyMatch(words -> {
            var rest = words.phrases("promise.idioms").without(sentence);
            if (rest.equals(sentence)) return false;
            var letters = rest.replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
            return letters.isEmpty() || (letters.split(" ", -1).length <= 2 && Characters.countCjk(letters) <= 4);
        });
    }
}
