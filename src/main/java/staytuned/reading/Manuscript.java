package staytuned.reading;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An article parsed to blocks, and what its own markup says of it.
 *
 * @param title the h1 inside it, else the page's own title for sharing; null where there is neither
 * @param language null where its markup names none
 */
record Manuscript(List<Block> blocks, @Nullable String title, @Nullable String language) {
    /** How many blocks are read at the beginning and at the end each: a longer article's middle is only long. */
    private static final int MOST = 10_000;

    Manuscript {
        blocks = blocks.size() <= 2 * MOST ? List.copyOf(blocks)
                : Stream.of(blocks.subList(0, MOST), List.of(Block.BREAK),
                                blocks.subList(blocks.size() - MOST, blocks.size()))
                        .flatMap(List::stream)
                        .toList();
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
