package staytuned.issue;

import staytuned.mail.Address;

/**
 * The frozen words of an issue, the same for every reader but for the links that are the reader's own.
 *
 * @param preheader what a mail program shows behind the subject
 * @param language a BCP 47 tag
 * @param marker stands in {@code html} and {@code plain} where the reader's own unsubscribe link goes; random, so that
 *     no article can hold it; {@link #preferences} is the like for the page of what the reader has chosen
 */
public record Letter(
        Address sender, String subject, String preheader, String language, String html, String plain, String marker) {
    private static final int ID_RANDOM = 16;

    /** How the Message-ID of every copy ends, behind the delivery's number and a dot. */
    public String idSuffix() {
        return random(marker) + "@" + sender.domain();
    }

    /** What stands in them before the @. */
    public static String random(String marker) {
        return marker.substring(marker.length() - ID_RANDOM);
    }

    /** Stands where the link to the reader's own preferences goes. */
    public String preferences() {
        return preferences(marker);
    }

    /** The same letter with other bodies. */
    Letter with(String otherHtml, String otherPlain) {
        return new Letter(sender, subject, preheader, language, otherHtml, otherPlain, marker);
    }

    /** The same letter with another marker in it. */
    Letter marked(String other) {
        return new Letter(
                sender, subject, preheader, language, marked(html, other), marked(plain, other), other);
    }

    private String marked(String body, String other) {
        return body.replace(marker, other).replace(preferences(), preferences(other));
    }

    /** The mark for preferences that belongs to a marker. */
    static String preferences(String marker) {
        return marker.replace("//unsubscribe.", "//preferences.");
    }

    /** The HTML with {@code link} in the place of all that is a reader's own. */
    public String html(String link) {
        var escaped = link.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
        return html.replace(marker, escaped).replace(preferences(), escaped);
    }

    /** The text with {@code link} in the place of all that is a reader's own. */
    public String plain(String link) {
        return plain.replace(marker, link).replace(preferences(), link);
    }
}
