package staytuned.reading;

import java.util.Locale;
import java.util.Optional;
import org.jsoup.nodes.Element;
import staytuned.text.Characters;

/**
 * The picture that stands for an article.
 *
 * @param src its https address: mail programs show no others
 * @param alt what its author says it shows; empty where they say nothing
 */
public record Picture(String src, String alt) {
    /** In pixels: what is smaller is an icon, a face, or counts visitors. */
    private static final int SMALLEST = 200;
    private static final int MOST = 50;
    private static final int LONGEST_ADDRESS = 1_500;
    private static final int LONGEST_ALT = 300;

    /** The first picture of the article itself, else the one that its page names for sharing. */
    public static Optional<Picture> of(Content content) {
        var html = Bodies.source(content);
        if (html.isEmpty()) return Optional.empty();
        var page = Html.parse(html, content.link());
        var own = HtmlBlocks.article(page).select("img[src]").stream()
                .limit(MOST)
                .filter(Picture::large)
                .flatMap(each -> picture(each.absUrl("src"), each.attr("alt")).stream())
                .findFirst();
        if (own.isPresent()) return own;
        var shared = page.selectFirst("meta[property=og:image]");
        if (shared == null) return Optional.empty();
        var alt = page.selectFirst("meta[property=og:image:alt]");
        return picture(shared.attr("content"), alt == null ? "" : alt.attr("content"));
    }

    private static Optional<Picture> picture(String address, String alt) {
        var lower = address.toLowerCase(Locale.ROOT);
        // Mail programs show no SVG; see caniemail.com/features/image-svg.
        if (!lower.startsWith("https://") || address.length() > LONGEST_ADDRESS
                || lower.replaceFirst("[?#].*", "").endsWith(".svg")) {
            return Optional.empty();
        }
        var words = Characters.line(alt, LONGEST_ALT);
        return Optional.of(new Picture(address, words == null ? "" : words));
    }

    private static boolean large(Element image) {
        return size(image.attr("width")) >= SMALLEST && size(image.attr("height")) >= SMALLEST / 2;
    }

    /** What is not said may be large. */
    private static int size(String pixels) {
        var digits = pixels.replaceFirst("px$", "").strip();
        return digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
    }
}
