package staytuned.feedback;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The codes in a server's words: those of RFC 5321 section 4.2 and the enhanced ones of RFC 3463. */
final class Codes {
    /** Behind a reply code, a bracket or a number sign it is one for sure; elsewhere maybe a version. */
    private static final List<Pattern> ENHANCED = List.of(
            Pattern.compile("(?:\\b[245]\\d\\d[ -]\\s?|[#(\\[]|(?i:status(?: code)?|dsn)[ =:]{1,3}|;\\s?)"
                    + "([245]\\.[0-7]\\.\\d{1,3})(?![\\d.])"),
            Pattern.compile("(?<![\\d.])([45]\\.[0-7]\\.\\d{1,3})(?![\\d]|\\.\\d)"));

    private static final Pattern REPLY = Pattern.compile(
            "(?<![\\d.:@-])([245][0-5]\\d)(?:[ -](?=[245]\\.\\d)|[ -]#|[ -]+(?=\\S)|\\s*$)(?![\\d:])");

    private Codes() {}

    /** The first enhanced code that says something, else the first; null where there is none. */
    static @Nullable String enhanced(String text) {
        for (var pattern : ENHANCED) {
            String first = null;
            var codes = pattern.matcher(text);
            while (codes.find()) {
                var code = codes.group(1);
                if (first == null) first = code;
                if (!isGeneral(code)) return code;
            }
            if (first != null) return first;
        }
        return null;
    }

    /** Whether a code names only success or failure, or only the protocol's side of it. */
    static boolean isGeneral(@Nullable String code) {
        return code == null || code.matches("\\d\\.(?:0|5)\\.\\d+|2\\..*");
    }

    /** The first reply code of a failure, such as 550; 0 where there is none. */
    static int reply(String text) {
        var codes = REPLY.matcher(text);
        while (codes.find()) {
            var code = Integer.parseInt(codes.group(1));
            if (code >= 400) return code;
        }
        return 0;
    }
}
