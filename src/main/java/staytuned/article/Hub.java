package staytuned.article;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import staytuned.fetch.Links;

/**
 * Who pushes what a feed brings, where the feed announces it (WebSub section 4).
 *
 * @param url the hub's http or https address
 * @param topic by what address the hub knows the feed
 */
public record Hub(String url, String topic) {
    private static final int LONGEST = 1000;
    private static final int LONGEST_HEADER = 8000;
    /** RFC 8288 section 3: an address in angle brackets, and what is said of it. */
    private static final Pattern LINK = Pattern.compile("<([^<>]*)>([^<>]*)");
    private static final Pattern REL = Pattern.compile("(?i);\\s*rel\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;,\"]+))");

    /** What a feed says inside of itself; {@code self} is null where it does not name its own address. */
    record Inside(List<String> hubs, @Nullable String self) {
        static final Inside NOTHING = new Inside(List.of(), null);
    }

    /**
     * The first hub; null where none is announced. What the headers say goes before what the feed says, and a feed that
     * does not name its own address is known by the one at which it was found.
     *
     * @param headers the values of the Link headers
     */
    static @Nullable Hub of(List<String> headers, Inside inside, URI at) {
        var hubs = new ArrayList<String>();
        String self = null;
        for (var header : headers) {
            var links = LINK.matcher(header.substring(0, Math.min(header.length(), LONGEST_HEADER)));
            while (links.find()) {
                var relations = relations(links.group(2));
                if (relations.contains("hub")) hubs.add(links.group(1));
                if (relations.contains("self") && self == null) self = links.group(1);
            }
        }
        hubs.addAll(inside.hubs());
        var topic = Links.absolute(self != null ? self : inside.self(), at);
        if (topic == null) topic = at.toString();
        for (var each : hubs) {
            var url = Links.absolute(each, at);
            if (url != null && url.length() <= LONGEST && topic.length() <= LONGEST) return new Hub(url, topic);
        }
        return null;
    }

    private static List<String> relations(String parameters) {
        Matcher rel = REL.matcher(parameters);
        if (!rel.find()) return List.of();
        var value = rel.group(1) != null ? rel.group(1) : rel.group(2);
        return List.of(value.toLowerCase(Locale.ROOT).strip().split("\\s+"));
    }
}
