package staytuned.reading;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** What a page embeds, such as a film, as a picture that leads to it: neither a letter nor a page of ours plays it. */
final class Embeds {
    private static final Pattern YOUTUBE = Pattern.compile(
            "https?://(?:www\\.)?(?:youtube(?:-nocookie)?\\.com/embed/|youtu\\.be/)([A-Za-z0-9_-]{6,20})(?:[?#].*)?");
    private static final Pattern VIMEO =
            Pattern.compile("https?://player\\.vimeo\\.com/video/(\\d{4,15})(?:[?#].*)?");
    private static final int MOST = 100;

    private Embeds() {}

    /** Replaces what {@code root} embeds; what leads nowhere on the web goes. */
    static void link(Element root) {
        for (var each : root.select("iframe, video, audio, object, embed").stream().limit(MOST).toList()) {
            var address = address(each);
            var host = host(address);
            if (host.isEmpty()) continue;
            var youtube = YOUTUBE.matcher(address);
            var vimeo = VIMEO.matcher(address);
            var picture = each.absUrl("poster");
            if (youtube.matches()) {
                address = "https://www.youtube.com/watch?v=" + youtube.group(1);
                picture = "https://i.ytimg.com/vi/" + youtube.group(1) + "/hqdefault.jpg";
            } else if (vimeo.matches()) {
                address = "https://vimeo.com/" + vimeo.group(1);
            }
            each.replaceWith(figure(address, picture, each.attr("title").isBlank() ? host : each.attr("title")));
        }
    }

    private static Element figure(String address, String picture, String title) {
        var figure = new Element("figure");
        if (!picture.isEmpty()) {
            figure.appendElement("a").attr("href", address)
                    .appendElement("img").attr("src", picture).attr("alt", title);
        }
        figure.appendElement("figcaption").appendElement("a").attr("href", address).text("▶ " + title);
        return figure;
    }

    private static String address(Element embedding) {
        for (var name : new String[] {"src", "data"}) {
            if (!embedding.attr(name).isBlank()) return embedding.absUrl(name);
        }
        var source = embedding.selectFirst("source[src], iframe[src], embed[src]");
        return source == null ? "" : source.absUrl("src");
    }

    private static String host(String address) {
        if (!address.startsWith("http")) return "";
        try {
            var host = new URI(address).getHost();
            if (host == null) return "";
            return host.replaceFirst("^(?:www|player)\\.", "").replace("youtube-nocookie", "youtube");
        } catch (URISyntaxException e) {
            return "";
        }
    }
}
