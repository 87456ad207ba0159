package staytuned.reading;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Evaluator;
import org.jsoup.select.NodeVisitor;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;
import staytuned.text.Characters;

/** HTML as blocks: a walk over the article's part of the page, without what is not prose. */
final class HtmlBlocks implements NodeVisitor {
    /** Markup nested deeper is flattened by the parser. */

    private static final Evaluator NOT_PROSE = Selector.evaluatorOf(
            "script, style, noscript, template, iframe, object, embed, svg, math,"
            + " canvas, video, audio, pre, figcaption, caption, nav, aside, footer, form, button, select, textarea,"
            + " input, img, picture, [hidden], [aria-hidden=true], [role=navigation], [role=complementary],"
            + " [role=contentinfo],"
            + " .pullquote, .pull-quote, .wp-block-pullquote, .screen-reader-text, .sr-only, .visually-hidden,"
            + " .sharedaddy, .jp-relatedposts, .post-navigation, .comments-area, #comments, .footnotes,"
            + " sup.footnote-ref, a.heading-anchor, a.headerlink, a.anchor");
    private static final Evaluator ARTICLE = Selector.evaluatorOf(
            "[itemprop=articleBody], .entry-content, .post-content, .article-content,"
            + " .article-body, .post-body, .e-content, article, main, [role=main]");
    /** Template tags and the shortcodes of WordPress. */
    private static final Pattern TEMPLATE_TAG = Pattern.compile("\\{%[^%{]{0,300}%\\}|\\{\\{[^{}]{0,300}\\}\\}"
            + "|\\[/?(?:caption|gallery|embed|audio|video|playlist|vc_[a-z_]+|et_pb_[a-z_]+)(?: [^\\[\\]]{0,500})?\\]");

    /** What parts text like a block, whatever the parser takes it for. */
    private static final Set<String> OPENING = Set.of(
            "li", "dd", "dt", "td", "th", "tr", "details", "summary", "picture");

    private static final int BOLD_HEADING = 90;

    private final List<Block> blocks = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int linked;
    private int bold;
    private int inLink;
    private int inBold;
    private int inQuote;
    private int inItem;
    private int heading;
    private boolean brokeLine;

    private HtmlBlocks() {}

    static Manuscript parse(String html, @Nullable String link) {
        var page = Html.parse(html, link);
        var root = article(page);
        var h1 = root.selectFirst("h1");
        var title = h1 != null ? Characters.line(h1.text(), 300) : null;
        if (title == null) title = title(page);
        var lang = page.selectFirst("html[lang]");
        var language = lang == null || lang.attr("lang").isBlank() ? null : lang.attr("lang").strip();

        root.select(NOT_PROSE).remove();
        var unwrapped = root.select("table");
        boolean layout = !unwrapped.isEmpty() && root.selectFirst("p") == null
                && root.text().length() < 2 * unwrapped.text().length();
        if (!layout) unwrapped.remove();
        var walk = new HtmlBlocks();
        root.traverse(walk);
        walk.end();
        return new Manuscript(walk.blocks, title, language);
    }

    /** What the page around the article says in one place only. */
    private static @Nullable String title(Document page) {
        var shared = page.selectFirst("meta[property=og:title], meta[name=og:title]");
        var title = shared == null ? null : Characters.line(shared.attr("content"), 300);
        for (var places : List.of("h1", "[itemprop=headline], .entry-title, .post-title")) {
            if (title != null) return title;
            var named = page.select(places);
            if (named.size() == 1) title = Characters.line(named.getFirst().text(), 300);
        }
        return title;
    }

    /** The part of the page that holds the article: of the usual containers, the one with the most text. */
    static Element article(Document page) {
        var whole = new Amount(page.body());
        var containers = new ArrayList<Amount>();
        var open = new ArrayDeque<Amount>();
        open.push(whole);
        page.body().traverse(new NodeVisitor() {
            @Override
            public void head(Node node, int depth) {
                if (!(node instanceof Element element)) return;
                if (element.normalName().equals("p") || element.normalName().equals("li")) {
                    int length = element.ownText().length();
                    for (var each : open) each.add(length);
                } else if (element.is(ARTICLE)) {
                    open.push(new Amount(element));
                    containers.add(open.getFirst());
                }
            }

            @Override
            public void tail(Node node, int depth) {
                if (open.size() > 1 && open.getFirst().element.equals(node)) open.pop();
            }
        });
        var best = containers.stream().reduce((a, b) -> b.words > a.words ? b : a).orElse(whole);
        return best.words * 3 < whole.words || best.words == 0 ? page.body() : best.element;
    }

    /** How much text stands in a container, by its first paragraphs and list items. */
    private static final class Amount {
        private static final int PARTS = 2000;

        final Element element;
        int words;
        private int parts;

        Amount(Element element) {
            this.element = element;
        }

        void add(int length) {
            if (parts++ < PARTS) words += length;
        }
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode words) {
            append(words.getWholeText());
        } else if (node instanceof Element element) {
            switch (element.normalName()) {
                case "a" -> inLink++;
                case "b", "strong" -> inBold++;
                case "br" -> lineBreak();
                case "hr" -> {
                    end();
                    blocks.add(Block.BREAK);
                }
                default -> open(element);
            }
        }
    }

    private void open(Element element) {
        if (!opens(element)) return;
        end();
        switch (element.normalName()) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> heading = element.normalName().charAt(1) - '0';
            case "blockquote", "q" -> inQuote++;
            case "li", "dd" -> inItem++;
            default -> {}
        }
    }

    private static boolean opens(Element element) {
        return element.isBlock() || OPENING.contains(element.normalName());
    }

    @Override
    public void tail(Node node, int depth) {
        if (!(node instanceof Element element)) return;
        switch (element.normalName()) {
            case "a" -> inLink--;
            case "b", "strong" -> inBold--;
            default -> close(element);
        }
    }

    private void close(Element element) {
        if (!opens(element)) return;
        end();
        switch (element.normalName()) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> heading = 0;
            case "blockquote", "q" -> inQuote--;
            case "li", "dd" -> inItem--;
            default -> {}
        }
    }

    private void append(String words) {
        if (!words.isBlank()) {
            boolean behind = brokeLine && inBold == 0 && text.length() < 2 * BOLD_HEADING;
            if (behind && acts(Characters.spaced(text.toString()))) end();
            brokeLine = false;
        }
        int before = text.length();
        text.append(words);
        if ((inLink == 0 && inBold == 0) || text.length() == before) return;
        int added = (int) words.chars().filter(c -> !Character.isWhitespace(c)).count();
        if (inLink > 0) linked += added;
        if (inBold > 0) bold += added;
    }

    /** Two line breaks in a row end a paragraph, and one behind a bold line; any other is a space. */
    private void lineBreak() {
        if (brokeLine) {
            end();
        } else {
            text.append(' ');
            brokeLine = true;
        }
    }

    private void end() {
        var raw = text.toString();
        boolean tagged = raw.indexOf('{') >= 0 || raw.indexOf('[') >= 0;
        var words = Characters.spaced(tagged ? TEMPLATE_TAG.matcher(raw).replaceAll("") : raw);
        int letters = letters(words);
        if (words.codePoints().anyMatch(Character::isLetterOrDigit)) {
            if (heading > 0) {
                blocks.add(Block.heading(heading, words));
            } else if (acts(words)) {
                blocks.add(Block.heading(7, words));
            } else {
                var kind = inItem > 0 ? Block.Kind.ITEM : inQuote > 0 ? Block.Kind.QUOTE : Block.Kind.PARAGRAPH;
                blocks.add(new Block(kind, 0, words, linked >= letters ? words.length() : linked));
            }
        }
        text.setLength(0);
        linked = 0;
        bold = 0;
        brokeLine = false;
    }

    /** A line that is bold as a whole acts as a heading when it is short and no sentence. */
    private boolean acts(String words) {
        return heading == 0 && inItem == 0 && inQuote == 0 && bold > 0 && bold >= letters(words)
                && words.length() < BOLD_HEADING && ".!。！…".indexOf(words.charAt(words.length() - 1)) < 0;
    }

    private static int letters(String words) {
        int letters = 0;
        for (int i = 0; i < words.length(); i++) if (words.charAt(i) != ' ') letters++;
        return letters;
    }
}
