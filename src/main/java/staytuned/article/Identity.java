package staytuned.article;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import staytuned.fetch.Links;
import staytuned.text.Characters;

/**
 * By what an article is known again: its guid, else its link, else a hash of itself; and, where it has a link, its
 * title and link, so that a changed guid does not mail it twice. Both are SHA-256 in hexadecimal.
 */
record Identity(String key, @Nullable String titleAndLink) {
    /** Identities for the items of one feed, where each can be told from the others; in the items' order. */
    static List<Identity> of(List<Item> items, String source) {
        var shared = new Shared(items);
        var out = new ArrayList<Identity>();
        for (var item : items) {
            var second = shared.told(item) ? null : titleAndLink(item);
            out.add(new Identity(key(item, source, shared), second));
        }
        return out;
    }

    /** The identity of a file, by its path within the folder. */
    static Identity ofFile(String path, String source, @Nullable Item item) {
        return new Identity(hash("file", source, path), item == null ? null : titleAndLink(item));
    }

    /** The key for an article that came under a guid which had belonged to another. */
    Identity reused(Item item) {
        var link = item.link() == null ? "" : Links.withFragment(item.link());
        return new Identity(hash("reused", key, link, title(item)), titleAndLink);
    }

    private static String key(Item item, String source, Shared shared) {
        var guid = item.guid();
        if (guid != null && !shared.guids.contains(guid)) {
            if (guid.matches("(?i)https?://.*")) return hash("guid", Links.withFragment(guid));
            // Names such as urn:uuid: or tag: are the world's; "17" is only this feed's.
            return guid.matches("(?i)(urn|tag):.*") ? hash("guid", guid) : hash("guid", source, guid);
        }
        if (item.link() != null) {
            boolean page = shared.links.contains(Links.canonical(item.link()));
            return hash("link", page ? Links.withFragment(item.link()) : Links.canonical(item.link()));
        }
        var published = item.published();
        return item.content().title() != null && published != null
                ? hash("dated", source, title(item), published.toString())
                : hash("text", source, title(item), item.content().body());
    }

    private static @Nullable String titleAndLink(Item item) {
        if (item.link() == null || title(item).isEmpty()) return null;
        return hash("title", title(item), Links.canonical(item.link()));
    }

    static String title(Item item) {
        return title(item.content().title());
    }

    /** A title as titles are compared. */
    static String title(@Nullable String title) {
        if (title == null) return "";
        return Characters.spaced(Normalizer.normalize(title, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT));
    }

    static String hash(String... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** What several articles of one feed share, so that it names none of them. */
    private static final class Shared {
        /** Guids of items with different links or titles. */
        final Set<String> guids = new HashSet<>();
        /** Links, without fragment, of items with different titles. */
        final Set<String> links = new HashSet<>();
        private final Set<String> dates = new HashSet<>();

        Shared(List<Item> items) {
            Map<String, String> byGuid = new HashMap<>();
            Map<String, String> byLink = new HashMap<>();
            Map<String, Instant> byBoth = new HashMap<>();
            for (var item : items) {
                var link = item.link() == null ? "" : Links.canonical(item.link());
                var guid = item.guid();
                if (guid != null && differs(byGuid, guid, title(item) + "\n" + link)) guids.add(guid);
                if (!link.isEmpty() && differs(byLink, link, title(item))) links.add(link);
                var both = titleAndLink(item);
                var published = item.published();
                if (both != null && published != null) {
                    var other = byBoth.putIfAbsent(both, published);
                    if (other != null && !other.equals(published)) dates.add(both);
                }
            }
        }

        /** Whether title and link are those of another item too, and only the dates tell them apart. */
        boolean told(Item item) {
            var both = titleAndLink(item);
            return both != null && dates.contains(both);
        }

        private static boolean differs(Map<String, String> seen, String key, String value) {
            var other = seen.putIfAbsent(key, value);
            return other != null && !other.equals(value);
        }
    }
}
