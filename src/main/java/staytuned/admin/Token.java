package staytuned.admin;

import java.time.Instant;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What lets one program in; the token itself is known to that program alone.
 *
 * @param name what admins call it
 * @param expiresAt from when on it is good for nothing; null for never
 * @param usedAt when it was last used, to the minute; null for never
 * @param revokedAt when an admin took it back; null where they have not
 */
public record Token(
        long id,
        String name,
        SortedSet<Scope> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant usedAt,
        @Nullable Instant revokedAt) {

    /** Whether it may do what {@code wanted} says. */
    public boolean may(Scope wanted) {
        return scopes.stream().anyMatch(each -> each.covers(wanted));
    }

    /** Whether it is good for anything at {@code now}. */
    public boolean isGood(Instant now) {
        return revokedAt == null && (expiresAt == null || expiresAt.isAfter(now));
    }
}
