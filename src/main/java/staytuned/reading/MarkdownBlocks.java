package staytuned.reading;

import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;

/** Markdown as blocks: by its syntax tree to HTML, whose blocks it has. */
final class MarkdownBlocks {
    private static final List<org.commonmark.Extension> EXTENSIONS =
            List.of(TablesExtension.create(), AutolinkExtension.create());
    /** Deeper nesting is left as text, so that no tree is deeper than the stack. */
    private static final int DEPTH = 100;
    /** Longer than any article: a syntax tree takes a hundred times the memory of its text. */
    private static final int LONGEST = 2_000_000;

    private static final Parser PARSER = Parser.builder()
            .extensions(EXTENSIONS)
            .maxOpenBlockParsers(DEPTH)
            .maxInlineNesting(DEPTH)
            .build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder().extensions(EXTENSIONS).build();

    /** What is not Markdown and not prose: footnotes, container fences, imports, names of headings, template tags. */
    private static final Pattern EXTRAS = Pattern.compile(
            "(?m)^\\[\\^[^\\[\\]\\n]{1,60}\\]:[^\\n]*$|^:::[^\\n]*$|^(?:import|export) [^\\n]*(?:from |=)[^\\n]*$"
                    + "|(?<=\\S)[ \\t]{1,4}\\{#[\\w:.-]{1,80}\\}[ \\t]*$"
                    + "|\\[\\^[^\\[\\]\\n]{1,60}\\]"
                    + "|\\{%[^%{\\n]{0,300}%\\}|\\{\\{[^{}\\n]{0,300}\\}\\}|\\{:[^{}\\n]{0,200}\\}");
    private static final Pattern FENCED = Pattern.compile("(?m)^ {0,3}(?:```|~~~)");

    private MarkdownBlocks() {}

    static Manuscript parse(String markdown, @Nullable String link) {
        return HtmlBlocks.parse(html(markdown), link);
    }

    /** As HTML, raw HTML inside it unchanged: the caller cleans it. */
    static String html(String markdown) {
        // Inside code these marks are the author's own.
        var part = markdown.substring(0, Math.min(LONGEST, markdown.length()));
        var bare = FENCED.matcher(part).find() ? part : EXTRAS.matcher(part).replaceAll("");
        return RENDERER.render(PARSER.parse(bare));
    }
}
