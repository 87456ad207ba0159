package staytuned.reading;

import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document.OutputSettings;
import org.jsoup.nodes.Element;

/**
 * A whole article as it stands in a letter: cleaned, without what is boilerplate or stands in the letter anyway, in the
 * elements that mail programs show, each with its style.
 *
 * @param html for the HTML part
 * @param lines for the text part, in the same order
 * @param notes the addresses that the numbers in the lines mean
 * @param cut whether the article goes on
 * @param concluded whether its conclusion was taken out, to stand in its box
 */
public record LetterBody(
        String html, List<Line> lines, List<String> notes, boolean cut, boolean concluded) {

    /**
     * A block of the text part.
     *
     * @param kind heading, text, item, quote, code or rule
     * @param mark what stands before an item
     */
    public record Line(String kind, String text, String mark) {}

    /**
     * How it is dressed.
     *
     * @param styles by the names of elements, and by "embed", "pair" and "inner" (a paragraph inside another block)
     * @param classes those that the letter's style sheet turns to their dark colours
     */
    public record Dress(Map<String, String> styles, Map<String, String> classes) {}

    /**
     * Sets the article.
     *
     * @param room how many bytes its HTML may take in a mail
     * @param firstNote the number of the first link in the text part
     */
    public static LetterBody of(Content content, Reading reading, Dress dress, int room, int firstNote) {
        var body = Html.parse(Bodies.html(content), content.link()).body();
        Unboxing.unwrap(body);
        Repeats.drop(body, content, reading);
        var concluded = Repeats.takeConclusion(body, reading);
        var cut = new Tailor(dress).fit(body, room);
        var notes = new PlainLines(firstNote);
        body.children().forEach(notes::add);
        return new LetterBody(html(body), notes.lines(), notes.links(), cut, concluded);
    }

    private static String html(Element body) {
        var page = body.ownerDocument();
        if (page != null) page.outputSettings(new OutputSettings().prettyPrint(false));
        var html = new StringBuilder();
        body.children().forEach(each -> html.append(each.outerHtml()).append('\n'));
        return html.toString();
    }
}
