package staytuned.fetch;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Fetches pages that nobody named, as a polite program does: what robots.txt disallows is left alone (RFC 9309), and a
 * host gets one request at a time, with a pause between two.
 */
public final class Pages {
    /** 5 MB. */
    private static final int LARGEST = 5_000_000;

    private final Fetcher fetcher;
    private final Manner polite;

    Pages(Fetcher fetcher, Robots robots, Gate gate) {
        this.fetcher = fetcher;
        polite = new Manner() {
            @Override
            public Fetched.@Nullable Failed refusal(URI at) throws InterruptedException {
                return robots.refusal(at);
            }

            @Override
            public Gate.Turn turn(URI at) throws InterruptedException {
                return gate.enter(at);
            }
        };
    }

    /** The page at {@code url}, of at most 5 MB. */
    public Fetched page(URI url) {
        return fetcher.fetch(new Fetcher.Wish(url, null, null, Fetcher.ACCEPT_PAGE, LARGEST), polite);
    }

    /** The file at {@code url}, of at most {@code bytes}; with what the last answer said, only if it has changed. */
    public Fetched file(URI url, @Nullable String etag, @Nullable String lastModified, int bytes) {
        return fetcher.fetch(new Fetcher.Wish(url, etag, lastModified, "*/*", bytes), polite);
    }

    /** Whether the page says that it is not there (404) or gone (410); not, when nothing answers. */
    public boolean isGone(URI url) {
        return switch (page(url)) {
            case Fetched.Gone _ -> true;
            case Fetched.Failed failed -> failed.missing();
            default -> false;
        };
    }
}
