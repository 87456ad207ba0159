package staytuned.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The phrases of one word list, found in a text as whole words. A list has hundreds of phrases, and nearly every word
 * of a text begins none of them: so the phrases stand in a tree by the letters that they begin with, and only where the
 * text has such letters are those few phrases tried.
 */
final class Phrases {
    private static final Pattern NO_WORD = Pattern.compile("\\W{0,3}", Pattern.UNICODE_CHARACTER_CLASS);

    /** The phrases that begin with a word, looked up where a word begins. */
    private final Node words = new Node();
    /** The others, looked up everywhere. */
    private final Node others = new Node();

    /** Where a phrase stands in a text. */
    record Span(int from, int to) {
        String in(String text) {
            return text.substring(from, to);
        }
    }

    Phrases(Words language, List<String> phrases) {
        for (int i = 0; i < phrases.size(); i++) {
            for (var start : Phrase.starts(language, phrases.get(i))) {
                boolean word = !language.unspaced() && !start.letters().isEmpty() && Phrase.letter(start.letters(), 0);
                var node = word ? words : others;
                for (int at = 0; at < start.letters().length(); at++) {
                    node = node.next.computeIfAbsent(folded(start.letters().charAt(at)), _ -> new Node());
                }
                (word && !start.goesOn() ? node.whole : node.begun).add(i);
            }
        }
        var groups = new HashMap<List<Integer>, Group>();
        for (var root : List.of(words, others)) {
            root.close(List.of(), indexes -> groups.computeIfAbsent(indexes, _ -> new Group(language,
                    indexes.stream().map(phrases::get).toList())));
        }
    }

    /** The first phrase at or behind {@code from}; null where there is none. */
    @Nullable Span find(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            int end = end(text, at);
            if (end >= 0) return new Span(at, end);
        }
        return null;
    }

    /** Whether any phrase stands in the text. */
    boolean in(String text) {
        return find(text, 0) != null;
    }

    /** The phrase that the text begins with, be it behind up to three signs; null where there is none. */
    @Nullable Span first(String text) {
        if (text.isEmpty()) return null;
        var signs = NO_WORD.matcher(text);
        int at = signs.lookingAt() ? signs.end() : 0;
        while (true) {
            int end = end(text, at);
            if (end >= 0) return new Span(0, end);
            if (at == 0) return null;
            at = text.offsetByCodePoints(at, -1);
        }
    }

    /** The text with a blank in place of each phrase. */
    String without(String text) {
        var out = new StringBuilder();
        int from = 0;
        for (var each = find(text, 0); each != null; each = find(text, from)) {
            out.append(text, from, each.from()).append(' ');
            from = each.to();
        }
        return out.append(text, from, text.length()).toString();
    }

    /** Where the phrase ends that begins at {@code at}; -1 where none does. */
    private int end(String text, int at) {
        if (at >= text.length()) return -1;
        boolean word = Phrase.letter(text, at) && (at == 0 || !Phrase.letter(text, at - 1));
        int end = word ? words.end(text, at) : -1;
        return end >= 0 || others.empty() ? end : others.end(text, at);
    }

    /** As patterns compare letters whatever their case. */
    private static char folded(char letter) {
        return letter >= 'a' && letter <= 'z' ? letter : Character.toLowerCase(Character.toUpperCase(letter));
    }

    /** What has been read of a word, letter by letter, and the phrases that may begin so. */
    private static final class Node {
        final Map<Character, Node> next = new HashMap<>();
        /** The phrases that begin with exactly these letters, and those whose first word may go on. */
        final List<Integer> whole = new ArrayList<>();
        final List<Integer> begun = new ArrayList<>();
        private @Nullable Group atEnd;
        private @Nullable Group within;

        /** Gives each node the phrases to try, in the order of the list, with what holds for fewer letters. */
        void close(List<Integer> shorter, Function<List<Integer>, Group> group) {
            var going = merged(shorter, begun);
            var all = merged(going, whole);
            within = going.isEmpty() ? null : group.apply(going);
            atEnd = all.isEmpty() ? null : group.apply(all);
            for (var each : next.values()) each.close(going, group);
        }

        private static List<Integer> merged(List<Integer> some, List<Integer> more) {
            return Stream.concat(some.stream(), more.stream()).distinct().sorted().toList();
        }

        boolean empty() {
            return next.isEmpty() && within == null;
        }

        int end(String text, int from) {
            var node = this;
            int at = from;
            for (; at < text.length(); at++) {
                var deeper = node.next.get(folded(text.charAt(at)));
                if (deeper == null) break;
                node = deeper;
            }
            boolean ends = at == text.length() || !Phrase.letter(text, at);
            var group = ends ? node.atEnd : node.within;
            return group == null ? -1 : group.end(text, from);
        }
    }

    /** Some of the phrases as one pattern, made when it is first needed. */
    private static final class Group {
        private final Words language;
        private final List<String> phrases;
        private volatile @Nullable Pattern pattern;

        Group(Words language, List<String> phrases) {
            this.language = language;
            this.phrases = phrases;
        }

        int end(String text, int at) {
            var known = pattern;
            if (known == null) {
                known = Phrase.pattern(language, phrases);
                pattern = known;
            }
            var found = known.matcher(text).region(at, text.length()).useTransparentBounds(true);
            return found.lookingAt() ? found.end() : -1;
        }
    }
}
