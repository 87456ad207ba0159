package staytuned.reading;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An article parsed to blocks, and what its own markup says of it.
 *
 * @param title the h1 inside it, else the page's own title for sharing; null where there is neither
 * @param language null where its markup names none
 */
record Manuscript(List<Block> blocks, @Nullable String title, @Nullable String language) {
    Manuscript {
        blocks = List.copyOf(blocks);
    }

    /** Parses by media type. */
    static Manuscript of(Content content) {
        return switch (content.mediaType()) {
            case Content.HTML -> HtmlBlocks.parse(content.body(), content.link());
            case Content.MARKDOWN -> MarkdownBlocks.parse(content.body(), content.link());
            default -> new Manuscript(TextBlocks.parse(content.body()), null, null);
        };
    }
}
