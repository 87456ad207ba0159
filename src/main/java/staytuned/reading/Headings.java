package staytuned.reading;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import staytuned.text.Characters;

/** What a heading says, whatever its numbering, punctuation, emphasis and case. */
final class Headings {
    /** "3 ", "3.", "2.1", "IV.", "a)", "第3章" before the words. */
    private static final Pattern NUMBERING = Pattern.compile(
            "(?:\\p{Nd}{1,2}(?:\\.\\p{Nd}{1,2}){0,4}[.):、．]?\\s*(?=\\D)|[ivxlc]{1,6}[.)]\\s*|[a-z]\\)\\s*"
                    + "|第?[一二三四五六七八九十]{1,3}[章节節、．.]\\s*|第\\p{Nd}{1,3}[章节節]\\s*)");
    private static final Pattern PARENTHESIS = Pattern.compile(
            "\\([^()]{0,200}\\)|（[^（）]{0,200}）|\\[[^\\[\\]]{0,200}\\]");
    private static final Pattern DIVIDER = Pattern.compile("\\s*[:：]\\s*|\\s+[–—-]\\s+|\\s*——\\s*");

    private static final Set<String> STRONG = Words.headings("strong");
    private static final Set<String> LATE = Words.headings("strong.late");
    private static final Set<String> BEFORE = Words.headings("weak.before");
    private static final List<String> LINK = Words.headings("weak.link").stream()
            .map(each -> " " + each + " ")
            .toList();
    private static final Set<String> OUTLOOK = Words.headings("outlook");
    private static final Set<String> GENERIC = Words.headings("generic");

    private Headings() {}

    /** How sure a heading is of announcing a conclusion. */
    enum Strength {
        NONE,
        /** A strong word and a rest, or an adjective before it. */
        WEAK,
        /** The whole heading, but a word that at the top of an article announces something else. */
        LATE,
        /** The whole heading. */
        STRONG
    }

    static String normalised(String heading) {
        var text = heading.length() > 300 ? heading.substring(0, 300) : heading;
        var plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).replace('’', '\'');
        if (plain.indexOf('(') >= 0 || plain.indexOf('[') >= 0) plain = PARENTHESIS.matcher(plain).replaceAll(" ");
        plain = bare(plain);
        var numbering = NUMBERING.matcher(plain);
        if (numbering.lookingAt()) plain = bare(plain.substring(numbering.end()));
        return Characters.spaced(plain);
    }

    /** From the first letter or digit to the last, without emoji and marks of emphasis. */
    private static String bare(String text) {
        var out = new StringBuilder(text.length());
        int end = 0;
        for (int c, i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            boolean letter = Phrase.letter(c);
            if ((out.isEmpty() && !letter) || sign(c)) continue;
            out.appendCodePoint(c);
            if (letter) end = out.length();
        }
        return out.substring(0, end);
    }

    private static boolean sign(int c) {
        if ("*_`~#¶§\uFE0F".indexOf(c) >= 0) return true;
        if (c < 0x80) return false;
        int type = Character.getType(c);
        return type == Character.OTHER_SYMBOL || type == Character.SURROGATE || type == Character.FORMAT;
    }

    static Strength strength(String heading) {
        var words = normalised(heading);
        if (STRONG.contains(words)) return Strength.STRONG;
        if (LATE.contains(words)) return Strength.LATE;
        return weak(words) ? Strength.WEAK : Strength.NONE;
    }

    private static boolean weak(String words) {
        var divided = DIVIDER.split(words, 2);
        if (divided.length == 2 && STRONG.contains(normalised(divided[0]))) return true;
        for (int at = words.indexOf(' '); at > 0; at = words.indexOf(' ', at + 1)) {
            var before = words.substring(0, at);
            if (BEFORE.contains(before) && STRONG.contains(words.substring(at + 1))) return true;
            if (!STRONG.contains(before)) continue;
            for (var link : LINK) if (words.indexOf(link) == at) return true;
        }
        return false;
    }

    static boolean outlook(String heading) {
        return OUTLOOK.contains(normalised(heading));
    }

    static boolean generic(String heading) {
        var words = normalised(heading);
        return words.isEmpty() || GENERIC.contains(words) || STRONG.contains(words) || LATE.contains(words)
                || OUTLOOK.contains(words);
    }

    /** The headings that stand three times or more: furniture of the sections, not their names. */
    static Set<String> furniture(List<Block> blocks) {
        var seen = new HashMap<String, Integer>();
        for (var each : blocks) if (each.is(Block.Kind.HEADING)) seen.merge(normalised(each.text()), 1, Integer::sum);
        seen.values().removeIf(times -> times < 3);
        return new HashSet<>(seen.keySet());
    }
}
