package staytuned.article;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file or a feed's item that may be new. It is read only when it is.
 *
 * @param name what to call it to the admin, such as {@code file notes/a.md}
 * @param version what changes when it changes, at most 64 characters
 * @param item null where it is known only after reading
 * @param finding reads it; gives null for what is not to be kept, such as a draft
 */
record Candidate(
        String name,
        Identity identity,
        String version,
        @Nullable Item item,
        Supplier<@Nullable Finding> finding) {}
