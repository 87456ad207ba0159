package staytuned.article;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
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
 * By what an article is known again. Its key is its guid, else its link, else a hash of itself. Its marks find it where
 * the guid has changed: an author who edits an article leaves at least two of its title, its link and its date. All are
 * SHA-256 in hexadecimal.
 */
record Identity(String key, Map<Mark, String> marks) {
    /** What several items may share; which of them say enough, and when, is told by {@link Known}. */
    enum Mark {
        TITLE_AND_LINK,
        LINK_AND_DATE,
        TITLE_AND_DATE,
        /** Of an item that has no link. */
        TEXT,
        LINK,
        TITLE_AND_PATH,
        TITLE_AND_DAY
    }

    Identity {
        marks = Map.copyOf(marks);
    }

    /** Identities for the items of one feed, where each can be told from the others; in the items' order. */
    static List<Identity> of(List<Item> items, String source) {
        var shared = new Shared(items);
        var out = new ArrayList<Identity>();
        for (var item : items) {
            var marks = marks(item, source);
            if (shared.told(item)) marks.remove(Mark.TITLE_AND_LINK);
            if (item.link() != null && shared.links.contains(Links.canonical(item.link()))) marks.remove(Mark.LINK);
            out.add(new Identity(key(item, source, shared), marks));
        }
        return out;
    }

    /** The identity of a file, by its path within the folder. */
    static Identity ofFile(String path, String source, @Nullable Item item) {
        return new Identity(hash("file", source, path), item == null ? Map.of() : marks(item, source));
    }

    /** The identity of a page, by its address. */
    static Identity ofPage(String url, @Nullable Item item) {
        return new Identity(hash("link", Links.canonical(url)), item == null ? Map.of() : marks(item, url));
    }

    /** The key for an article that came under a guid which had belonged to another. */
    Identity reused(Item item) {
        var link = item.link() == null ? "" : Links.withFragment(item.link());
        return new Identity(hash("reused", key, link, title(item)), marks);
    }

    /** The key and all marks. */
    Set<String> names() {
        var out = new HashSet<>(marks.values());
        out.add(key);
        return out;
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

    private static Map<Mark, String> marks(Item item, String source) {
        var out = new EnumMap<Mark, String>(Mark.class);
        var title = title(item);
        var published = item.published();
        var link = item.link() == null ? null : Links.canonical(item.link());
        if (link != null) {
            out.put(Mark.LINK, hash("link", link));
            if (published != null) out.put(Mark.LINK_AND_DATE, hash("link and date", link, published.toString()));
            int path = link.indexOf('/');
            if (!title.isEmpty()) {
                out.put(Mark.TITLE_AND_LINK, hash("title", title, link));
                if (path >= 0) out.put(Mark.TITLE_AND_PATH, hash("title and path", title, link.substring(path)));
            }
        } else if (!item.content().body().isBlank()) {
            out.put(Mark.TEXT, hash("text", source, title, item.content().body()));
        }
        if (!title.isEmpty() && published != null) {
            var day = published.atZone(ZoneOffset.UTC).toLocalDate();
            out.put(Mark.TITLE_AND_DATE, hash("title and date", title, published.toString()));
            out.put(Mark.TITLE_AND_DAY, hash("title and day", title, day.toString()));
        }
        return out;
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
                var published = item.published();
                if (!link.isEmpty() && published != null) {
                    var other = byBoth.putIfAbsent(title(item) + "\n" + link, published);
                    if (other != null && !other.equals(published)) dates.add(title(item) + "\n" + link);
                }
            }
        }

        /** Whether title and link are those of another item too, and only the dates tell them apart. */
        boolean told(Item item) {
            return item.link() != null && dates.contains(title(item) + "\n" + Links.canonical(item.link()));
        }

        private static boolean differs(Map<String, String> seen, String key, String value) {
            var other = seen.putIfAbsent(key, value);
            return other != null && !other.equals(value);
        }
    }
}
