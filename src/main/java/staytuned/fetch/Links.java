package staytuned.fetch;

import java.net.URI;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Links as strangers write them. */
public final class Links {
    private static final int LONGEST = 2000;

    private Links() {}

    /** The absolute http or https link; null when it is none. */
    public static @Nullable String absolute(@Nullable String link, @Nullable URI base) {
        if (link == null || link.isBlank() || link.length() > LONGEST) return null;
        try {
            var parsed = new URI(link.strip().replace(" ", "%20"));
            var uri = base == null ? parsed : base.resolve(parsed);
            var scheme = uri.getScheme();
            boolean web = scheme != null && scheme.toLowerCase(Locale.ROOT).matches("https?") && uri.getHost() != null;
            return web && uri.toString().length() <= LONGEST ? uri.toString() : null;
        } catch (java.net.URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether both are on one host, with or without "www." before it. */
    public static boolean sameSite(URI a, URI b) {
        return Network.authority(a).replaceFirst("^www\\.", "").equals(
                Network.authority(b).replaceFirst("^www\\.", ""));
    }

    /** What all spellings of one link share: no scheme, "www.", closing slash, fragment and campaign marks. */
    public static String canonical(String link) {
        return spelled(link, false);
    }

    /** As {@link #canonical}, with the fragment, which may tell two articles of one page apart. */
    public static String withFragment(String link) {
        return spelled(link, true);
    }

    private static String spelled(String link, boolean fragment) {
        int at = link.indexOf('#');
        var end = fragment && at >= 0 ? link.substring(at) : "";
        var rest = (at < 0 ? link : link.substring(0, at)).strip().replaceFirst("(?i)^https?://", "");
        int query = rest.indexOf('?');
        var path = query < 0 ? rest : rest.substring(0, query);
        int slash = path.indexOf('/');
        var host = (slash < 0 ? path : path.substring(0, slash)).toLowerCase(Locale.ROOT);
        var file = slash < 0 ? "" : path.substring(slash);
        while (file.endsWith("/")) file = file.substring(0, file.length() - 1);
        var kept = new ArrayList<String>();
        if (query >= 0) {
            for (var pair : rest.substring(query + 1).split("&", -1)) {
                var name = pair.toLowerCase(Locale.ROOT);
                boolean campaign = name.startsWith("utm_") || name.startsWith("fbclid=") || name.startsWith("gclid=");
                if (!pair.isEmpty() && !campaign) kept.add(pair);
            }
        }
        var named = host.replaceFirst(":(?:80|443)$", "").replaceFirst("^www\\.(?=.*\\.)", "");
        return named + file + (kept.isEmpty() ? "" : "?" + String.join("&", kept)) + end;
    }
}
