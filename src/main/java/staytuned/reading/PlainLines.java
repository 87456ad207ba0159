package staytuned.reading;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import staytuned.text.Characters;

/** An article's blocks for the text part: a link is a number in brackets behind its words. */
final class PlainLines {
    private final List<LetterBody.Line> lines = new ArrayList<>();
    private final List<String> links = new ArrayList<>();
    private final int firstNote;

    PlainLines(int firstNote) {
        this.firstNote = firstNote;
    }

    List<LetterBody.Line> lines() {
        return List.copyOf(lines);
    }

    List<String> links() {
        return List.copyOf(links);
    }

    void add(Element block) {
        switch (block.normalName()) {
            case "h2", "h3", "h4" -> line("heading", words(block));
            case "ul" -> block.children().forEach(each -> item(each, "-"));
            case "ol" -> {
                var number = block.attr("start").matches("\\d{1,6}") ? Integer.parseInt(block.attr("start")) : 1;
                for (var each : block.children()) item(each, number++ + ".");
            }
            case "dl" -> block.children().forEach(each -> item(each, each.normalName().equals("dt") ? "*" : "-"));
            case "blockquote" -> {
                if (block.childrenSize() == 0 || !block.ownText().isBlank()) line("quote", words(block));
                else block.children().forEach(each -> line("quote", words(each)));
            }
            case "pre" -> lines.add(new LetterBody.Line("code", block.wholeText().stripTrailing(), ""));
            case "hr" -> lines.add(new LetterBody.Line("rule", "", ""));
            case "table" -> rows(block);
            default -> figure(block);
        }
    }

    private void rows(Element table) {
        if (table.attr("role").equals("presentation")) {
            figure(table);
            return;
        }
        for (var row : table.select("caption, tr")) {
            var cells = row.children().isEmpty()
                    ? List.of(words(row))
                    : row.children().stream().map(this::words).toList();
            line(row.normalName().equals("tr") ? "row" : "text", String.join(" | ", cells));
        }
    }

    /** The words of a paragraph, or of each caption; before them those for pictures, in brackets. */
    private void figure(Element block) {
        var said = block.text();
        for (var image : block.select("img")) {
            var alt = Characters.spaced(image.attr("alt"));
            if (!alt.isEmpty() && !said.contains(alt)) line("text", "[" + alt + "]");
        }
        var captions = block.select("p");
        if (captions.isEmpty() || block.normalName().equals("p")) line("text", words(block));
        else captions.forEach(each -> line("text", words(each)));
    }

    /** An item, and below it, further in, the lists that stand in it. */
    private void item(Element item, String mark) {
        var nested = item.select("> ul, > ol");
        var own = item.clone();
        own.select("ul, ol").remove();
        var words = words(own);
        if (!words.isEmpty()) lines.add(new LetterBody.Line("item", words, mark));
        for (var list : nested) for (var each : list.children()) item(each, "  -");
    }

    private void line(String kind, String words) {
        if (!words.isBlank()) lines.add(new LetterBody.Line(kind, words, ""));
    }

    private String words(Element block) {
        var copy = block.clone();
        for (var link : copy.select("a[href]")) {
            if (!link.hasText()) continue;
            links.add(link.attr("href"));
            link.appendChild(new TextNode(" [" + (firstNote + links.size() - 1) + "]"));
        }
        for (var each : copy.select("br")) each.replaceWith(new TextNode(" "));
        return Characters.spaced(copy.text());
    }
}
