package staytuned.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Some of a list, and where it goes on. A page begins behind the last thing of the one before, so that nothing comes
 * twice or is left out while the list grows.
 *
 * @param next a cursor: opaque to programs; null where this page is the last
 */
record Page<T>(List<T> items, @Nullable String next) {
    private static final int USUAL = 50;
    private static final int MOST = 500;
    private static final String MARK = "after ";

    /** Things that are all there at once. */
    static <T> Page<T> whole(List<T> items) {
        return new Page<>(items, null);
    }

    /**
     * A page of {@code rows}, of which one more than the limit was asked for.
     *
     * @param id by which the list is in order
     */
    static <R, T> Page<T> of(List<R> rows, @Nullable Integer limit, ToLongFunction<R> id, Function<R, T> shown) {
        var most = limit(limit);
        var here = rows.size() > most ? rows.subList(0, most) : rows;
        var next = rows.size() > most ? cursor(id.applyAsLong(here.getLast())) : null;
        return new Page<>(here.stream().map(shown).toList(), next);
    }

    /** How many rows are asked for: one more than are shown. */
    static int rows(@Nullable Integer limit) {
        return limit(limit) + 1;
    }

    private static int limit(@Nullable Integer limit) {
        if (limit == null) return USUAL;
        if (limit >= 1 && limit <= MOST) return limit;
        throw Problem.wrong(Kind.MALFORMED, List.of(
                new Problem.Wrong("limit", limit + " cannot be used; write a number from 1 to " + MOST)));
    }

    /** The id behind which the page begins; {@code first} where there is no cursor. */
    static long after(@Nullable String cursor, long first) {
        if (cursor == null) return first;
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            if (text.startsWith(MARK)) return Long.parseLong(text.substring(MARK.length()));
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw Problem.wrong(Kind.MALFORMED, List.of(
                new Problem.Wrong("cursor", "is none of ours; take \"next\" of the page before, or leave it out")));
    }

    private static String cursor(long id) {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString((MARK + id).getBytes(StandardCharsets.US_ASCII));
    }
}
