package staytuned.feedback;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of an HTML part; its looks are of no interest here. */
final class Html {
    private static final Pattern HIDDEN = Pattern.compile("(?i)<(style|script|title)\\b[^<>]*+>[^<]*+");
    private static final Pattern BREAK =
            Pattern.compile("(?i)<(?:br|/?p|/?div|/?tr|/?li|/?h\\d|/?table|hr)\\b[^<>]*+>");
    /** No address in angle brackets, which careless systems leave as they are. */
    private static final Pattern TAG = Pattern.compile(
            "<[/!]?[A-Za-z-][^<>@]*+(?:@[^<>]*+=[^<>]*+)?>|<[A-Za-z]++\\s[^<>]*+>");
    private static final Pattern ENTITY = Pattern.compile("&(#?\\w{1,8});");
    private static final Map<String, String> NAMED = Map.of(
            "lt", "<", "gt", ">", "amp", "&", "quot", "\"", "nbsp", " ", "apos", "'");

    private Html() {}

    static String text(String html) {
        var words = HIDDEN.matcher(html.replaceAll("\\s+", " ")).replaceAll(" ");
        words = BREAK.matcher(words).replaceAll("\n");
        words = TAG.matcher(words).replaceAll("");
        return ENTITY.matcher(words)
                .replaceAll(each -> Matcher.quoteReplacement(character(each.group(1))));
    }

    /** Text as it stands in HTML. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String character(String name) {
        if (!name.startsWith("#")) return NAMED.getOrDefault(name, "&" + name + ";");
        try {
            var hexadecimal = name.startsWith("#x");
            var code = Integer.parseInt(name.substring(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
            return Character.isValidCodePoint(code) ? Character.toString(code) : " ";
        } catch (NumberFormatException e) {
            return " ";
        }
    }
}
