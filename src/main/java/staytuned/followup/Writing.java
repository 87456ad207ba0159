package staytuned.followup;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An article as it is compared with others.
 *
 * @param source where it came from: only articles of one source are compared
 * @param language a BCP 47 tag
 * @param text its lead and conclusion
 * @param tags in lower case
 * @param at when it was published, else when it was found
 * @param link where it stands on the web; null where unknown
 */
public record Writing(
        long id,
        long source,
        String title,
        String language,
        String text,
        Set<String> tags,
        Instant at,
        @Nullable String link) {}
