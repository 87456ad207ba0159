package staytuned.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a newsletter's letters look, and what stands in each. An empty text is one that was not given.
 *
 * @param accent such as #0f5c5c
 * @param logo an https address
 * @param font typefaces, divided by commas
 * @param subject a template line, and so is {@code preheader}
 * @param disclaimer one or more lines
 */
public record LetterSettings(
        Theme theme,
        String accent,
        String logo,
        String font,
        LetterContent content,
        String subject,
        String preheader,
        String disclaimer,
        @Nullable Sponsor sponsor) {
    private static final Pattern COLOUR = Pattern.compile("#[0-9A-Fa-f]{6}");
    /** They stand in a style attribute: no quotes, and nothing that ends a declaration. */
    private static final Pattern FONT = Pattern.compile("[A-Za-z0-9 ,_-]{1,200}");
    private static final Pattern SECURE = Pattern.compile("https://[^\\s\"<>]{1,1000}");
    private static final Pattern WEB = Pattern.compile("https?://[^\\s\"<>]{1,1000}");

    /** A line that somebody paid for. */
    public record Sponsor(String text, String link) {}

    static LetterSettings read(Section keys) {
        return new LetterSettings(
                keys.or("theme", Theme.SERIF, text -> Notation.word(Theme.class, text)),
                keys.or("accent", "", text -> matching(COLOUR, text, "is no colour; write # and six digits, in "
                        + "quotes, such as \"#0f5c5c\"")),
                keys.or("logo", "", text -> matching(SECURE, text, "is no https address of a picture")),
                keys.or("font", "", text -> matching(FONT, text, "is no list of typefaces; write their names without "
                        + "quotes, such as Charter, Georgia, serif")),
                keys.or("content", LetterContent.EXCERPT, text -> Notation.word(LetterContent.class, text)),
                keys.or("subject", "", Notation::line),
                keys.or("preheader", "", Notation::line),
                keys.or("disclaimer", "", Notation::lines),
                keys.inMaybe("sponsor", LetterSettings::sponsor));
    }

    private static @Nullable Sponsor sponsor(Section keys) {
        var text = keys.need("text", "Made possible by Example & Co", Notation::line);
        var link = keys.or("link", "", each -> matching(WEB, each, "is no address of the web"));
        return text == null ? null : new Sponsor(text, link);
    }

    private static String matching(Pattern pattern, String text, String otherwise) {
        if (pattern.matcher(text).matches()) return text;
        throw new Misfit(Notation.shown(text) + " " + otherwise, Notation.text(pattern));
    }
}
