package staytuned.article;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import staytuned.reading.Content;
import staytuned.reading.Reading;
import staytuned.text.Characters;

/** An article of which only its link is known: its page is not read yet, or nobody will be mailed it. */
final class Unread {
    /** Its content is its link (RFC 2483 section 5). Nothing of this type is mailed. */
    static final String MEDIA_TYPE = "text/uri-list";

    private Unread() {}

    static boolean is(Content content) {
        return content.mediaType().equals(MEDIA_TYPE);
    }

    static Finding finding(Identity identity, String url, @Nullable String title, @Nullable Instant published,
            String language) {
        var content = new Content(MEDIA_TYPE, url, title, null, url);
        var shown = Objects.requireNonNullElse(content.title(), Characters.cut(url, 300));
        return Finding.readable(
                identity,
                new Item(null, null, published, content),
                new Reading(shown, language, null, null, null, 1));
    }
}
