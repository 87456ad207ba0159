package staytuned.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/**
 * What is published.
 *
 * @param key its name in commands and links: lower-case letters, digits and hyphens
 * @param postalAddress the sender's, one or more lines; empty where none is given
 * @param language a BCP 47 tag
 * @param relay the name of the relay that carries it
 * @param sources one at least
 */
public record NewsletterSettings(
        String key,
        String title,
        Address from,
        String postalAddress,
        String language,
        String relay,
        List<SourceSettings> sources,
        SendSettings send,
        LetterSettings letter) {

    /**
     * Reads one newsletter.
     *
     * @param earlier keys of the newsletters above it; its own is added
     * @param relays the names of all relays, in the order of the file
     */
    static @Nullable NewsletterSettings read(Section keys, Set<String> earlier, Set<String> relays) {
        var key = keys.need("key", "notes", Notation::newsletterKey);
        if (key != null && !earlier.add(key)) {
            keys.mistake("key", "\"" + key + "\" is the key of an earlier newsletter; give each its own");
        }
        var title = keys.need("title", "Notes", Notation::line);
        var from = keys.need("from", "Notes <notes@example.org>", Notation::address);
        var postalAddress = keys.or("postal-address", "", Notation::lines);
        var language = keys.or("language", "en", Notation::language);
        var first = relays.stream().findFirst().orElse("");
        var relay = keys.or("relay", first, text -> relay(text, relays));
        var places = new HashSet<Object>();
        var sources = keys.each("sources", "feed: https://example.org/feed/",
                each -> SourceSettings.read(each, places));
        var send = keys.in("send", SendSettings::read);
        var letter = keys.in("letter", LetterSettings::read);
        if (key == null || title == null || from == null) return null;
        return new NewsletterSettings(key, title, from, postalAddress, language, relay, sources, send, letter);
    }

    private static String relay(String name, Set<String> relays) {
        if (relays.isEmpty() || relays.contains(name)) return name;
        var nearest = Spelling.nearest(name, relays);
        throw new IllegalArgumentException(Notation.shown(name) + " is no relay of this file; " + (nearest.isPresent()
                ? "did you mean \"" + nearest.get() + "\"?" : "write one of " + String.join(", ", relays)));
    }
}
