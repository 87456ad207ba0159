package staytuned.config;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import staytuned.herald.Happening;
import staytuned.herald.Hook;
import staytuned.herald.Secret;

/**
 * A program that is told what happens.
 *
 * @param events of which; all where none is named
 * @param secret what its calls are signed with
 */
public record HookSettings(URI url, Set<Happening> events, Secret secret) {
    /**
     * Reads one.
     *
     * @param earlier the addresses above it; its own is added
     */
    static @Nullable HookSettings read(Section keys, Set<URI> earlier) {
        var url = keys.need("url", "https://crm.example.org/staytuned", Hosts::hookUrl);
        var events = Set.copyOf(keys.values("events", "[issue.sent, delivery.bounced]", Happening::of));
        var text = keys.secret("secret");
        if (!keys.has("secret") && !keys.has("secret-file")) {
            keys.mistake("secret", "missing; write secret or secret-file");
        }
        if (url != null && !earlier.add(url)) keys.mistake("url", "stands twice; keep one of them");
        if (url == null || text == null) return null;
        try {
            return new HookSettings(url, events.isEmpty() ? Hook.everything() : events, Secret.of(text));
        } catch (IllegalArgumentException e) {
            keys.mistake(keys.has("secret") ? "secret" : "secret-file", String.valueOf(e.getMessage()));
            return null;
        }
    }
}
