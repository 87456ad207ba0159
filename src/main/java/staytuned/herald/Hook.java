package staytuned.herald;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is told.
 *
 * @param events of which
 * @param secret what calls are signed with; it is never shown
 * @param inConfig whether the config names it, and only the config can remove it
 * @param removedAt since when it is told no more; null while it is
 */
public record Hook(
        long id,
        URI url,
        Set<Happening> events,
        Secret secret,
        boolean inConfig,
        Instant createdAt,
        @Nullable Instant removedAt) {

    private static final int LONGEST_URL = 2000;

    /**
     * The address of one.
     *
     * @throws IllegalArgumentException nobody can be called there; the message says why
     */
    public static URI url(String text) {
        try {
            var url = new URI(text);
            var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            var web = scheme.equals("http") || scheme.equals("https");
            if (web && url.getHost() != null && url.getRawUserInfo() == null && text.length() <= LONGEST_URL) return url;
        } catch (URISyntaxException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "is no address that can be called; write for example https://crm.example.org/staytuned");
    }

    /** All that can happen. */
    public static Set<Happening> everything() {
        return EnumSet.complementOf(EnumSet.of(Happening.TEST));
    }
}
