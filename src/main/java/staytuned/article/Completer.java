package staytuned.article;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import staytuned.article.Visits.Visit;
import staytuned.fetch.Pages;
import staytuned.newsletter.Newsletter;
import staytuned.reading.Content;
import staytuned.reading.Reader;

/**
 * Takes articles from their pages where a feed holds only their beginning. Nothing is lost by it: what no page gives
 * stays as the feed has it, and is tried again while it waits where a later try may give more.
 */
final class Completer {
    private final Articles articles;
    private final Pages pages;
    private final Reader reader = new Reader();

    /**
     * The candidates, in their order.
     *
     * @param again whether some are to be tried again
     * @param soon whether some were left out only because there were so many
     */
    record Completed(List<Candidate> candidates, List<String> problems, boolean again, boolean soon) {}

    Completer(Articles articles, Pages pages) {
        this.articles = articles;
        this.pages = pages;
    }

    /** Completes those that are new or have changed. */
    Completed complete(Newsletter newsletter, Newsletter.Feed feed, List<Candidate> candidates) {
        var known = articles.byKey(newsletter.id(), candidates.stream().map(Candidate::identity).toList());
        var visits = new Visits(pages);
        var out = new ArrayList<Candidate>();
        var problems = new ArrayList<String>();
        boolean again = false;
        for (var candidate : candidates) {
            var row = known.get(candidate.identity().key());
            if ((row != null && !row.wants(candidate.version(), newsletter.cadence().edited())) || !wanted(feed, candidate.item())) {
                out.add(candidate);
                continue;
            }
            var tries = Objects.requireNonNullElse(
                    Tries.of(row, candidate.version()), Tries.none(candidate.version()));
            if (!visits.more()) {
                out.add(as(candidate, tries.kept(), candidate.finding()));
                again = true;
                continue;
            }
            var completed = complete(candidate, tries, visits, newsletter.language(), problems);
            again |= completed.version().startsWith("try");
            out.add(completed);
        }
        return new Completed(out, problems, again, visits.refused());
    }

    /** Whether the article is to be taken from its page. */
    static boolean wanted(Newsletter.Feed feed, @Nullable Item item) {
        if (item == null || item.link() == null) return false;
        return feed.fullText() == Newsletter.FullText.ALWAYS || Stubs.stub(item);
    }

    private Candidate complete(Candidate candidate, Tries tries, Visits visits, String language,
            List<String> problems) {
        var item = Objects.requireNonNull(candidate.item());
        return switch (visits.visit(Objects.requireNonNull(item.link()))) {
            case Visit.Found found when Stubs.saysMore(found.item().content(), item.content()) ->
                    as(candidate, candidate.version(), () -> read(candidate, merged(item, found.item()), language));
            case Visit.Found _ -> candidate;
            case Visit.Nothing nothing -> {
                var next = tries.next();
                boolean last = nothing.lasting() || next.exhausted();
                problems.add(candidate.name() + ": its page gives nothing: " + nothing.reason()
                        + (last ? "; taken as the feed has it" : "; tried again at the next poll"));
                yield last ? candidate : as(candidate, next.kept(), candidate.finding());
            }
        };
    }

    /** What the feed says of it counts, what it does not say is taken from the page. */
    private static Item merged(Item feed, Item page) {
        var said = feed.content();
        var more = page.content();
        return new Item(
                feed.guid(),
                feed.author() != null ? feed.author() : page.author(),
                feed.published() != null ? feed.published() : page.published(),
                new Content(
                        more.mediaType(),
                        more.body(),
                        said.title() != null ? said.title() : more.title(),
                        said.language() != null ? said.language() : more.language(),
                        said.link()));
    }

    private @Nullable Finding read(Candidate candidate, Item item, String language) {
        try {
            return Finding.readable(candidate.identity(), item, reader.read(item.content(), language));
        } catch (RuntimeException e) {
            return candidate.finding().get();
        }
    }

    private static Candidate as(Candidate candidate, String version, Supplier<@Nullable Finding> finding) {
        return new Candidate(candidate.name(), candidate.identity(), version, candidate.item(), finding);
    }
}
