package staytuned.reading;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import staytuned.text.Characters;

/**
 * An article's writing as it came, with what its feed or front matter said of it.
 *
 * @param mediaType text/plain, text/markdown or text/html
 * @param title null where neither feed nor front matter named one
 * @param language a BCP 47 tag; null where none was named
 * @param link where the article stands on the web, the base of its relative links; null where unknown
 */
public record Content(
        String mediaType,
        String body,
        @Nullable String title,
        @Nullable String language,
        @Nullable String link) {
    public static final String TEXT = "text/plain";
    public static final String MARKDOWN = "text/markdown";
    public static final String HTML = "text/html";

    /** Cleaned of what no database and no page takes: NUL and other controls, and halves of characters. */
    public Content {
        body = Characters.clean(body);
        title = Characters.line(title, 300);
        language = tag(language);
    }

    /** The writing alone, with nothing known about it. */
    public static Content of(String mediaType, String body) {
        return new Content(mediaType, body, null, null, null);
    }

    private static @Nullable String tag(@Nullable String language) {
        if (language == null) return null;
        var tag = Locale.forLanguageTag(language.strip().replace('_', '-')).toLanguageTag();
        return tag.equals("und") || tag.length() > 35 ? null : tag;
    }
}
