package staytuned.article;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import staytuned.reading.Content;
import staytuned.reading.Reading;

/**
 * One article of one newsletter, as it came and as it was read.
 *
 * @param publishedAt null where its source gave no date, or one in the future that it does not wait for
 * @param link where it stands on the web; null where unknown
 * @param reason why it is unreadable or held; null otherwise
 */
public record Article(
        long id,
        long newsletterId,
        ArticleState state,
        Instant foundAt,
        @Nullable Instant publishedAt,
        @Nullable String link,
        @Nullable String author,
        Content content,
        Reading reading,
        @Nullable String reason) {
    /** By their dates; two of one date in the order in which they were found. */
    public static final Comparator<Article> OLDEST_FIRST = Comparator.comparing(Article::date)
            .thenComparing(Article::foundAt)
            .thenComparingLong(Article::id);

    /** When it was published, or found where its source does not say. */
    public Instant date() {
        return publishedAt == null ? foundAt : publishedAt;
    }
}
