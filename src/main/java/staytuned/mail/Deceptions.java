package staytuned.mail;

import java.lang.Character.UnicodeScript;
import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What makes an address look like another one: hidden characters, and letters that look like those of ASCII. */
final class Deceptions {
    private static final String A_LABEL = "xn--";

    /** Scripts that are written together. */
    private static final List<Set<UnicodeScript>> TOGETHER = List.of(
            Set.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
            Set.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL),
            Set.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO));

    private Deceptions() {}

    /** What to say of a character that nobody sees, or that turns the letters around it. */
    static String hidden(int character) {
        return "it holds " + shown(character) + ", which nobody sees; type it anew";
    }

    /** What to say of what stands before the @; empty where it is all ASCII. */
    static Optional<String> foreign(String local) {
        return local.codePoints()
                .filter(each -> each > '~')
                .mapToObj(each -> "before the @ may stand no other letters than a to z, and this holds " + shown(each)
                        + "; type it anew")
                .findFirst();
    }

    /**
     * What to say of a domain in ASCII one of whose words is of one script with letters of another in between (Unicode
     * TR 39, section 5.2); empty where none is.
     */
    static Optional<String> mixed(String domain) {
        if (!domain.contains(A_LABEL)) return Optional.empty();
        for (var label : IDN.toUnicode(domain).split("\\.", -1)) {
            var scripts = label.codePoints()
                    .mapToObj(UnicodeScript::of)
                    .filter(each -> each != UnicodeScript.COMMON && each != UnicodeScript.INHERITED)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (scripts.size() > 1 && TOGETHER.stream().noneMatch(each -> each.containsAll(scripts))) {
                return Optional.of("its domain mixes " + scripts.stream().map(Deceptions::shown).collect(
                        Collectors.joining(" and ")) + " letters in one word, as forged ones do; type it anew");
            }
        }
        return Optional.empty();
    }

    private static String shown(UnicodeScript script) {
        return script.name().charAt(0) + script.name().substring(1).toLowerCase(Locale.ROOT);
    }

    private static String shown(int character) {
        var name = Character.getName(character);
        return "U+%04X".formatted(character) + (name == null ? "" : " (" + name.toLowerCase(Locale.ROOT) + ")");
    }
}
