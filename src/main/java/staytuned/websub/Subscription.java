package staytuned.websub;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import staytuned.article.Hub;

/**
 * What one hub was asked to push.
 *
 * @param token the end of the callback's address
 * @param secret what the hub signs with
 * @param askedAt when it was asked last; null for never
 * @param attempts how often it was asked since it last said yes
 */
record Subscription(
        long id,
        long sourceId,
        Hub hub,
        String token,
        String secret,
        State state,
        @Nullable Instant askedAt,
        int attempts) {
    /** How far it has come; stored in lower case. */
    enum State {
        /** The hub has not said yes yet. */
        ASKED,
        /** The hub pushes, until its lease ends. */
        VERIFIED,
        /** The hub has said no; it is asked again after a while. */
        DENIED,
        /** Nobody wants it any more; the row goes when the hub knows. */
        LEAVING;

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String stored) {
            return valueOf(stored.toUpperCase(Locale.ROOT));
        }
    }
}
