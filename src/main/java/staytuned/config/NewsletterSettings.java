package staytuned.config;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/**
 * What is published.
 *
 * @param key its name in commands and links: lower-case letters, digits and hyphens
 * @param replyTo who gets what readers write back; null where it is the sender
 * @param postalAddress the sender's, one or more lines; empty where none is given
 * @param language a BCP 47 tag
 * @param relays the names of those that carry it, each with its share of the letters, in the order of the file; one
 *     whose share is 0 carries only what no other takes
 * @param rates how many of its letters may go out, by all relays together
 * @param sources one at least
 * @param archive who may read its letters on the web
 */
public record NewsletterSettings(
        String key,
        String title,
        Address from,
        @Nullable Address replyTo,
        String postalAddress,
        String language,
        Map<String, Integer> relays,
        List<Rate> rates,
        List<SourceSettings> sources,
        SendSettings send,
        LetterSettings letter,
        Archive archive,
        SubscribeSettings subscribe) {

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
        var replyTo = keys.maybe("reply-to", Notation::address);
        var postalAddress = keys.or("postal-address", "", Notation::lines);
        var language = keys.or("language", "en", Notation::language);
        var its = relays(keys, relays);
        var rates = Rate.read(keys);
        var places = new HashSet<Object>();
        var sources = keys.each("sources", "feed: https://example.org/feed/",
                each -> SourceSettings.read(each, places));
        var send = keys.in("send", SendSettings::read);
        var letter = keys.in("letter", LetterSettings::read);
        var archive = keys.or("archive", Archive.PUBLIC, text -> Notation.word(Archive.class, text));
        var subscribe = keys.in("subscribe", SubscribeSettings::read);
        if (key == null || title == null || from == null) return null;
        return new NewsletterSettings(
                key, title, from, replyTo, postalAddress, language, its, rates, sources, send, letter, archive,
                subscribe);
    }

    private static Map<String, Integer> relays(Section keys, Set<String> relays) {
        var first = relays.stream().findFirst().orElse("");
        var only = keys.or("relay", first, text -> relay(text, relays));
        if (keys.has("relay") && keys.has("relays")) keys.mistake("relay", "stands beside relays; keep one of them");
        var weights = new LinkedHashMap<String, Integer>();
        keys.some("relays", "{name: " + first + ", weight: 1}", each -> {
            var name = each.need("name", first, text -> relay(text, relays));
            var weight = each.or("weight", 1, text -> Notation.whole(text, 0, 1000));
            if (name != null && weights.putIfAbsent(name, weight) != null) {
                each.mistake("name", Notation.shown(name) + " stands here twice; keep one of them");
            }
            return name;
        });
        return keys.has("relays") ? Collections.unmodifiableMap(weights) : Map.of(only, 1);
    }

    private static String relay(String name, Set<String> relays) {
        if (relays.isEmpty() || relays.contains(name)) return name;
        var nearest = Spelling.nearest(name, relays);
        throw new IllegalArgumentException(Notation.shown(name) + " is no relay of this file; " + (nearest.isPresent()
                ? "did you mean \"" + nearest.get() + "\"?" : "write one of " + String.join(", ", relays)));
    }
}
