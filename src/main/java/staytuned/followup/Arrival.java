package staytuned.followup;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A new article that may keep an earlier promise.
 *
 * @param links every web address that its text leads to
 * @param follows the link, the last part of the link, or the title of the article that it says it follows; null where
 *     it says nothing
 */
public record Arrival(Writing writing, Set<String> links, @Nullable String follows) {}
