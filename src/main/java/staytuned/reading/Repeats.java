package staytuned.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/** Takes out of a whole article what its letter says elsewhere, and what is not the author's prose. */
final class Repeats {
    private static final String PIECES = "p, li, dd, dt, h1, h2, h3, h4, h5, h6, blockquote, td";

    private Repeats() {}

    /** Takes out the title, the promise and boilerplate. */
    static void drop(Element body, Content content, Reading reading) {
        var boilerplate = boilerplate(content, reading);
        var promise = bare(reading.promise() == null ? "" : reading.promise());
        for (var each : body.select(PIECES)) {
            var text = bare(each.text());
            var title = each.normalName().equals("h1") && text.equals(bare(reading.title()));
            var said = !promise.isEmpty() && text.equals(promise);
            if (title || said || (!text.isEmpty() && boilerplate.contains(text))) each.remove();
        }
        for (var each : body.select("ul, ol, blockquote")) {
            if (!each.hasText() && each.select("img").isEmpty()) each.remove();
        }
        if (reading.promise() != null) cut(body, reading.promise());
        lonelyHeadings(body);
    }

    /** Takes the conclusion out, with its heading, where all of it is found; else leaves all as it is. */
    static boolean takeConclusion(Element body, Reading reading) {
        if (reading.conclusion() == null) return false;
        var wanted = new HashSet<String>();
        Arrays.stream(reading.conclusion().split("\n+")).map(each -> bare(each.replaceFirst("^- ", "")))
                .filter(each -> !each.isEmpty()).forEach(wanted::add);
        var found = new ArrayList<Element>();
        var missing = new HashSet<>(wanted);
        for (var each : body.select(PIECES)) {
            var text = bare(each.text());
            if (!wanted.contains(text)) continue;
            missing.remove(text);
            found.add(each);
        }
        if (!missing.isEmpty()) return false;
        found.forEach(Element::remove);
        for (var each : body.select("ul, ol, blockquote")) if (!each.hasText()) each.remove();
        lonelyHeadings(body);
        return true;
    }

    /** What the reading of the article passed over, without white space. */
    private static Set<String> boilerplate(Content content, Reading reading) {
        var blocks = Manuscript.of(content).blocks();
        var own = Boilerplate.without(blocks, reading.language(), Habits.NONE);
        var dropped = new HashSet<String>();
        for (var i = 0; i < blocks.size() && i < own.size(); i++) {
            if (own.get(i).is(Block.Kind.BREAK)) dropped.add(bare(blocks.get(i).text()));
        }
        own.forEach(each -> dropped.remove(bare(each.text())));
        return dropped;
    }

    /** A heading has nothing below it any more when the end follows, or one that is no deeper. */
    private static void lonelyHeadings(Element body) {
        for (var each : List.copyOf(body.children()).reversed()) {
            if (!each.normalName().matches("h[1-6]")) continue;
            var next = each.nextElementSibling();
            if (next == null || (next.normalName().matches("h[1-6]")
                    && next.normalName().compareTo(each.normalName()) <= 0)) {
                each.remove();
            }
        }
    }

    private static void cut(Element body, String sentence) {
        for (var piece : body.select(PIECES)) {
            for (var node : piece.childNodes()) {
                if (!(node instanceof TextNode words) || !words.text().contains(sentence)) continue;
                words.text(words.text().replace(sentence, "").strip());
                return;
            }
        }
    }

    static String bare(String text) {
        return text.replaceAll("[\\s\\u00A0\\u200B]+", "");
    }
}
