package staytuned.issue;

import staytuned.mail.Address;

/**
 * The frozen words of an issue, the same for every reader but for the unsubscribe link.
 *
 * @param preheader what a mail program shows behind the subject
 * @param language a BCP 47 tag
 * @param marker stands in {@code html} and {@code plain} where the reader's own unsubscribe link goes; random, so that
 *     no article can hold it
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

    /** The HTML for the reader whose unsubscribe link is {@code link}. */
    public String html(String link) {
        return html.replace(marker, link.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;"));
    }

    /** The text for the reader whose unsubscribe link is {@code link}. */
    public String plain(String link) {
        return plain.replace(marker, link);
    }
}
