package staytuned.article;

import java.util.List;
import java.util.Objects;
import staytuned.fetch.Fetched;
import staytuned.fetch.Fetcher;
import staytuned.newsletter.Newsletter;
import staytuned.reading.Html;
import staytuned.reading.Reader;

/** Looks at a page that is one article. */
final class PageGatherer {
    private final Fetcher fetcher;
    private final Reader reader = new Reader();

    PageGatherer(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    Gathered gather(Newsletter newsletter, Newsletter.Page page, Sources.Standing standing) {
        return switch (fetcher.page(page.url(), standing.etag(), standing.lastModified())) {
            case Fetched.Failed failed -> new Gathered.Failed(failed.reason(), failed.notBefore());
            case Fetched.Gone _ -> new Gathered.Ended("HTTP 410 gone for good");
            case Fetched.Unchanged _ -> new Gathered.Unchanged(null);
            case Fetched.Changed changed -> new Gathered.Candidates(
                    List.of(candidate(page, changed, newsletter.language())),
                    List.of(), changed.etag(), changed.lastModified(), null, false);
        };
    }

    /** Its version is what it says, so that a page which only looks different has not changed. */
    private Candidate candidate(Newsletter.Page page, Fetched.Changed changed, String language) {
        var url = page.location();
        var identity = Identity.ofPage(url, null);
        var name = "page " + url;
        return switch (PageArticle.of(changed)) {
            case PageArticle.None none -> new Candidate(name, identity, Identity.hash(none.reason()), null,
                    () -> Finding.unreadable(identity, url, language, none.reason()));
            case PageArticle.Read read -> {
                var content = read.item().content();
                var text = Html.parse(content.body(), null).text();
                yield new Candidate(name, identity,
                        Identity.hash(Objects.requireNonNullElse(content.title(), ""), text), null,
                        () -> Finding.readable(Identity.ofPage(url, read.item()), read.item(),
                                reader.read(content, language)));
            }
        };
    }
}
