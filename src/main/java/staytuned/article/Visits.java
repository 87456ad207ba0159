package staytuned.article;

import java.net.URI;
import java.time.Duration;
import staytuned.fetch.Fetched;
import staytuned.fetch.Pages;

/** The pages that one poll of a source may fetch: a few, in a limited time. */
final class Visits {
    private static final int MOST = 20;
    /** Well within the time that a poll may take before another node takes the source over. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Pages pages;
    private final long end = System.nanoTime() + LONGEST.toNanos();
    private int made;
    private boolean refused;

    /** What a page gave. */
    sealed interface Visit {
        record Found(Item item) implements Visit {}

        /** {@code lasting} where the next try would give the same. */
        record Nothing(String reason, boolean lasting) implements Visit {}
    }

    Visits(Pages pages) {
        this.pages = pages;
    }

    /** Whether this poll may fetch one more page. */
    boolean more() {
        boolean more = made < MOST && System.nanoTime() - end < 0;
        if (!more) refused = true;
        return more;
    }

    /** Whether a page had to be left for the next poll. */
    boolean refused() {
        return refused;
    }

    Visit visit(String url) {
        made++;
        try {
            return switch (pages.page(URI.create(url))) {
                case Fetched.Failed failed -> new Visit.Nothing(failed.reason(), failed.lasting());
                case Fetched.Gone _ -> new Visit.Nothing("HTTP 410 gone for good", true);
                case Fetched.Unchanged _ -> new Visit.Nothing("HTTP 304 instead of 200", false);
                case Fetched.Changed page -> switch (PageArticle.of(page)) {
                    case PageArticle.Read read -> new Visit.Found(read.item());
                    case PageArticle.None none -> new Visit.Nothing(none.reason(), true);
                };
            };
        } catch (RuntimeException e) {
            return new Visit.Nothing("cannot be read: " + e, true);
        }
    }
}
