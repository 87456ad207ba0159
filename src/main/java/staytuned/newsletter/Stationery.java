package staytuned.newsletter;

import org.jspecify.annotations.Nullable;

/**
 * What a newsletter's letters are written on: how they look, and what stands in each beside its article.
 *
 * @param whole whether an article stands in its letter whole, as far as a letter may be long
 * @param lines what its subject and preheader are made of
 * @param disclaimer stands at the letter's end; empty for none
 * @param sponsor null for none
 */
public record Stationery(
        Look look, boolean whole, Lines lines, String disclaimer, @Nullable Sponsor sponsor) {
    /** As it comes: the quiet theme, the article's beginning and conclusion, and nothing beside them. */
    public static final Stationery PLAIN = new Stationery(
            new Look("serif", "", "", ""), false, new Lines("", ""), "", null);

    /**
     * How it looks.
     *
     * @param theme the name of a theme: serif, sans or magazine
     * @param accent its colour, such as #0f5c5c; empty for the theme's own
     * @param logo the https address of a picture above the letter; empty for none
     * @param font typefaces in the order of preference; empty for the theme's own
     */
    public record Look(String theme, String accent, String logo, String font) {}

    /** Template lines; an empty one says what comes by itself: the article's title, its beginning. */
    public record Lines(String subject, String preheader) {}

    /** Who paid for a line in the letter, which says so; {@code link} is empty where it leads nowhere. */
    public record Sponsor(String text, String link) {}
}
