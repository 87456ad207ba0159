package staytuned.article;

import java.util.regex.Pattern;
import staytuned.reading.Content;
import staytuned.reading.Html;
import staytuned.text.Characters;

/** Whether a feed holds a whole article or only its beginning. Letters of Chinese, Japanese and Korean count thrice. */
final class Stubs {
    /** Shorter than this, an item may be no more than the description of an article. */
    private static final int SHORT = 400;
    /** An item that is longer is an article, however it ends. */
    private static final int LONG = 2_000;
    private static final int LARGEST_MARKUP = 50_000;

    private static final Pattern FOOTER =
            Pattern.compile("(?i)\\s*The post .{1,300} (?:first )?appeared (?:first )?on .{1,200}$");
    private static final Pattern OPEN_END = Pattern.compile("(?iu)(?:…|\\.\\.\\.)[\\s)\\]»›>→]*$"
            + "|(?<!\\p{L})(?:read (?:more|on|the rest|the full)|continue reading|keep reading|weiterlesen|mehr lesen"
            + "|lire la suite|leer más|seguir leyendo|leggi tutto|continua a leggere|leia mais|continue lendo"
            + "|читать далее|читать дальше|lees verder|czytaj dalej|läs mer)(?!\\p{L})[^.!?]{0,120}$"
            + "|(?:続きを読む|もっと読む|阅读全文|阅读更多|继续阅读|閱讀全文|繼續閱讀|계속 읽기|더 보기)"
            + "[^。！？]{0,60}$");

    private Stubs() {}

    /** Whether the item ends in an ellipsis or an invitation to read on, or is so short that it may be a description. */
    static boolean stub(Item item) {
        if (item.content().body().length() > LARGEST_MARKUP) return false;
        var text = FOOTER.matcher(text(item.content())).replaceFirst("");
        int length = length(text);
        return length < SHORT || (length < LONG && OPEN_END.matcher(text).find());
    }

    /** Whether the page says a good deal more than the feed. */
    static boolean saysMore(Content page, Content feed) {
        return length(text(page)) > 1.2 * length(text(feed));
    }

    private static int length(String text) {
        return text.length() + 2 * Characters.countCjk(text);
    }

    private static String text(Content content) {
        var body = content.body();
        return Characters.spaced(content.mediaType().equals(Content.HTML) ? Html.parse(body, null).text() : body);
    }
}
