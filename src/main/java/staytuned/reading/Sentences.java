package staytuned.reading;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A text's sentences, by the rules of its language. */
final class Sentences {
    private Sentences() {}

    /** Where a sentence stands in its text, without the white space around it. */
    record Sentence(int from, int to) {
        String in(String text) {
            return text.substring(from, to);
        }
    }

    static List<Sentence> of(String text, String language) {
        var breaks = BreakIterator.getSentenceInstance(Locale.forLanguageTag(language));
        breaks.setText(text);
        var out = new ArrayList<Sentence>();
        int from = breaks.first();
        for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
            if (to < text.length() && open(text, from, to, language)) continue;
            add(out, text, from, to);
            from = to;
        }
        add(out, text, from, text.length());
        return out;
    }

    private static void add(List<Sentence> out, String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && Character.isWhitespace(text.charAt(start))) start++;
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) end--;
        if (start < end) out.add(new Sentence(start, end));
    }

    /** Whether the break at {@code to} falls behind an abbreviation or before a small letter, so that it is none. */
    private static boolean open(String text, int from, int to, String language) {
        if (Character.isLowerCase(text.codePointAt(to))) return true;
        var before = text.substring(Math.max(from, to - 40), to).stripTrailing();
        var word = before.substring(before.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
        if (!word.endsWith(".")) return false;
        if (word.length() == 2 && Character.isLetter(word.charAt(0))) return true;
        return Words.of(language).stream().anyMatch(each -> each.list("abbreviations").contains(word));
    }
}
